namespace SalesAgent.Bot.Webhooks;

/// <summary>What of the <c>HubSpot</c> section is about receiving. Read for each request, so a rotated secret is seen at once.</summary>
internal sealed class HubSpotWebhookOptions
{
    public const string Section = "HubSpot";

    /// <summary>Signs the sandbox's own webhooks. Known to everybody, hence refused outside Development.</summary>
    public const string DevelopmentClientSecret = "development-only-hubspot-client-secret";

    /// <summary>The app's client secret: HubSpot signs with it. Required; there is no unsigned mode.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The secret before the last rotation, accepted beside <see cref="ClientSecret"/> until it is removed.</summary>
    public string? PreviousClientSecret { get; set; }

    /// <summary>
    /// What HubSpot sees in front of the request's own path: scheme, host, and the prefix a proxy strips, if any.
    /// Absolute, https (or http on loopback), without query. Unset: scheme and host of the request, which is
    /// right only where nothing stands between HubSpot and this process.
    /// </summary>
    public Uri? PublicBaseUri { get; set; }

    /// <summary>The one portal whose leads are taken; unset or 0 takes those of every portal that signs with our secret.</summary>
    public long? PortalId { get; set; }

    /// <summary>Forms taken on the form-submission route; unset or empty takes every form.</summary>
    public IReadOnlyList<string>? FormIds { get; set; }

    /// <summary>
    /// Takes the v2 signature on the workflow route when no v3 signature came with the request. Off by default:
    /// v2 has no timestamp, so a recorded request can be replayed for ever.
    /// </summary>
    public bool AcceptV2Signatures { get; set; }

    /// <summary>Takes contacts created by any means, not only by a form. An import of 10,000 contacts is then 10,000 leads.</summary>
    public bool AnyCreation { get; set; }

    /// <summary>
    /// Contact properties whose change is a lead: <c>name</c> for any value, <c>name=value</c> for that value only.
    /// Unset: <see cref="Payloads.LeadTriggers.DefaultProperties"/>.
    /// </summary>
    public IReadOnlyList<string>? TriggerProperties { get; set; }

    /// <summary>
    /// The <c>changeSource</c> values under which a property change counts. Unset:
    /// <see cref="Payloads.LeadTriggers.DefaultSources"/>.
    /// </summary>
    public IReadOnlyList<string>? TriggerSources { get; set; }

    /// <summary>Whether a portal is one whose leads are taken.</summary>
    public bool TakesPortal(long portalId) => PortalId is null or 0 || PortalId == portalId;
}
