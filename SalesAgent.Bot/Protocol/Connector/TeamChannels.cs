namespace SalesAgent.Bot.Protocol;

/// <summary>A team's channels, as they come.</summary>
internal sealed record TeamChannels(IReadOnlyList<TeamChannel> Conversations);
