namespace SalesAgent.Core.Connectors.HubSpot.Access;

/// <summary>What an account's administrator gave the app, as all processes share it.</summary>
internal sealed record OAuthGrant
{
    /// <summary>The newest one: a renewal may bring another, and the old one is void then.</summary>
    public required string RefreshToken { get; init; }

    public AccessToken? Access { get; init; }

    /// <summary>Until when somebody else is renewing it, or null.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Since when HubSpot says that the grant is gone, or null.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>When HubSpot last said so.</summary>
    public DateTimeOffset? GoneAskedAt { get; init; }

    /// <summary>Of the stored record; null while there is none.</summary>
    public string? Version { get; init; }

    public override string ToString() => nameof(OAuthGrant);
}
