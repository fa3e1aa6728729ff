using System.ComponentModel.DataAnnotations;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>Section <c>HubSpot</c>: the account we read and write, and the secrets its webhooks are signed with.</summary>
public sealed class HubSpotOptions
{
    public const string Section = "HubSpot";

    [Required, HttpsOrLoopback]
    public Uri BaseUri { get; set; } = new("https://api.hubapi.com");

    /// <summary>A private app's or a service key's token (<c>pat-…</c>). Without one every call is <see cref="FailureKind.Unauthorised"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>The app's client secret, which signs webhooks.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The secret before the last rotation; still accepted.</summary>
    public string? PreviousClientSecret { get; set; }

    /// <summary>The address HubSpot calls us by: it is part of what is signed.</summary>
    [HttpsOrLoopback]
    public Uri? PublicBaseUri { get; set; }

    /// <summary>The only account whose events are taken; null takes any that is signed.</summary>
    [Range(1, long.MaxValue)]
    public long? PortalId { get; set; }

    /// <summary>The only forms whose submissions are leads; empty takes all.</summary>
    public string[] FormIds { get; set; } = [];
}
