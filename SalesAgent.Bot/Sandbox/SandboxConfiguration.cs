using System.Globalization;

namespace SalesAgent.Bot.Sandbox;

/// <summary>
/// Every setting the app needs to take the sandbox for its vendors. <c>HubSpot:PublicBaseUri</c> is the app's own to set.
/// </summary>
internal static class SandboxConfiguration
{
    public static IReadOnlyDictionary<string, string?> For(Uri baseAddress, IReadOnlyList<SandboxRep> reps)
    {
        var root = baseAddress.AbsoluteUri.TrimEnd('/');
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["HubSpot:BaseUri"] = $"{root}/hubspot/",
            ["HubSpot:AccessToken"] = SandboxCredentials.HubSpotAccessToken,
            ["HubSpot:ClientSecret"] = SandboxCredentials.HubSpotClientSecret,
            ["HubSpot:PortalId"] = SandboxCredentials.HubSpotPortalId.ToString(CultureInfo.InvariantCulture),
            ["HubSpot:FormIds:0"] = SandboxCredentials.HubSpotFormId,
            // It grants as many calls as it can serve.
            ["Connectors:HubSpotCalls"] = "0",
            ["Connectors:GmailUnitsPerMinute"] = "0",
            ["Connectors:CalendarCallsPerMinute"] = "0",
            ["Google:Gmail:BaseUri"] = $"{root}/",
            ["Google:Calendar:BaseUri"] = $"{root}/calendar/v3/",
            ["Google:AuthUri"] = $"{root}/google/auth",
            ["Google:TokenUri"] = $"{root}/google/token",
            ["Google:RevokeUri"] = $"{root}/google/revoke",
            ["Google:ClientSecretFile"] = "",
            ["Google:ServiceAccountFile"] = "",
            ["Google:DevelopmentAccessToken"] = SandboxCredentials.GoogleDevelopmentAccessToken,
            ["MicrosoftAppType"] = "SingleTenant",
            ["MicrosoftAppId"] = SandboxCredentials.AppId,
            ["MicrosoftAppPassword"] = SandboxCredentials.AppPassword,
            ["MicrosoftAppTenantId"] = SandboxCredentials.TenantId,
            ["Bot:OpenIdMetadataUri"] = $"{root}/login/v1/.well-known/openidconfiguration",
            ["Bot:LoginAuthority"] = $"{root}/login",
            ["Bot:AllowedTenants:0"] = SandboxCredentials.TenantId,
        };
        for (var index = 0; index < reps.Count; index++)
        {
            var rep = reps[index];
            var section = string.Create(CultureInfo.InvariantCulture, $"Reps:{index}");
            settings[$"{section}:Name"] = rep.Name;
            settings[$"{section}:Email"] = rep.Email;
            settings[$"{section}:AadObjectId"] = rep.AadObjectId;
            settings[$"{section}:HubSpotOwnerId"] = rep.HubSpotOwnerId;
            settings[$"{section}:TimeZone"] = rep.TimeZone;
            settings[$"{section}:WorkingHours"] = rep.WorkingHours;
            settings[$"{section}:Role"] = rep.Role;
        }

        return settings;
    }
}
