using SalesAgent.Core.Drafting;
using SalesAgent.Core.Storage;
using static SalesAgent.Bot.Operations.Settings.SettingKind;

namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// The one list of settings: what the start checks, <c>secrets check</c> reports and docs/configuration.md is made from.
/// A test holds it to the option types.
/// </summary>
internal static class SettingsList
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        Needed(
            "SecretKey",
            Secret,
            "root secret of the installation, at least 32 characters; opens the keys that seal and hash what is stored, and lets nobody in"
        ),
        new("PreviousSecretKey", Secret, "during a rotation: the `SecretKey` that the storage was written under"),
        new(
            "SecretKeyLost",
            YesNo,
            "starts with new keys on a storage whose `SecretKey` is lost; forgotten people are not recognised any more"
        )
        {
            Default = "false",
        },
        new(
            "OperatorKeys:n:Name",
            Text,
            "who calls the operator routes with the key; without an entry they are closed outside Development"
        ),
        new("OperatorKeys:n:Hash", Text, "SHA-256 of the key, as 64 hexadecimal digits; `secrets operator-key NAME` makes both"),
        Needed("MicrosoftAppId", Text, "application (client) id of the bot's registration") with
        {
            Matters = c => !IsAnonymous(c),
        },
        Needed("MicrosoftAppTenantId", Text, "tenant of the registration") with
        {
            Matters = c => !IsAnonymous(c) && !IsType(c, "MultiTenant"),
        },
        new("MicrosoftAppType", Text, "`SingleTenant`, `UserAssignedMSI`, or `MultiTenant` (existing bots only)")
        {
            Default = "SingleTenant",
        },
        Needed("MicrosoftAppPassword", Secret, "client secret of the registration; or a certificate, or a managed identity") with
        {
            Matters = NeedsPassword,
        },
        new("MicrosoftAppCertificateFile", Text, "PFX or PEM file, instead of the password"),
        new("MicrosoftAppCertificatePassword", Secret, "of the certificate file"),
        new(
            "MicrosoftAppFederatedClientId",
            Text,
            "client id of a user-assigned managed identity that the registration trusts, instead of the password"
        ),
        new("Bot:AllowedTenants:n", Text, "tenants that may talk to the bot; without one, `MicrosoftAppTenantId`"),
        new("Bot:ServiceUrlHosts:n", Text, "hosts beside Microsoft's own that the bot's token may go to"),
        new("Bot:RequiredEndorsements:n", Text, "endorsements a signing key needs beside the channel's"),
        new("Bot:OpenIdMetadataUri", Address, "the connector's signing keys; change it for another cloud")
        {
            Default = "https://login.botframework.com/v1/.well-known/openidconfiguration",
        },
        new("Bot:TokenIssuer", Text, "who signs inbound tokens") { Default = "https://api.botframework.com" },
        new("Bot:LoginAuthority", Address, "where the bot gets its own tokens") { Default = "https://login.microsoftonline.com/" },
        new("Bot:ConnectorScope", Text, "what the bot's own tokens are for") { Default = "https://api.botframework.com/.default" },
        new("Bot:ConnectorTimeoutSeconds", WholeNumber, "patience with Teams, 1 to 100") { Default = "15" },
        new("Bot:AllowAnonymous", YesNo, "Development only, for Agents Playground") { Default = "false" },
        Needed("Reps:n:Name", Text, "of a rep, as it stands under the mail; the first rep takes leads that nobody owns"),
        Needed("Reps:n:Email", Text, "the rep's mailbox: drafts lie there"),
        Needed("Reps:n:AadObjectId", Text, "the rep's Entra object id: who may decide"),
        Needed("Reps:n:TimeZone", Text, "IANA id, such as `Europe/Berlin`"),
        new("Reps:n:HubSpotOwnerId", Text, "HubSpot owner `id` (not `userId`)"),
        new(
            "Reps:n:WorkingHours",
            Text,
            "such as `Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-13:00`, on the clock of `Reps:n:TimeZone`; else those of the Google Workspace calendar, else `Scheduling:WorkingHours`"
        ),
        new("Reps:n:Role", Text, "`rep`, or `manager` who may decide on everybody's leads") { Default = "rep" },
        new("Reps:n:Team", Text, "template folder of this rep"),
        Needed("HubSpot:ClientSecret", Secret, "signs HubSpot's webhooks; there is no unsigned mode"),
        new("HubSpot:PreviousClientSecret", Secret, "accepted beside the current one during a rotation"),
        new(
            "HubSpot:AccessToken",
            Secret,
            "an app's static token; or an OAuth app's `HubSpot:ClientId` and `HubSpot:RefreshToken`, not both"
        )
        {
            Severity = Severity.Required,
            InDevelopment = Severity.Required,
            Matters = c => !IsOAuth(c),
        },
        new("HubSpot:ClientId", Text, "of an OAuth app, whose password is `HubSpot:ClientSecret`")
        {
            Severity = Severity.Required,
            InDevelopment = Severity.Required,
            Matters = IsOAuth,
        },
        new(
            "HubSpot:RefreshToken",
            Secret,
            "what the OAuth app got when it was installed; a newer one that HubSpot gives is kept in the store, sealed"
        )
        {
            Severity = Severity.Required,
            InDevelopment = Severity.Required,
            Matters = IsOAuth,
        },
        new("HubSpot:PortalId", WholeNumber, "the portal whose leads are taken, and whose records cards link to")
        {
            Severity = Severity.Required,
        },
        new("HubSpot:BaseUri", Address, "HubSpot's API") { Default = "https://api.hubapi.com/" },
        new("HubSpot:PublicBaseUri", Address, "what HubSpot calls us, when something stands in between; else the request's own"),
        new("HubSpot:FormIds:n", Text, "forms taken on the form-submission route; without one, every form"),
        new(
            "HubSpot:OwnerProperties:n",
            Text,
            "the contact's properties that name an owner, the most important first; without one, `hubspot_owner_id`"
        ),
        new(
            "HubSpot:OptOutProperties:n",
            Text,
            "the contact's properties that say they opted out of a kind of mail, such as `hs_email_optout_4711`; of all mail is always asked for"
        ),
        new(
            "HubSpot:SearchesPerSecond",
            WholeNumber,
            "searches of one process, 1 to 50; HubSpot counts five for the whole account, all its apps together"
        )
        {
            Default = "5",
        },
        new("HubSpot:AcceptV2Signatures", YesNo, "on the workflow route only; v2 has no timestamp and can be replayed")
        {
            Default = "false",
        },
        new("HubSpot:AnyCreation", YesNo, "contacts created by anything, not only a form") { Default = "false" },
        new("HubSpot:TriggerProperties:n", Text, "property changes that are leads, `name` or `name=value`; see docs/hubspot-webhook.md"),
        new("HubSpot:TriggerSources:n", Text, "`changeSource` values under which a property change counts"),
        new("Google:DevelopmentAccessToken", Secret, "Development only: one token for all mailboxes"),
        new(
            "Google:ClientSecretFile",
            Text,
            "OAuth client the reps sign in through, as downloaded from the Google console; relative to the content root"
        )
        {
            Severity = Severity.Required,
            Matters = c => !HasOtherWay(c),
        },
        new(
            "Google:ServiceAccountFile",
            Text,
            "instead: key file of a service account with domain-wide delegation; relative to the content root"
        ),
        new(
            "Google:RedirectUri",
            Address,
            "where Google sends reps back to after `connect google`: this app's `/auth/google/callback` as registered with the OAuth client"
        ),
        new("Google:AuthUri", Address, "where people sign in") { Default = "https://accounts.google.com/o/oauth2/v2/auth" },
        new("Google:TokenUri", Address, "Google's token endpoint") { Default = "https://oauth2.googleapis.com/token" },
        new("Google:RevokeUri", Address, "Google's revocation endpoint") { Default = "https://oauth2.googleapis.com/revoke" },
        new("Google:Gmail:BaseUri", Address, "Gmail's API") { Default = "https://gmail.googleapis.com/" },
        new("Google:Calendar:BaseUri", Address, "Calendar's API") { Default = "https://www.googleapis.com/calendar/v3/" },
        new(
            "Google:Calendar:Holds",
            YesNo,
            "whether offered times are kept free in the rep's calendar until the draft is turned down, which needs one more scope"
        )
        {
            Default = "false",
        },
        new("Mode:DraftOnly", YesNo, "mail is drafted and never sent; `false` is refused") { Default = "true" },
        new("Mode:AllowAutoSend", YesNo, "mail may leave without a person; `true` is refused") { Default = "false" },
        new("Mode:RequireApproval", YesNo, "a person decides on every draft; `false` is refused") { Default = "true" },
        new("Mode:Stopped", YesNo, "starts stopped: no new drafts, no writes to the outside, no decisions, until it is false again")
        {
            Default = "false",
        },
        new("Connectors:AttemptTimeout", Duration, "one try of a read at Gmail, Calendar or HubSpot") { Default = "00:00:05" },
        new("Connectors:ReadTimeout", Duration, "a read with all its tries") { Default = "00:00:12" },
        new("Connectors:WriteTimeout", Duration, "a write, which is tried once") { Default = "00:00:10" },
        new("Connectors:MaxAttempts", WholeNumber, "tries of a read, 1 to 5; writes are never repeated") { Default = "3" },
        new("Connectors:RetryDelay", Duration, "before the second try; doubles") { Default = "00:00:00.2000000" },
        new("Connectors:LongestPause", Duration, "longest pause a vendor may ask for that is waited out within the call")
        {
            Default = "00:00:05",
        },
        new("Connectors:CallsPerMailbox", WholeNumber, "calls at once for one Google mailbox, 1 to 10") { Default = "3" },
        new(
            "Connectors:HubSpotCalls",
            WholeNumber,
            "calls to HubSpot within a window, searches aside; HubSpot grants an app 100, 110 (OAuth) or 190 (Professional); 0 for no limit"
        )
        {
            Default = "100",
        },
        new("Connectors:HubSpotWindow", Duration, "the window of `Connectors:HubSpotCalls`") { Default = "00:00:10" },
        new("Connectors:GmailUnitsPerMinute", WholeNumber, "Gmail's quota units for one mailbox, about 150 a lead; 0 for no limit")
        {
            Default = "6000",
        },
        new("Connectors:CalendarCallsPerMinute", WholeNumber, "calls to Calendar for one mailbox; 0 for no limit") { Default = "600" },
        new("Drafting:Provider", Choice, "`None`, `OpenAI`, `AzureOpenAI` or `Ollama`; without a model, templates write")
        {
            Default = "None",
            Choices = Enum.GetNames<DraftingProvider>(),
        },
        Needed("Drafting:Model", Text, "name of the model, or of the deployment at Azure") with
        {
            Matters = HasModel,
        },
        Needed("Drafting:ApiKey", Secret, "of the model's provider") with
        {
            Matters = c => HasModel(c) && !IsProvider(c, "Ollama"),
        },
        Needed("Drafting:Endpoint", Address, "where the model is; needed for Azure") with
        {
            Matters = c => IsProvider(c, "AzureOpenAI"),
        },
        new("Drafting:TimeoutSeconds", WholeNumber, "how long a lead waits for the model, all its calls together, 1 to 120")
        {
            Default = "20",
        },
        new("Drafting:MaxOutputTokens", WholeNumber, "longest answer that is paid for, 100 to 16000") { Default = "700" },
        new(
            "Drafting:DailyTokenLimit",
            WholeNumber,
            "tokens the model may take in a UTC day, all instances together; then templates write; 0: no limit"
        )
        {
            Default = "500000",
        },
        new("Drafting:Critic", YesNo, "whether the model also judges each text that passed the rules") { Default = "false" },
        new("Drafting:TemplateFolder", Text, "`{folder}/{team}/*.hbs`, then `{folder}/default/*.hbs`, then the built-in ones"),
        new("Drafting:LinkHosts:n", Text, "hosts that links in drafts may lead to; without one, no links"),
        new("Scheduling:SlotMinutes", WholeNumber, "length of a meeting, 15 to 240") { Default = "30" },
        new("Scheduling:Slots", WholeNumber, "times a draft offers, 1 to 5") { Default = "3" },
        new("Scheduling:HorizonBusinessDays", WholeNumber, "how far ahead, in days on which the rep works, 1 to 15") { Default = "5" },
        new("Scheduling:MinimumNoticeHours", WholeNumber, "nothing is offered sooner, 0 to 168") { Default = "4" },
        new("Scheduling:BufferMinutes", WholeNumber, "kept free around every busy time, 0 to 120") { Default = "10" },
        new(
            "Scheduling:RecheckAfterSeconds",
            WholeNumber,
            "times read longer ago are read again before a draft with them is written, 0 to 600"
        )
        {
            Default = "15",
        },
        new("Scheduling:WorkingHours", Text, "of reps without their own") { Default = "Mon-Fri 09:00-17:00" },
        new(
            "Review:RemindAfterHours",
            WholeNumber,
            "a card that waits so long is brought to mind once, in working hours; sooner when its times pass sooner; 0: never"
        )
        {
            Default = "48",
        },
        new("Review:ExpireAfterHours", WholeNumber, "a card that waits so long, or whose times have all passed, is closed; 0: never")
        {
            Default = "72",
        },
        new(
            "Review:CooldownDays",
            WholeNumber,
            "nobody is drafted to again within so many days of a decision, unless a rep types `prospect`; 0: at once"
        )
        {
            Default = "30",
        },
        new("Storage:Backend", Choice, "where records and work are kept") { Default = "Sqlite", Choices = Enum.GetNames<StorageBackend>() },
        new("Storage:Path", Text, "the database file of Sqlite, relative to the content root; beside it the folder `instances`")
        {
            Default = "data/salesagent.db",
        },
        new(
            "Storage:MinimumFreeMegabytes",
            WholeNumber,
            "with less room on the disk of the database file, the instance is not ready; 0: never looked at"
        )
        {
            Default = "32",
        },
        Needed("Storage:ConnectionString", Secret, "of the storage account with AzureStorage; or `Storage:AccountName`") with
        {
            Matters = NeedsConnectionString,
        },
        new("Storage:AccountName", Text, "the storage account, reached with the managed identity or whoever else this process is at Azure"),
        new("Audit:Enabled", YesNo, "whether the audit is written; false in Development only") { Default = "true" },
        new(
            "Audit:RetentionDays",
            WholeNumber,
            "how long a finished lead is kept after its last change, with its audit; then all of it is removed but its anchors; 0: for ever"
        )
        {
            Default = "365",
        },
        new("Work:MaximumInFlight", WholeNumber, "items worked on at the same time") { Default = "32" },
        new(
            "Work:LeaseSeconds",
            WholeNumber,
            "how long an item is held before it is renewed, and lies when its process dies on another machine; 3 to 3600"
        )
        {
            Default = "30",
        },
        new(
            "Work:ClaimSeconds",
            WholeNumber,
            "how long whoever writes to the outside has a lead to itself, 3 to 3600; more than a read and a write may take"
        )
        {
            Default = "30",
        },
        new("Work:MaximumAttempts", WholeNumber, "tries before an item is buried") { Default = "20" },
        new("Work:Delays:n", Duration, "after the first, second … failed try, an hour at most; without one, 1 s to 1 h"),
        new("Work:DrainSeconds", WholeNumber, "how long running work may go on at a stop, 0 to 25") { Default = "20" },
        new("RateLimit:Enabled", YesNo, "whether requests are counted; behind something that counts them, this can be off")
        {
            Default = "true",
        },
        new(
            "RateLimit:Requests",
            WholeNumber,
            "requests of one source in a window, for each route; health is not counted; a source is an IPv4 address or an IPv6 /64; 1 to 1000000"
        )
        {
            Default = "300",
        },
        new("RateLimit:WindowSeconds", WholeNumber, "length of the window, 1 to 3600") { Default = "60" },
        new(
            "RateLimit:KnownProxies:n",
            Text,
            "address or network (`10.0.0.0/8`) of a proxy in front of the bot whose `X-Forwarded-For` names the sender; without one, all that come through a proxy are one source"
        ),
        new("Sandbox:Enabled", YesNo, "Development only: stands in for Gmail, Calendar, HubSpot and Teams") { Default = "false" },
        new("Sandbox:LatencyMilliseconds", WholeNumber, "added to every answer of the sandbox") { Default = "0" },
        new("Sandbox:HubSpotIndexDelay", Duration, "how long the sandbox's search does not see what was just written")
        {
            Default = "00:00:00",
        },
        new("Sandbox:Seed", YesNo, "whether the sandbox starts with the sample data") { Default = "true" },
    ];

    // The sandbox brings these along, so in Development they are missing without it as well.
    private static Setting Needed(string key, SettingKind kind, string purpose) =>
        new(key, kind, purpose) { Severity = Severity.Critical, InDevelopment = Severity.Critical };

    private static bool IsOAuth(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["HubSpot:ClientId"]) || !string.IsNullOrEmpty(configuration["HubSpot:RefreshToken"]);

    private static bool NeedsPassword(IConfiguration configuration) =>
        !IsAnonymous(configuration)
        && !IsType(configuration, "UserAssignedMSI")
        && string.IsNullOrEmpty(configuration["MicrosoftAppCertificateFile"])
        && string.IsNullOrEmpty(configuration["MicrosoftAppFederatedClientId"]);

    private static bool NeedsConnectionString(IConfiguration configuration) =>
        Is(configuration["Storage:Backend"], nameof(StorageBackend.AzureStorage))
        && string.IsNullOrEmpty(configuration["Storage:AccountName"]);

    private static bool IsAnonymous(IConfiguration configuration) => Is(configuration["Bot:AllowAnonymous"], "true");

    private static bool HasOtherWay(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["Google:ServiceAccountFile"])
        || !string.IsNullOrEmpty(configuration["Google:DevelopmentAccessToken"]);

    private static bool HasModel(IConfiguration configuration) =>
        configuration["Drafting:Provider"] is { Length: > 0 } && !IsProvider(configuration, "None");

    private static bool IsType(IConfiguration configuration, string type) => Is(configuration["MicrosoftAppType"], type);

    private static bool IsProvider(IConfiguration configuration, string provider) => Is(configuration["Drafting:Provider"], provider);

    private static bool Is(string? value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);
}
