namespace SalesAgent.Bot.Sandbox.Teams;

/// <param name="Name">Null for General, whose id is the team's own.</param>
internal sealed record TeamsChannel(string Id, string? Name);
