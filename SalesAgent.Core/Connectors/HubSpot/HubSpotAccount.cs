namespace SalesAgent.Core.Connectors.HubSpot;

/// <summary>The account a token belongs to.</summary>
/// <param name="TimeZone">As HubSpot spells it.</param>
public sealed record HubSpotAccount(long PortalId, string? TimeZone, string? DataHostingLocation);
