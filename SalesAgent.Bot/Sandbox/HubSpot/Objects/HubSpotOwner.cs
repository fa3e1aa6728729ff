namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <param name="Id">What goes into <c>hubspot_owner_id</c>.</param>
/// <param name="UserId">Another number, which must not.</param>
internal sealed record HubSpotOwner(string Id, string Email, string FirstName, string LastName, long UserId, bool Archived);
