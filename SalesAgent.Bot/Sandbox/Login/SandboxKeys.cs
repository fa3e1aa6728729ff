using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Bot.Sandbox.Login;

/// <summary>The connector's signing keys: the published ones, and the one in use.</summary>
internal sealed class SandboxKeys : IDisposable
{
    /// <summary>The issuer of the connector's tokens in the public cloud.</summary>
    public const string ConnectorIssuer = "https://api.botframework.com";

    private readonly Lock gate = new();
    private readonly List<(RsaSecurityKey Key, string[] Endorsements)> published = [];
    private readonly TimeProvider time;

    public SandboxKeys(TimeProvider time)
    {
        this.time = time;
        Rotate();
    }

    public IReadOnlyList<(RsaSecurityKey Key, string[] Endorsements)> Published
    {
        get
        {
            lock (gate) return [.. published];
        }
    }

    public RsaSecurityKey Current
    {
        get
        {
            lock (gate) return published[^1].Key;
        }
    }

    /// <summary>Signs with a new key from now on; the old ones stay published.</summary>
    /// <param name="endorsements">The channels the key may speak for; Teams alone unless others are given.</param>
    public RsaSecurityKey Rotate(params string[] endorsements)
    {
        var rsa = RSA.Create(2048);
        var kid = Base64Url.EncodeToString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 20));
        var key = new RsaSecurityKey(rsa) { KeyId = kid };
        lock (gate) published.Add((key, endorsements.Length == 0 ? ["msteams"] : endorsements));
        return key;
    }

    /// <summary>A token like those the connector puts on the activities it sends to the bot.</summary>
    public string ForBot(string serviceUrl, TimeSpan? lifetime = null) => Sign(new SecurityTokenDescriptor
    {
        Issuer = ConnectorIssuer,
        Audience = SandboxCredentials.AppId,
        Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
    }, lifetime ?? TimeSpan.FromHours(1));

    /// <summary>A token like those the login service gives the bot for the connector.</summary>
    public string ForConnector(string tenant, string id, TimeSpan lifetime) => Sign(new SecurityTokenDescriptor
    {
        Issuer = $"https://sts.windows.net/{tenant}/",
        Audience = "https://api.botframework.com",
        Claims = new Dictionary<string, object> { ["appid"] = SandboxCredentials.AppId, ["tid"] = tenant, ["ver"] = "1.0", ["uti"] = id },
    }, lifetime);

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var (key, _) in published) key.Rsa.Dispose();
        }
    }

    private string Sign(SecurityTokenDescriptor token, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        token.IssuedAt = now;
        token.NotBefore = now;
        token.Expires = now + lifetime;
        token.SigningCredentials = new SigningCredentials(Current, SecurityAlgorithms.RsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
