using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Connectors.Gmail.Wire;
using SalesAgent.Core.Connectors.GoogleIdentity;

namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>
/// What the product does in a rep's mailbox: look for a conversation, and keep a draft. It cannot send.
/// Every method throws <see cref="ConnectorException"/> when Gmail could not be asked or understood; a cancelled write
/// may have happened, like one whose outcome is unknown.
/// </summary>
internal sealed class GmailClient(GoogleMailboxes mailboxes, TimeProvider time)
{
    // A thread costs 40 of a mailbox's 6,000 units a minute.
    private const int MostThreads = 3;

    private const int MostListed = 10;

    private const int MostDraftPages = 5;

    private static readonly TimeSpan AddressesKeptFor = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Memory = TimeSpan.FromDays(365);

    // A queue may come back to an unanswered write days later.
    private static readonly TimeSpan DraftMemory = TimeSpan.FromDays(30);

    // Costs: https://developers.google.com/workspace/gmail/api/reference/quota, as for projects since May 2026.
    private static readonly OutsideCall Searching = OutsideCall.Read(ConnectorServices.Gmail, "Searching mail").Costing(10);
    private static readonly OutsideCall ReadingThread = OutsideCall
        .Read(ConnectorServices.Gmail, "Reading a conversation", 404)
        .Costing(40);
    private static readonly OutsideCall Creating = OutsideCall.Write(ConnectorServices.Gmail, "Creating a draft").Costing(10);
    private static readonly OutsideCall ListingDrafts = OutsideCall.Read(ConnectorServices.Gmail, "Looking for a draft").Costing(5);
    private static readonly OutsideCall ReadingDraft = OutsideCall.Read(ConnectorServices.Gmail, "Reading a draft", 404).Costing(5);
    private static readonly OutsideCall Updating = OutsideCall.Write(ConnectorServices.Gmail, "Updating a draft", 404).Costing(15);
    private static readonly OutsideCall Deleting = OutsideCall.Write(ConnectorServices.Gmail, "Deleting a draft", 404).Costing(10);
    private static readonly OutsideCall ReadingAddresses = OutsideCall.Read(ConnectorServices.Gmail, "Reading the mailbox's addresses");
    private static readonly OutsideCall Probing = OutsideCall.Read(ConnectorServices.Gmail, "Reading the mailbox profile");

    private readonly RecentAnswers<IReadOnlyCollection<string>> addresses = new(time, AddressesKeptFor);

    /// <summary>
    /// <c>search_threads</c>: conversations of the last year between this mailbox and a person. Threads that hold nothing but drafts are
    /// none, and what went to many is left out.
    /// </summary>
    /// <param name="person">Their bare addresses, at least one; anything else is <see cref="FailureKind.Refused"/>.</param>
    /// <param name="max">1 to 3; more are not fetched.</param>
    public async Task<MailSearch> SearchThreadsAsync(
        string mailbox,
        IReadOnlyList<string> person,
        int max,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfZero(person.Count);
        string[] theirs = [.. person.Select(address => MailAddresses.Read(Searching, address))];
        var account = await mailboxes.OpenAsync(Searching, mailbox, cancellationToken);
        var list = account.Gmail.Users.Threads.List(account.Address);
        list.Q = GmailQuery.With(theirs, time.GetUtcNow() - Memory);
        list.MaxResults = MostListed;
        var found = await account.AskAsync(Searching, list, cancellationToken);
        // Most people who fill in a form are strangers.
        if (found.Threads is not { Count: > 0 } threads)
            return new MailSearch([]);

        var own = OwnAddressesAsync(account, cancellationToken);
        List<MailThread> conversations = [];
        var hasLists = false;
        var looked = 0;
        max = Math.Min(max, MostThreads);

        // Behind newsletters there may be a conversation: what is left out makes room for the next.
        while (looked < threads.Count && conversations.Count < max)
        {
            var some = threads.Skip(looked).Take(max - conversations.Count).ToArray();
            looked += some.Length;
            var fetching = Task.WhenAll(
                some.Select(thread => FetchAsync(account, thread.Id ?? throw Searching.Unreadable(), cancellationToken))
            );
            await Task.WhenAll(fetching, own);
            foreach (var thread in (await fetching).OfType<Wire.Thread>())
            {
                var read = ThreadReader.Read(Searching, thread, await own);
                if (!Involves(read, theirs))
                    continue;
                var conversation = read with { Messages = [.. read.Messages.Where(message => message.Nature is not MailNature.List)] };
                hasLists |= conversation.Messages.Count < read.Messages.Count;
                if (conversation.LastMessageAt is not null && Involves(conversation, theirs))
                    conversations.Add(conversation);
            }
        }

        return new MailSearch([.. conversations.OrderByDescending(conversation => conversation.LastMessageAt)])
        {
            ListMailLeftOut = hasLists,
            IsCutOff = conversations.Count < max && !string.IsNullOrEmpty(found.NextPageToken),
        };
    }

