namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>What happened in a mailbox, in order. Gmail forgets it after a while, and so does this.</summary>
/// <param name="started">The newest id there was before anything could happen.</param>
internal sealed class MailboxHistory(long started)
{
    private const int MostKept = 5000;

    private readonly Queue<MailboxEvent> events = new();
    private long forgotten = started;

    public void Add(long historyId, StoredMail mail, bool isGone)
    {
        events.Enqueue(new MailboxEvent(historyId, mail, isGone));
        if (events.Count > MostKept)
            forgotten = events.Dequeue().HistoryId;
    }

    /// <summary>Null for a moment before what is remembered.</summary>
    public IReadOnlyList<MailboxEvent>? Since(long historyId) =>
        historyId < forgotten ? null : [.. events.Where(one => one.HistoryId > historyId)];
}
