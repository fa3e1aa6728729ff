using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Bot.Sandbox.Login;

/// <summary>The connector's signing keys: the published ones, and the one in use.</summary>
internal sealed class SandboxKeys(TimeProvider time) : IDisposable
{
    /// <summary>The issuer of the connector's tokens in the public cloud.</summary>
    public const string ConnectorIssuer = "https://api.botframework.com";

    // Making a key takes longer than everything else at the start, so one serves all sandboxes of the process.
    private static readonly Lazy<RsaSecurityKey> First = new(Make);

    private readonly Lock gate = new();
    private readonly List<(RsaSecurityKey Key, string[] Endorsements)> rotated = [];

    public IReadOnlyList<(RsaSecurityKey Key, string[] Endorsements)> Published
    {
        get
        {
            lock (gate)
                return [(First.Value, ["msteams"]), .. rotated];
        }
    }

    public RsaSecurityKey Current
    {
        get
        {
            lock (gate)
                return rotated.Count > 0 ? rotated[^1].Key : First.Value;
        }
    }

    /// <summary>Signs with a new key from now on; the old ones stay published.</summary>
    /// <param name="endorsements">The channels the key may speak for; Teams alone unless others are given.</param>
    public RsaSecurityKey Rotate(params string[] endorsements)
    {
        var key = Make();
        lock (gate)
            rotated.Add((key, endorsements.Length == 0 ? ["msteams"] : endorsements));
        return key;
    }

    /// <summary>A token like those the connector puts on the activities it sends to the bot.</summary>
    public string ForBot(string serviceUrl, TimeSpan? lifetime = null) =>
        Sign(
            new SecurityTokenDescriptor
            {
                Issuer = ConnectorIssuer,
                Audience = SandboxCredentials.AppId,
                Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
            },
            lifetime ?? TimeSpan.FromHours(1)
        );

    /// <summary>A token like those the login service gives the bot for the connector.</summary>
    public string ForConnector(string tenant, string id, TimeSpan lifetime) =>
        Sign(
            new SecurityTokenDescriptor
            {
                Issuer = $"https://sts.windows.net/{tenant}/",
                Audience = "https://api.botframework.com",
                Claims = new Dictionary<string, object>
                {
                    ["appid"] = SandboxCredentials.AppId,
                    ["tid"] = tenant,
                    ["ver"] = "1.0",
                    ["uti"] = id,
                },
            },
            lifetime
        );

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var (key, _) in rotated)
                key.Rsa.Dispose();
        }
    }

    private static RsaSecurityKey Make()
    {
        var rsa = RSA.Create(2048);
        return new RsaSecurityKey(rsa)
        {
            KeyId = Base64Url.EncodeToString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 20)),
        };
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
