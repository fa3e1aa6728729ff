using MimeKit;

namespace SalesAgent.Bot.Sandbox.Gmail.Mailboxes;

/// <summary>
/// One person's mail. Searched through an index of addresses, because a mailbox under load holds tens of thousands
/// of drafts and each lead asks for a single person.
/// </summary>
internal sealed class Mailbox(string address, string displayName, IReadOnlyList<string> aliases, GmailIds ids, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly MailboxAddress account = new(displayName, address);
    private readonly Dictionary<string, StoredMail> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> threads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> draftMessages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> draftOfMessage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byMessageId = new(StringComparer.OrdinalIgnoreCase);
    private readonly MailboxHistory history = new(ids.CurrentHistory);
    private int sends;

    public string Address => address;

    /// <summary>Further addresses this mailbox writes under.</summary>
    public IReadOnlyList<string> Aliases => aliases;

    public string DisplayName => displayName;

    /// <summary>How many mails left this mailbox through the API. Nobody should ever make this more than 0.</summary>
    public int Sends => Volatile.Read(ref sends);

    public IReadOnlyList<MailboxDraft> Drafts
    {
        get
        {
            lock (gate)
                return [.. draftMessages.Select(pair => new MailboxDraft(pair.Key, messages[pair.Value]))];
        }
    }

    public (int Messages, int Threads, int Drafts) Totals
    {
        get
        {
            lock (gate)
                return (messages.Count, threads.Count, draftMessages.Count);
        }
    }

    public MailboxDraft? Draft(string id)
    {
        lock (gate)
            return draftMessages.TryGetValue(id, out var message) ? new MailboxDraft(id, messages[message]) : null;
    }

    public StoredMail? Message(string id)
    {
        lock (gate)
            return messages.GetValueOrDefault(id);
    }

    /// <summary>A thread's messages, oldest first; null when there is no such thread.</summary>
    public IReadOnlyList<StoredMail>? Thread(string id)
    {
        lock (gate)
        {
            return threads.TryGetValue(id, out var members)
                ? [.. members.Select(member => messages[member]).OrderBy(mail => mail.InternalDate)]
                : null;
        }
    }

    /// <summary>The messages a search finds, newest first.</summary>
    public IReadOnlyList<StoredMail> Search(GmailQuery query, bool includeTrash = false)
    {
        var now = time.GetUtcNow();
        var trash = includeTrash || query.ReachesTrash;
        lock (gate)
        {
            return
            [
                .. Candidates(query)
                    .Where(mail => (trash || !(mail.Labels.Contains("TRASH") || mail.Labels.Contains("SPAM"))) && query.Matches(mail, now))
                    .OrderByDescending(mail => mail.InternalDate)
                    .ThenByDescending(mail => mail.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>What happened after a moment that Gmail told, oldest first; null when it does not remember that far back.</summary>
    public IReadOnlyList<MailboxEvent>? Since(long historyId)
    {
        lock (gate)
            return history.Since(historyId);
    }

    /// <summary>The draft that holds a message, or null.</summary>
    public string? DraftOf(string messageId)
    {
        lock (gate)
            return draftOfMessage.GetValueOrDefault(messageId);
    }

    public DraftOutcome Create(byte[] raw, string? threadId)
    {
        if (Read(raw) is not { } content)
            return new DraftOutcome.Unreadable("Invalid message: no headers were found.");
        lock (gate)
        {
            if (threadId is not null && !threads.ContainsKey(threadId))
                return new DraftOutcome.NotFound();
            var draft = ids.Draft();
            return new DraftOutcome.Written(Put(draft, content, ThreadFor(threadId, content, null)));
        }
    }

    /// <summary>Replaces a draft's message, by the API or by the rep's own hand: same draft id, new message id.</summary>
    public DraftOutcome Edit(string id, byte[] raw, string? threadId)
    {
        if (Read(raw) is not { } content)
            return new DraftOutcome.Unreadable("Invalid message: no headers were found.");
        lock (gate)
        {
            if (!draftMessages.TryGetValue(id, out var old))
                return new DraftOutcome.NotFound();
            if (threadId is not null && !threads.ContainsKey(threadId))
                return new DraftOutcome.NotFound();
            var thread = ThreadFor(threadId, content, messages[old]);
            Forget(messages[old]);
            return new DraftOutcome.Written(Put(id, content, thread));
        }
    }

    public bool Delete(string id)
    {
        lock (gate)
        {
            if (!draftMessages.Remove(id, out var message))
                return false;
            Forget(messages[message]);
            return true;
        }
    }

    /// <summary>Sends a draft. <paramref name="byHand"/>: the rep pressed Send in Gmail, which is not counted as the API's doing.</summary>
    public DraftOutcome Send(string id, bool byHand)
    {
        lock (gate)
        {
            if (!draftMessages.TryGetValue(id, out var message))
                return new DraftOutcome.NotFound();
            var draft = messages[message];
            if (draft.Content.Addresses["to"].Length + draft.Content.Addresses["cc"].Length + draft.Content.Addresses["bcc"].Length == 0)
                return new DraftOutcome.Unreadable("Recipient address required");
            draftMessages.Remove(id);
            Forget(draft, keepThread: true);
            if (!byHand)
                Interlocked.Increment(ref sends);
            return new DraftOutcome.Sent(Keep(draft.Content, draft.ThreadId, ["SENT"], time.GetUtcNow()));
        }
    }

    public DraftOutcome SendNew(byte[] raw, string? threadId)
    {
        if (Create(raw, threadId) is not DraftOutcome.Written made)
            return new DraftOutcome.NotFound();
        var outcome = Send(made.Draft.Id, byHand: false);
        if (outcome is not DraftOutcome.Sent)
            Delete(made.Draft.Id);
        return outcome;
    }

    /// <summary>Puts a mail into the mailbox as if it had arrived (or been sent) at its time.</summary>
    /// <param name="threadId">Null starts a thread.</param>
    public StoredMail Deliver(byte[] raw, DateTimeOffset at, IReadOnlyList<string> labels, string? threadId = null)
    {
        var content =
            MailContent.Read(raw, null, [], $"{Guid.CreateVersion7(at):N}@mail.gmail.example", at)
            ?? throw new ArgumentException("This is no mail.", nameof(raw));
        lock (gate)
            return Keep(content, threadId ?? ids.Message(), labels, at);
    }

    private MailContent? Read(byte[] raw) =>
        MailContent.Read(raw, account, aliases, $"CA{ids.Message()}@mail.gmail.example", time.GetUtcNow());

    private IEnumerable<StoredMail> Candidates(GmailQuery query)
    {
        if (query.RequiredMessageId is { } wanted)
            return byMessageId.TryGetValue(wanted, out var id) ? [messages[id]] : [];
        if (query.RequiredAddresses is not { } addresses)
            return messages.Values;
        return addresses
            .SelectMany(one => byAddress.TryGetValue(one, out var found) ? found : [])
            .Distinct(StringComparer.Ordinal)
            .Select(id => messages[id]);
    }

    // Gmail keeps a draft in the thread it is told only while the subject stays the thread's own.
    private string ThreadFor(string? wanted, MailContent content, StoredMail? old)
    {
        if (
            wanted is not null
            && messages[threads[wanted][0]].Content.ThreadSubject.Equals(content.ThreadSubject, StringComparison.OrdinalIgnoreCase)
        )
        {
            return wanted;
        }

        if (wanted is null && old is not null && threads[old.ThreadId].Count == 1 && old.Content.ThreadSubject == content.ThreadSubject)
            return old.ThreadId;
        return ids.Message();
    }

    private MailboxDraft Put(string draft, MailContent content, string thread)
    {
        var mail = Keep(content, thread, ["DRAFT"], time.GetUtcNow());
        draftMessages[draft] = mail.Id;
        draftOfMessage[mail.Id] = draft;
        return new MailboxDraft(draft, mail);
    }

    private StoredMail Keep(MailContent content, string thread, IReadOnlyList<string> labels, DateTimeOffset at)
    {
        var mail = new StoredMail(ids.Message(), thread, labels, at, ids.History(), content);
        messages[mail.Id] = mail;
        history.Add(mail.HistoryId, mail, isGone: false);
        if (!threads.TryGetValue(thread, out var members))
            threads[thread] = members = [];
        members.Add(mail.Id);
        byMessageId[content.MessageId] = mail.Id;
        foreach (var person in Keys(content))
        {
            if (!byAddress.TryGetValue(person, out var found))
                byAddress[person] = found = new HashSet<string>(StringComparer.Ordinal);
            found.Add(mail.Id);
        }

        return mail;
    }

    private void Forget(StoredMail mail, bool keepThread = false)
    {
        messages.Remove(mail.Id);
        history.Add(ids.History(), mail, isGone: true);
        draftOfMessage.Remove(mail.Id);
        if (byMessageId.TryGetValue(mail.Content.MessageId, out var known) && known == mail.Id)
            byMessageId.Remove(mail.Content.MessageId);
        var members = threads[mail.ThreadId];
        members.Remove(mail.Id);
        if (members.Count == 0 && !keepThread)
            threads.Remove(mail.ThreadId);
        foreach (var person in Keys(mail.Content))
        {
            if (!byAddress.TryGetValue(person, out var found))
                continue;
            found.Remove(mail.Id);
            if (found.Count == 0)
                byAddress.Remove(person);
        }
    }

    private static IEnumerable<string> Keys(MailContent content) =>
        content
            .Addresses.Values.SelectMany(list => list)
            .SelectMany(one => new[] { one, GmailQuery.WithoutAlias(one) })
            .Distinct(StringComparer.Ordinal);
}
