namespace SalesAgent.Bot.Protocol;

/// <summary>A team the bot is installed in.</summary>
/// <param name="AadGroupId">The Microsoft 365 group behind the team; null when the channel does not say.</param>
internal sealed record TeamDetails(string Id, string? Name = null, string? AadGroupId = null);
