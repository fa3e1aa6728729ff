namespace SalesAgent.Core.Records.Reviews;

/// <summary>Where a card stands.</summary>
/// <param name="ConversationId">Of the place, without any message suffix.</param>
/// <param name="ActivityId">Of the card's message; null when the channel did not tell.</param>
/// <param name="Route">How the desk finds the way back there; opaque to everybody else.</param>
public sealed record CardReference(string ConversationId, string? ActivityId, string Route);
