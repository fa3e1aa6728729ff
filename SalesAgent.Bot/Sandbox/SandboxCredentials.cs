namespace SalesAgent.Bot.Sandbox;

/// <summary>The sandbox's identities and secrets. They are public knowledge: Production refuses them.</summary>
internal static class SandboxCredentials
{
    /// <summary>The tenant Microsoft 365 Agents Playground uses, so that a demonstration works in it. Not a valid GUID.</summary>
    public const string TenantId = "00000000-0000-0000-0000-0000000000001";

    public const string AppId = "5a1e5a9e-0000-4000-8000-00000000b071";
    public const string AppPassword = "development-only-bot-password";
    public const string BotName = "SalesAgent";

    public const string HubSpotAccessToken = "pat-development-only-token";
    public const string HubSpotClientId = "5a1e5a9e-0000-4000-8000-00000000c11d";
    public const string HubSpotRefreshToken = "na1-development-only-refresh-token";
    public const string HubSpotClientSecret = "development-only-hubspot-client-secret";
    public const long HubSpotPortalId = 24680135;
    public const long HubSpotAppId = 1160452;
    public const string HubSpotFormId = "b9a4d6e2-5c3f-4a71-9e08-2d7f61c0a5b3";

    public const string GoogleDevelopmentAccessToken = "development-only-google-token";
    public const string GoogleClientId = "development-only.apps.googleusercontent.example";
    public const string GoogleClientSecret = "development-only-google-client-secret";

    public const string GoogleScopes =
        "https://www.googleapis.com/auth/gmail.compose https://www.googleapis.com/auth/gmail.readonly "
        + "https://www.googleapis.com/auth/calendar.freebusy https://www.googleapis.com/auth/calendar.settings.readonly "
        + "https://www.googleapis.com/auth/calendar.calendars.readonly https://www.googleapis.com/auth/calendar.events.owned";

    public static string BotId => $"28:{AppId}";
}
