using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Protocol;

/// <summary>What the bot refuses to start with. Messages name the key and the remedy, never the value.</summary>
internal sealed class BotOptionsRules(IHostEnvironment environment) : IValidateOptions<BotOptions>
{
    public ValidateOptionsResult Validate(string? name, BotOptions options)
    {
        string[] broken = [.. Registration(options), .. Tenants(options), .. Addresses(options), .. Anonymity(options)];
        return broken.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }

    private static IEnumerable<string> Registration(BotOptions options)
    {
        if (!Enum.GetNames<BotAppType>().Contains(options.MicrosoftAppType, StringComparer.OrdinalIgnoreCase))
        {
            yield return "MicrosoftAppType must be SingleTenant, MultiTenant or UserAssignedMSI.";
            yield break;
        }

        if (!options.HasAppId)
        {
            if (!options.AllowAnonymous)
            {
                yield return "MicrosoftAppId is missing: set it to the bot's application (client) id. "
                    + "Without one the bot starts only in Development with Bot:AllowAnonymous=true.";
            }

            yield break;
        }

        (string Key, string Value)[] proofs =
        [
            (nameof(options.MicrosoftAppPassword), options.MicrosoftAppPassword),
            (nameof(options.MicrosoftAppCertificateFile), options.MicrosoftAppCertificateFile),
            (nameof(options.MicrosoftAppFederatedClientId), options.MicrosoftAppFederatedClientId),
        ];
        string[] given = [.. proofs.Where(proof => proof.Value.Length > 0).Select(proof => proof.Key)];
        if (options.AppType is BotAppType.UserAssignedMSI)
        {
            if (given.Length > 0)
                yield return $"{string.Join(" and ", given)} must be empty with MicrosoftAppType=UserAssignedMSI: the managed identity is proof enough.";
        }
        else if (given.Length != 1)
        {
            yield return given.Length == 0
                ? "MicrosoftAppPassword is missing: set it to the bot's client secret, or set MicrosoftAppCertificateFile or MicrosoftAppFederatedClientId."
                : $"{string.Join(" and ", given)} are {(given.Length == 2 ? "both" : "all")} set: keep one.";
        }

        if (options.AppType is not BotAppType.MultiTenant && options.MicrosoftAppTenantId.Length == 0)
            yield return "MicrosoftAppTenantId is missing: set it to the id of the tenant the bot is registered in.";
    }

    private static IEnumerable<string> Tenants(BotOptions options)
    {
        if (options.AllowedTenants.Any(string.IsNullOrWhiteSpace))
            yield return "Bot:AllowedTenants has an empty entry: remove it.";
        if (options is { AllowedTenants.Length: 0, MicrosoftAppTenantId.Length: 0, AllowAnonymous: false })
            yield return "Bot:AllowedTenants is missing: name the tenants that may talk to the bot, or set MicrosoftAppTenantId.";
    }

    private IEnumerable<string> Addresses(BotOptions options)
    {
        if (!IsAcceptable(options.OpenIdMetadataUri))
            yield return "Bot:OpenIdMetadataUri must be an absolute https address (http only on this machine, in Development).";
        if (!IsAcceptable(options.LoginAuthority))
            yield return "Bot:LoginAuthority must be an absolute https address (http only on this machine, in Development).";
        if (string.IsNullOrWhiteSpace(options.TokenIssuer))
            yield return "Bot:TokenIssuer must not be empty: remove it for the public cloud.";
        if (string.IsNullOrWhiteSpace(options.ConnectorScope))
            yield return "Bot:ConnectorScope must not be empty: remove it for the public cloud.";
        if (!options.ServiceUrlHosts.All(IsHostPattern))
        {
            yield return "Bot:ServiceUrlHosts must hold host names (teams.example.com) or their endings (*.example.com), "
                + "without scheme, port or path.";
        }

        if (options.ConnectorTimeoutSeconds is < 1 or > 100)
            yield return "Bot:ConnectorTimeoutSeconds must be from 1 to 100.";
    }

    private IEnumerable<string> Anonymity(BotOptions options)
    {
        if (options.AllowAnonymous && !environment.IsDevelopment())
            yield return "Bot:AllowAnonymous is for Development only: remove it.";
    }

    private bool IsAcceptable(Uri address) =>
        address.IsAbsoluteUri
        && (
            address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment() && address.IsLoopback)
        );

    /// <summary>A suffix needs two labels: <c>*.com</c> would trust half the world.</summary>
    private static bool IsHostPattern(string pattern)
    {
        var suffix = pattern.StartsWith("*.", StringComparison.Ordinal);
        var host = suffix ? pattern[2..] : pattern;
        return Uri.CheckHostName(host) is UriHostNameType.Dns && (!suffix || host.Trim('.').Contains('.'));
    }
}
