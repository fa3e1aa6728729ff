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

    public ConfigurationManager<OpenIdConnectConfiguration> Published { get; } = new(
        options.Value.OpenIdMetadataUri.AbsoluteUri,
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(clients.CreateClient(ClientName))
        {
            RequireHttps = options.Value.OpenIdMetadataUri.Scheme == Uri.UriSchemeHttps,
        },
        new OpenIdConnectConfigurationValidator())
    {
        // Else a key would stay good for an hour after it was withdrawn.
        UseLastKnownGoodConfiguration = false,
    };

    public static JsonWebKey? Find(BaseConfiguration configuration, string? keyId) =>
        keyId is null
            ? null
            : (configuration as OpenIdConnectConfiguration)?.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == keyId);

    /// <summary>Bot Framework's addition to the key set: the channels a key may speak for.</summary>
    public static IReadOnlyList<string> EndorsementsOf(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value)
        && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(e => e.ValueKind is JsonValueKind.String).Select(e => e.GetString()!)]
            : [];

    /// <summary>False when the key is published in a certificate that is not valid at <paramref name="now"/>.</summary>
    public static bool IsCurrent(JsonWebKey key, DateTimeOffset now)
    {
        if (key.X5c is not { Count: > 0 })
            return true;

        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key.X5c[0]));
        return certificate.NotBefore <= now.LocalDateTime && now.LocalDateTime <= certificate.NotAfter;
    }
}
