namespace SalesAgent.Bot.Protocol;

/// <summary>A conversation that was created.</summary>
/// <param name="Id">The conversation; for a channel post <c>19:…;messageid=…</c>, where replies go to.</param>
/// <param name="ActivityId">The first message, needed to update it; null when none was sent or the channel does not say.</param>
/// <param name="ServiceUrl">Where this conversation is to be spoken to; null when that is where it was created.</param>
internal sealed record ConversationResourceResponse(string Id, string? ActivityId = null, string? ServiceUrl = null);
