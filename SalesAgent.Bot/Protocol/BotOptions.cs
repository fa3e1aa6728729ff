namespace SalesAgent.Bot.Protocol;

/// <summary>
/// The bot's registration (keys in the root, named as in every Bot Framework app) and the section <c>Bot</c>.
/// Checked at start by <see cref="BotOptionsRules"/>.
/// </summary>
public sealed class BotOptions
{
    public const string Section = "Bot";

    /// <summary><c>MicrosoftAppType</c>: a name of <see cref="BotAppType"/>. Default SingleTenant.</summary>
    public string MicrosoftAppType { get; set; } = nameof(BotAppType.SingleTenant);

    /// <summary><c>MicrosoftAppId</c>: whom inbound tokens are for. Empty only with <see cref="AllowAnonymous"/>.</summary>
    public string MicrosoftAppId { get; set; } = "";

    /// <summary><c>MicrosoftAppPassword</c>: the client secret, unless a certificate or managed identity stands in.</summary>
    public string MicrosoftAppPassword { get; set; } = "";

    /// <summary><c>MicrosoftAppTenantId</c>: the tenant of the registration.</summary>
    public string MicrosoftAppTenantId { get; set; } = "";

    /// <summary><c>MicrosoftAppCertificateFile</c>: a PFX or PEM file, instead of a password.</summary>
    public string MicrosoftAppCertificateFile { get; set; } = "";

    public string MicrosoftAppCertificatePassword { get; set; } = "";

    /// <summary><c>MicrosoftAppFederatedClientId</c>: a user-assigned managed identity that stands in for the password.</summary>
    public string MicrosoftAppFederatedClientId { get; set; } = "";

    /// <summary>Tenants that may talk to the bot. Empty: <see cref="MicrosoftAppTenantId"/> alone.</summary>
    public string[] AllowedTenants { get; set; } = [];

    /// <summary>Hosts the bot may answer to beside Teams' own: <c>host.example.com</c> or <c>*.example.com</c>.</summary>
    public string[] ServiceUrlHosts { get; set; } = [];

    /// <summary>Endorsements a signing key must have beside the channel's.</summary>
    public string[] RequiredEndorsements { get; set; } = [];

    /// <summary>Where the connector's signing keys are published. Default: the public cloud.</summary>
    public Uri OpenIdMetadataUri { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Who signs inbound tokens. Default: the public cloud; set together with the metadata for another cloud.</summary>
    public string TokenIssuer { get; set; } = "https://api.botframework.com";

    /// <summary>Where the bot gets its own tokens, without the tenant. Default: the public cloud.</summary>
    public Uri LoginAuthority { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>What the bot's own tokens are for. Default: the public cloud.</summary>
    public string ConnectorScope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>Development only: activities without a token are let in, unauthenticated (the Playground).</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>How long one call to the connector may take, in seconds: 1 to 100, default 15.</summary>
    public int ConnectorTimeoutSeconds { get; set; } = 15;

    /// <summary><see cref="MicrosoftAppType"/>, once it has been checked.</summary>
    public BotAppType AppType => Enum.Parse<BotAppType>(MicrosoftAppType, ignoreCase: true);

    public bool HasAppId => MicrosoftAppId.Length > 0;

    public bool AllowsTenant(string tenantId) =>
        (AllowedTenants.Length > 0 ? AllowedTenants : [MicrosoftAppTenantId]).Contains(tenantId, StringComparer.OrdinalIgnoreCase)
        && tenantId.Length > 0;
}
