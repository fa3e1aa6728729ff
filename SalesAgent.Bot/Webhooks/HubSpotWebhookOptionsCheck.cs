using Microsoft.Extensions.Options;

namespace SalesAgent.Bot.Webhooks;

/// <summary>Runs at start and after every reload. Its sentences name keys, never values.</summary>
internal sealed class HubSpotWebhookOptionsCheck(IHostEnvironment environment) : IValidateOptions<HubSpotWebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, HubSpotWebhookOptions options)
    {
        List<string> failures = [];

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
            failures.Add("HubSpot:ClientSecret is required: webhooks are verified with it, and there is no unsigned mode.");
        if (!environment.IsDevelopment() && (IsWellKnown(options.ClientSecret) || IsWellKnown(options.PreviousClientSecret)))
        {
            failures.Add(
                "HubSpot:ClientSecret or HubSpot:PreviousClientSecret is the well-known development secret, which only Development takes."
            );
        }

        if (options.PublicBaseUri is { } address && !IsUsable(address))
        {
            failures.Add(
                "HubSpot:PublicBaseUri must be an absolute https address (http on loopback only) without user, query or fragment."
            );
        }

        if (options.PortalId < 0)
            failures.Add("HubSpot:PortalId must be the number of a portal.");

        RequireWords(options.FormIds, "HubSpot:FormIds");
        RequireWords(options.TriggerProperties, "HubSpot:TriggerProperties");
        RequireWords(options.TriggerSources, "HubSpot:TriggerSources");

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RequireWords(IReadOnlyList<string>? words, string key)
        {
            if (words?.Any(string.IsNullOrWhiteSpace) == true)
                failures.Add($"{key} has an empty entry.");
        }
    }

    private static bool IsWellKnown(string? secret) => secret == HubSpotWebhookOptions.DevelopmentClientSecret;

    private static bool IsUsable(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { UserInfo: "", Query: "", Fragment: "" };
}
