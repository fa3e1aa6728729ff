namespace SalesAgent.Bot.Protocol;

/// <summary>The answer to a message that was sent or updated.</summary>
/// <param name="Id">
/// The activity's id, needed to update it later. Null when the channel answered without a body, as Teams may do:
/// the message was accepted, but nobody knows its id.
/// </param>
internal sealed record ResourceResponse(string? Id);
