namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>A mail that came into a mailbox or went out of it. An edit of a draft is one of each.</summary>
internal sealed record MailboxEvent(long HistoryId, StoredMail Mail, bool IsGone);
