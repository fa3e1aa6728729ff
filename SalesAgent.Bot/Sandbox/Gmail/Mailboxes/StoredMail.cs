namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>A message in a mailbox. A change of labels makes a new one with the same id; an edit makes a new id.</summary>
internal sealed record StoredMail(
    string Id,
    string ThreadId,
    IReadOnlyList<string> Labels,
    DateTimeOffset InternalDate,
    long HistoryId,
    MailContent Content
)
{
    public bool IsDraft => Labels.Contains("DRAFT");
}
