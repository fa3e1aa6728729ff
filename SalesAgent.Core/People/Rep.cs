namespace SalesAgent.Core.People;

/// <summary>Somebody in whose name drafts are written.</summary>
public sealed record Rep
{
    /// <summary>Opaque, stable, not personal in itself: the Entra object id.</summary>
    public string Id => AadObjectId;

    public required string Name { get; init; }

    /// <summary>Mailbox and primary calendar.</summary>
    public required string Email { get; init; }

    /// <summary>Entra object id: who they are in Teams. Compared ordinally, ignoring case.</summary>
    public required string AadObjectId { get; init; }

    /// <summary>HubSpot owner <c>id</c> (not <c>userId</c>).</summary>
    public string? HubSpotOwnerId { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>As configured for them. Null: what their calendar says, else everybody's.</summary>
    public WorkingHours? Hours { get; init; }

    public RepRole Role { get; init; }

    /// <summary>Which template folder they use, or null for the default one.</summary>
    public string? Team { get; init; }
}