    /// <summary><c>get_thread</c>: one conversation; null when it is gone.</summary>
    public async Task<MailThread?> GetThreadAsync(string mailbox, string threadId, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(ReadingThread, mailbox, cancellationToken);
        var own = OwnAddressesAsync(account, cancellationToken);
        var thread = await FetchAsync(account, Id(threadId), cancellationToken);
        return thread is null ? null : ThreadReader.Read(ReadingThread, thread, await own);
    }

    /// <summary>
    /// <c>create_draft</c>: puts a new draft into the mailbox. On <see cref="FailureKind.OutcomeUnknown"/> ask
    /// <see cref="FindDraftOfRunAsync"/> before trying again.
    /// </summary>
    public async Task<DraftReference> CreateDraftAsync(string mailbox, OutgoingDraft draft, CancellationToken cancellationToken)
    {
        var body = Body(Creating, draft);
        var account = await mailboxes.OpenAsync(Creating, mailbox, cancellationToken);
        return Reference(
            Creating,
            await account.AskAsync(Creating, account.Gmail.Users.Drafts.Create(body, account.Address), cancellationToken)
        );
    }

    /// <summary>The draft that a run wrote to an address within the last 30 days; null when there is none.</summary>
    public async Task<DraftReference?> FindDraftOfRunAsync(string mailbox, string to, string runId, CancellationToken cancellationToken) =>
        await FindDraftsOfRunAsync(mailbox, to, runId, cancellationToken, isOneEnough: true) is [var first, ..] ? first : null;

    /// <summary>The same for all of them: there are several when somebody lost the run while they wrote.</summary>
    public async Task<IReadOnlyList<DraftReference>> FindDraftsOfRunAsync(
        string mailbox,
        string to,
        string runId,
        CancellationToken cancellationToken,
        bool isOneEnough = false
    )
    {
        var address = MailAddresses.Read(ListingDrafts, to);
        var account = await mailboxes.OpenAsync(ListingDrafts, mailbox, cancellationToken);
        var list = account.Gmail.Users.Drafts.List(account.Address);
        list.Q = GmailQuery.DraftsTo(address, time.GetUtcNow() - DraftMemory);
        list.MaxResults = 100;
        var ofRun = new List<DraftReference>();
        for (var page = 0; page < MostDraftPages; page++)
        {
            var listed = await account.AskAsync(ListingDrafts, list, cancellationToken);
            foreach (var candidate in listed.Drafts ?? [])
            {
                var get = account.Gmail.Users.Drafts.Get(account.Address, candidate.Id ?? throw ListingDrafts.Unreadable());
                get.Format = "metadata";
                var draft = await account.SendAsync(ReadingDraft, get, cancellationToken);
                if (ThreadReader.Header(draft?.Message, DraftWriter.RunHeader)?.Trim() == runId)
                    ofRun.Add(Reference(ReadingDraft, draft!));
                if (isOneEnough && ofRun.Count > 0)
                    return ofRun;
            }

            if (string.IsNullOrEmpty(listed.NextPageToken))
                return ofRun;
            list.PageToken = listed.NextPageToken;
        }

        // There is more than we looked at, so "none" would be a guess.
        throw ListingDrafts.Failed(FailureKind.Refused, code: "too_many_drafts");
    }

    /// <summary>The draft as it is now; null when the rep sent or deleted it.</summary>
    public async Task<StoredDraft?> ReadDraftAsync(string mailbox, string draftId, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(ReadingDraft, mailbox, cancellationToken);
        var get = account.Gmail.Users.Drafts.Get(account.Address, Id(draftId));
        get.Format = "raw";
        var draft = await account.SendAsync(ReadingDraft, get, cancellationToken);
        return draft is null ? null : await DraftReader.ReadAsync(ReadingDraft, draft, cancellationToken);
    }

