namespace SalesAgent.Bot.Protocol;

/// <summary>A channel of a team.</summary>
/// <param name="Name">Null for the General channel, whose id is the team's.</param>
internal sealed record TeamChannel(string Id, string? Name = null);
