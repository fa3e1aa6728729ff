using System.Globalization;

namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>The id that stands in <c>hubspot_owner_id</c>; not the user id.</summary>
public readonly record struct OwnerId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Who looks after a contact in HubSpot.</summary>
/// <param name="Archived">The person has left: nothing may be routed to them.</param>
/// <param name="IsQueue">No person, but a list from which people take their work.</param>
public sealed record Owner(OwnerId Id, string? Email, string? Name, bool Archived, bool IsQueue = false);
