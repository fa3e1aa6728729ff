namespace SalesAgent.Bot.Protocol;

/// <summary>One page of a conversation's members, as it comes.</summary>
/// <param name="ContinuationToken">Null or empty on the last page.</param>
internal sealed record PagedMembers(IReadOnlyList<TeamsChannelAccount> Members, string? ContinuationToken = null);
