namespace SalesAgent.Core.Connectors.GoogleIdentity;

/// <summary>What Google grants one mailbox, of Gmail or of the calendar.</summary>
/// <param name="Places">Calls that may be under way at once. Never disposed: calls may outlive the mailbox's place in the cache.</param>
internal sealed record MailboxRoom(SemaphoreSlim Places, CallPace Pace);