    /// <summary>
    /// Replaces the draft unless somebody worked on it. Gmail writes unconditionally, so the draft is read once more right before:
    /// what is left of the race is the time between two calls.
    /// </summary>
    /// <param name="isUntouched">Whether it is still what may be replaced.</param>
    public async Task<DraftChange> UpdateDraftAsync(
        string mailbox,
        string draftId,
        OutgoingDraft draft,
        Func<StoredDraft, bool> isUntouched,
        CancellationToken cancellationToken
    )
    {
        var body = Body(Updating, draft);
        var now = await ReadDraftAsync(mailbox, draftId, cancellationToken);
        if (now is null)
            return new DraftChange.Gone();
        if (!isUntouched(now))
            return new DraftChange.Edited(now);

        var account = await mailboxes.OpenAsync(Updating, mailbox, cancellationToken);
        var updated = await account.SendAsync(
            Updating,
            account.Gmail.Users.Drafts.Update(body, account.Address, Id(draftId)),
            cancellationToken
        );
        return updated is null ? new DraftChange.Gone() : new DraftChange.Replaced(Reference(Updating, updated));
    }

    /// <summary>Deletes the draft for good; false when it was not there any more.</summary>
    public async Task<bool> DeleteDraftAsync(string mailbox, string draftId, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(Deleting, mailbox, cancellationToken);
        var answer = await account.SendAsync(Deleting, account.Gmail.Users.Drafts.Delete(account.Address, Id(draftId)), cancellationToken);
        return answer is not null;
    }

    /// <summary>The address of the account that really answers: a probe, and a check that it is the expected one.</summary>
    public async Task<string> ProfileAsync(string mailbox, CancellationToken cancellationToken)
    {
        var account = await mailboxes.OpenAsync(Probing, mailbox, cancellationToken);
        var profile = await account.AskAsync(Probing, account.Gmail.Users.GetProfile(account.Address), cancellationToken);
        return profile.EmailAddress ?? throw Probing.Unreadable();
    }

    // Never a failure of its own: without an answer the mailbox has one address, and labels still tell what it sent.
    private async Task<IReadOnlyCollection<string>> OwnAddressesAsync(GoogleMailbox account, CancellationToken cancellationToken)
    {
        if (addresses.Find(account.Address) is { } known)
            return known;
        try
        {
            var list = await account.AskAsync(
                ReadingAddresses,
                account.Gmail.Users.Settings.SendAs.List(account.Address),
                cancellationToken
            );
            // One that is not confirmed yet may be somebody else's.
            var own = (list.SendAs ?? [])
                .Where(one => one?.VerificationStatus is null or "accepted")
                .Select(one => one?.SendAsEmail)
                .OfType<string>();
            HashSet<string> read = new([account.Address, .. own], StringComparer.OrdinalIgnoreCase);
            addresses.Keep(account.Address, read);
            return read;
        }
        catch (ConnectorException)
        {
            return [account.Address];
        }
    }

    private static Task<Wire.Thread?> FetchAsync(GoogleMailbox account, string threadId, CancellationToken cancellationToken)
    {
        var get = account.Gmail.Users.Threads.Get(account.Address, threadId);
        get.Format = "full";
        get.Fields = ThreadReader.Fields;
        return account.SendAsync(ReadingThread, get, cancellationToken);
    }

    private Draft Body(OutsideCall call, OutgoingDraft draft) =>
        new()
        {
            Message = new Message { Raw = DraftWriter.Raw(call, draft, time.GetUtcNow()), ThreadId = draft.Reply?.ThreadId },
        };

    private static DraftReference Reference(OutsideCall call, Draft draft) =>
        draft is { Id: { } id, Message: { ThreadId: { } threadId } message }
            ? new DraftReference(id, threadId, message.Id)
            : throw call.Unreadable();

    // Gmail's search also finds look-alikes and aliases; the headers decide.
    private static bool Involves(MailThread thread, string[] theirs) =>
        thread.Messages.Any(message =>
            !message.IsDraft
            && (
                (message.From is { } from && MailAddresses.IsAmong(from.Address, theirs))
                || message.Recipients.Any(person => MailAddresses.IsAmong(person.Address, theirs))
            )
        );

    private static string Id(string id) =>
        id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : throw new ArgumentException("Not an id of Gmail's.", nameof(id));
}
