namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>A draft: its id stays for life, the message it holds is another one after every edit.</summary>
internal sealed record MailboxDraft(string Id, StoredMail Message);
