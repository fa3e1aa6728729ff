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
/// The connector's published keys, cached for half a day. A key id that is not among them has them fetched again, at
/// most once in five minutes, so that made-up ids cannot hammer the key server. (Those intervals run on the
/// library's own clock, which cannot be replaced.)
/// </summary>
internal sealed class SigningKeys(IHttpClientFactory clients, IOptions<BotOptions> options)
{
    public const string ClientName = "bot-signing-keys";

    // Reading a certificate takes as long as checking a signature.
    private static readonly ConditionalWeakTable<JsonWebKey, Validity> Validities = [];

    public ConfigurationManager<OpenIdConnectConfiguration> Published { get; } =
        new(
            options.Value.OpenIdMetadataUri.AbsoluteUri,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(clients.CreateClient(ClientName))
            {
                RequireHttps = options.Value.OpenIdMetadataUri.Scheme == Uri.UriSchemeHttps,
            },
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
