using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The connector's published keys, cached for half a day. A token that looks like the connector's, with a key id that is not among them,
/// has them fetched again, at most twice in a minute: made-up tokens cannot hammer the key server, nor keep a real rotation out for long.
/// (The half day runs on the library's own clock, which cannot be replaced.)
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    public const string ClientName = "bot-signing-keys";

    /// <summary>In this time two fetches beside the regular ones: one that a stranger spends leaves one for a rotation.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromMinutes(1);

    // Reading a certificate takes as long as checking a signature.
    private static readonly ConditionalWeakTable<JsonWebKey, Validity> Validities = [];

    private readonly IHttpClientFactory clients;
    private readonly Uri metadata;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim gate = new(1);
    private volatile ConfigurationManager<OpenIdConnectConfiguration> published;
    private long? last,
        before;

    public SigningKeys(IHttpClientFactory clients, IOptions<BotOptions> options, TimeProvider time)
    {
        (this.clients, metadata, this.time) = (clients, options.Value.OpenIdMetadataUri, time);
        published = New();
    }

    /// <exception cref="InvalidOperationException">They cannot be fetched, and none are known.</exception>
    public Task<OpenIdConnectConfiguration> PublishedAsync(CancellationToken cancellationToken) =>
        published.GetConfigurationAsync(cancellationToken);

    /// <summary>Fetches them again, unless that was done twice within a minute.</summary>
    /// <param name="known">Those without the key. When somebody has fetched newer ones since, these are the answer.</param>
    /// <returns>Null when there are none newer.</returns>
    public async Task<OpenIdConnectConfiguration?> NewerAsync(OpenIdConnectConfiguration known, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = await published.GetConfigurationAsync(cancellationToken);
            if (!ReferenceEquals(now, known))
                return now;
            if (before is { } second && time.GetElapsedTime(second) < Each)
                return null;

            (before, last) = (last, time.GetTimestamp());
            var fresh = New();
            now = await fresh.GetConfigurationAsync(cancellationToken);
            published = fresh;
            return now;
        }
        catch (InvalidOperationException)
        {
            // Known keys outlive their server.
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private ConfigurationManager<OpenIdConnectConfiguration> New() =>
        new(
            metadata.AbsoluteUri,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(clients.CreateClient(ClientName)) { RequireHttps = metadata.Scheme == Uri.UriSchemeHttps },
            new OpenIdConnectConfigurationValidator()
        )
        {
            // Else a key would stay good for an hour after it was withdrawn.
            UseLastKnownGoodConfiguration = false,
        };

    public static JsonWebKey? Find(BaseConfiguration configuration, string? keyId) =>
        keyId is null ? null : (configuration as OpenIdConnectConfiguration)?.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == keyId);

    /// <summary>Bot Framework's addition to the key set: the channels a key may speak for.</summary>
    public static IReadOnlyList<string> EndorsementsOf(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.String).Select(e => e.GetString()!)]
            : [];

    /// <summary>False when the key is published in a certificate that is not valid at <paramref name="now"/>.</summary>
    public static bool IsCurrent(JsonWebKey key, DateTimeOffset now)
    {
        if (key.X5c is not { Count: > 0 })
            return true;

        var valid = Validities.GetValue(key, static published => Validity.Of(published.X5c[0]));
        return valid.From <= now.LocalDateTime && now.LocalDateTime <= valid.Until;
    }

    private sealed record Validity(DateTime From, DateTime Until)
    {
        public static Validity Of(string x5c)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(x5c));
            return new Validity(certificate.NotBefore, certificate.NotAfter);
        }
    }
}
