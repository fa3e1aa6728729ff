using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using SalesAgent.Core.Storage.Queue;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Storage.AzureStorage;

/// <summary>
/// Work as messages of two storage queues, one of them for what goes first. A lease is the time a message is invisible together with its
/// receipt; we count it from before the request, so that it never ends later here than at Azure. What is buried leaves the queue and
/// becomes a record.
/// </summary>
/// <param name="held">What this process holds; null: known to this queue alone.</param>
internal sealed class AzureWorkQueue(AzureStorageAccount account, IRecordStore records, TimeProvider time, HeldWork? held = null)
    : IWorkQueue
{
    private const string Graveyard = "work:buried";

    /// <summary>The message is no longer in the queue.</summary>
    private const string NotThere = "MessageNotFound";

    /// <summary>The message has been handed out or changed since.</summary>
    private const string NotOurs = "PopReceiptMismatch";

    /// <summary>Azure's most messages in one answer.</summary>
    private const int LargestPage = 32;

    /// <summary>Requests on their way at the same time.</summary>
    private const int SideBySide = 8;

    /// <summary>
    /// A storage queue is only roughly first in, first out: so much younger than the oldest that waits, an item may still have been
    /// overtaken.
    /// </summary>
    private static readonly TimeSpan RoughOrder = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);
    private static readonly TimeSpan LongestInvisible = TimeSpan.FromDays(7);

    /// <summary>Longer than a commit takes with all its attempts.</summary>
    private static readonly TimeSpan UntilCertain = TimeSpan.FromMinutes(2);

    private readonly UrgentShare share = new();
    private readonly HeldWork ours = held ?? new HeldWork(time);

    public async Task<IReadOnlyList<LeasedWork>> EnqueueAsync(
        IReadOnlyList<WorkItem> items,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        WorkRules.CheckEnqueue(items, lease);
        cancellationToken.ThrowIfCancellationRequested();
        var held = lease > TimeSpan.Zero ? 1 : 0;
        var sent = new List<LeasedWork>(items.Count);
        try
        {
            foreach (var item in items)
            {
                sent.Add(
                    await SendAsync(
                        new WorkMessage(
                            Guid.NewGuid().ToString("N"),
                            item.Kind,
                            item.Subject,
                            item.Argument,
                            held,
                            Now(),
                            Urgent: WorkMessage.UrgencyOf(item),
                            Retry: item.Retry
                        ),
                        lease
                    )
                );
            }

            return sent;
        }
        catch (StorageUnavailableException)
        {
            foreach (var work in sent)
                await TakeBackAsync(work);
            throw;
        }
    }

    public async Task<IReadOnlyList<LeasedWork>> ReceiveAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckReceive(max, lease);
        var forOthers = share.ForOthers(max);
        var received = new List<LeasedWork>(max);
        if (max > forOthers)
            received.AddRange(await ReceiveAsync(account.UrgentQueue, max - forOthers, lease, cancellationToken));
        if (max > received.Count)
            received.AddRange(await ReceiveRestAsync(account.Queue, max - received.Count, received.Count > 0, lease, cancellationToken));
        if (forOthers == max && received.Count == 0)
            received.AddRange(await ReceiveAsync(account.UrgentQueue, max, lease, cancellationToken));
        return received;
    }

    /// <param name="alreadyHas">Then these are ours and their leases run: what fails now must not lose them.</param>
    private async Task<IReadOnlyList<LeasedWork>> ReceiveRestAsync(
        QueueClient queue,
        int max,
        bool alreadyHas,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ReceiveAsync(queue, max, lease, alreadyHas ? CancellationToken.None : cancellationToken);
        }
        catch (StorageUnavailableException) when (alreadyHas)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<LeasedWork>> ReceiveAsync(
        QueueClient queue,
        int max,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        var (now, began) = (Now(), time.GetTimestamp());
        var messages = await account.AskAsync(
            async () => (await queue.ReceiveMessagesAsync(Math.Min(max, LargestPage), Whole(lease), cancellationToken)).Value,
            cancellationToken
        );
        return
        [
            .. messages.Select(message =>
            {
                var work = WorkMessage.Read(message.MessageText, message.MessageId, now) with
                {
                    Urgent = queue == account.UrgentQueue ? true : null,
                };
                var receipt = Receipt(message.MessageId, message.PopReceipt, (int)message.DequeueCount);
                return Held(
                    new LeasedWork(work.Id, receipt, work.Item, work.Attempts + (int)message.DequeueCount, work.EnqueuedAt, now + lease)
                    {
                        Began = began,
                        Length = lease,
                    }
                );
            }),
        ];
    }

    public async Task<LeasedWork?> RenewAsync(LeasedWork work, TimeSpan lease, CancellationToken cancellationToken)
    {
        WorkRules.CheckLease(lease);
        var (until, began) = (Now() + lease, time.GetTimestamp());
        return IsOurs(work) && await HideAsync(work, lease, cancellationToken) is { } receipt
            ? Held(work with { Receipt = receipt, LeasedUntil = until, Began = began, Length = lease })
            : null;
    }

    public async Task<bool> CompleteAsync(LeasedWork work, CancellationToken cancellationToken)
    {
        var isOurs = IsOurs(work) && await RemoveAsync(work, cancellationToken) is Removal.Done;
        ours.Drop(work);
        return isOurs;
    }

    public async Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay, CancellationToken cancellationToken)
    {
        WorkRules.CheckDelay(delay);
        var isOurs = IsOurs(work) && await HideAsync(work, WorkRules.Capped(delay), cancellationToken, keepsAttempts: true) is not null;
        ours.Drop(work);
        return isOurs;
    }

    public Task GiveBackAsync(IReadOnlyList<LeasedWork> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (one, token) =>
            {
                if (IsOurs(one))
                    await HideAsync(one with { Attempts = Math.Max(0, one.Attempts - 1) }, TimeSpan.Zero, token, keepsAttempts: true);
                ours.Drop(one);
            }
        );

    public async Task<int> ReclaimAsync(IReadOnlyList<LeasedWork> left, CancellationToken cancellationToken)
    {
        var reclaimed = await Task.WhenAll(left.Select(work => HideAsync(work, TimeSpan.Zero, cancellationToken)));
        return reclaimed.Count(receipt => receipt is not null);
    }

    /// <summary>
    /// A storage queue cannot be searched, but its head can be looked at: as long as something waits there that was put on it before an
    /// item was, that item may be waiting behind it. Afterwards it has been handed out, and whoever got it has noted when to look for it
    /// again.
    /// </summary>
    public async Task<IReadOnlyList<WorkItem>> MissingAsync(
        IReadOnlyList<(WorkItem Item, DateTimeOffset At)> asked,
        CancellationToken cancellationToken
    )
    {
        if (asked.Count == 0)
            return [];

        var heads = await Task.WhenAll(
            OldestWaitingAsync(account.UrgentQueue, cancellationToken),
            OldestWaitingAsync(account.Queue, cancellationToken)
        );
        return heads.Min() is { } oldest
            ? [.. asked.Where(one => one.At + RoughOrder < oldest).Select(one => one.Item)]
            : [.. asked.Select(one => one.Item)];
    }

    /// <summary>
    /// Since when the first of those waits that were never handed out; null when there is none. What comes back after a pause is as old as
    /// it is, and tells nothing.
    /// </summary>
    private async Task<DateTimeOffset?> OldestWaitingAsync(QueueClient queue, CancellationToken cancellationToken)
    {
        var now = Now();
        var messages = await account.AskAsync(
            async () => (await queue.PeekMessagesAsync(LargestPage, cancellationToken)).Value,
            cancellationToken
        );
        return messages
            .Where(message => message.DequeueCount == 0)
            .Select(message => WorkMessage.Read(message.MessageText, message.MessageId, now))
            .Where(message => message.Attempts == 0)
            .Min(message => (DateTimeOffset?)message.EnqueuedAt);
    }

    public async Task<bool> BuryAsync(LeasedWork work, string reason, CancellationToken cancellationToken)
    {
        WorkRules.CheckReason(reason);
        if (!IsOurs(work))
            return false;

        ours.Drop(work);

        // The record first: between the two the item is there twice rather than nowhere. It is written anew where there is one,
        // so that whoever is about to remove that one does not.
        var known = await records.FindAsync(Graveyard, work.Id, cancellationToken);
        var grave = WorkMessage.Of(work, work.Attempts) with { BuriedAt = Now(), BuriedBecause = reason, Retry = null };
        var dug = await records.CommitAsync(Graveyard, [new RecordOperation.Put(work.Id, grave.Write())], cancellationToken);
        var removal = await RemoveAsync(work, cancellationToken);

        // Gone without a record of it: by our own removal whose answer was lost. One too many would do no harm, one too few would.
        if (removal is Removal.Done || (removal is Removal.Gone && known is null))
        {
            await ReplaceOlderAsync(grave);
            return true;
        }

        // Somebody else's. If they bury it in this moment, the record is theirs and stays.
        if (dug is CommitResult.Committed { Versions: [{ } version] })
        {
            RecordOperation undo = known is null
                ? new RecordOperation.Delete(work.Id, version)
                : new RecordOperation.Replace(work.Id, known.Body, version);
            await records.CommitAsync(Graveyard, [undo], cancellationToken);
        }

        return false;
    }

    public async Task<IReadOnlyList<QueuedWork>> ListAsync(int max, CancellationToken cancellationToken)
    {
        WorkRules.CheckMost(max);
        if (max == 0)
            return [];

        var now = Now();
        var pages = await Task.WhenAll(
            ((QueueClient[])[account.UrgentQueue, account.Queue]).Select(queue =>
                account.AskAsync(
                    async () => (await queue.PeekMessagesAsync(Math.Min(max, LargestPage), cancellationToken)).Value,
                    cancellationToken
                )
            )
        );
        return
        [
            .. pages
                .SelectMany(messages => messages)
                .Select(message => WorkMessage.Read(message.MessageText, message.MessageId, now).AsQueued((int)message.DequeueCount, now))
                .OrderBy(queued => queued.EnqueuedAt)
                .Take(Math.Min(max, LargestPage)),
        ];
    }

    /// <summary>Azure counts what is invisible as well, and says that it counts roughly.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        await account.AskAsync(
            async () =>
                (await account.UrgentQueue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong
                + (await account.Queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong,
            cancellationToken
        );

    public async Task<IReadOnlyList<QueuedWork>> ListBuriedAsync(int max, CancellationToken cancellationToken)
    {
        WorkRules.CheckMost(max);
        var now = Now();
        return
        [
            .. (await records.ListAsync(Graveyard, "", cancellationToken))
                .Select(record => WorkMessage.Read(record.Body, record.Key, now))
                .OrderByDescending(message => message.BuriedAt)
                .Take(max)
                .Select(message => message.AsQueued(0, message.BuriedAt ?? now)),
        ];
    }

    public async Task<bool> RetryBuriedAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out _) || await records.FindAsync(Graveyard, id, cancellationToken) is not { } record)
            return false;

        // The queue first: between the two the item is there twice rather than nowhere. Nobody sees it until it is certain that it is ours.
        var again = WorkMessage.Read(record.Body, id, Now()) with
        {
            Attempts = 0,
            BuriedAt = null,
            BuriedBecause = null,
            Retry = Guid.NewGuid().ToString("N"),
        };
        var sent = await SendAsync(again, UntilCertain);
        if (
            await records.CommitAsync(Graveyard, [new RecordOperation.Delete(id, record.Version)], CancellationToken.None)
            is not CommitResult.Committed
        )
        {
            await TakeBackAsync(sent);
            return false;
        }

        try
        {
            await HideAsync(sent, TimeSpan.Zero, CancellationToken.None);
            ours.Drop(sent);
        }
        catch (StorageUnavailableException)
        {
            // It becomes visible by itself a little later.
        }

        return true;
    }

    /// <summary>Only older ones, so that of two that are buried at once one stays. It is buried by now, whatever comes of this.</summary>
    private async Task ReplaceOlderAsync(WorkMessage grave)
    {
        try
        {
            foreach (var record in await records.ListAsync(Graveyard, "", CancellationToken.None))
            {
                var other = WorkMessage.Read(record.Body, record.Key, Now());
                var isOlder =
                    (other.BuriedAt ?? default).CompareTo(grave.BuriedAt ?? default) is var order
                    && (order < 0 || (order == 0 && string.CompareOrdinal(other.Id, grave.Id) < 0));
                if (other.Item == grave.Item && isOlder)
                    await records.CommitAsync(Graveyard, [new RecordOperation.Delete(record.Key, record.Version)], CancellationToken.None);
            }
        }
        catch (StorageUnavailableException) { }
    }

    private async Task<LeasedWork> SendAsync(WorkMessage message, TimeSpan lease)
    {
        using var onItsWay = lease > TimeSpan.Zero ? ours.Sending(message.Item) : null;
        var (until, began) = (Now() + lease, time.GetTimestamp());
        var sent = await account.AskAsync(
            async () =>
                (await QueueOf(message.Item).SendMessageAsync(message.Write(), Whole(lease), Forever, CancellationToken.None)).Value,
            CancellationToken.None
        );
        return Held(
            new LeasedWork(
                message.Id,
                Receipt(sent.MessageId, sent.PopReceipt, dequeued: 0),
                message.Item,
                message.Attempts,
                message.EnqueuedAt,
                until
            )
            {
                Began = began,
                Length = lease,
            }
        );
    }

    /// <summary>What cannot be taken back is worked on, which does no harm.</summary>
    private async Task TakeBackAsync(LeasedWork sent)
    {
        try
        {
            await RemoveAsync(sent, CancellationToken.None);
            ours.Drop(sent);
        }
        catch (StorageUnavailableException) { }
    }

    /// <summary>Makes it invisible from now on for a time; the new receipt, or null when it is not ours.</summary>
    /// <param name="keepsAttempts">Those that <paramref name="work"/> says; Azure's own count goes on whatever we do.</param>
    private async Task<string?> HideAsync(
        LeasedWork work,
        TimeSpan duration,
        CancellationToken cancellationToken,
        bool keepsAttempts = false
    )
    {
        var (messageId, popReceipt, dequeued) = Parts(work.Receipt);
        var text = keepsAttempts ? WorkMessage.Of(work, work.Attempts - dequeued).Write() : null;
        return await account.AskAsync(
            async () =>
            {
                try
                {
                    UpdateReceipt updated = await QueueOf(work.Item)
                        .UpdateMessageAsync(messageId, popReceipt, text, Whole(duration), cancellationToken);
                    return Receipt(messageId, updated.PopReceipt, dequeued);
                }
                catch (RequestFailedException refused) when (refused.ErrorCode is NotThere or NotOurs)
                {
                    return null;
                }
            },
            cancellationToken
        );
    }

    private Task<Removal> RemoveAsync(LeasedWork work, CancellationToken cancellationToken)
    {
        var (messageId, popReceipt, _) = Parts(work.Receipt);
        return account.AskAsync(
            async () =>
            {
                try
                {
                    await QueueOf(work.Item).DeleteMessageAsync(messageId, popReceipt, cancellationToken);
                    return Removal.Done;
                }
                catch (RequestFailedException refused) when (refused.ErrorCode is NotThere or NotOurs)
                {
                    return refused.ErrorCode is NotThere ? Removal.Gone : Removal.Taken;
                }
            },
            cancellationToken
        );
    }

    private QueueClient QueueOf(WorkItem item) => item.IsUrgent ? account.UrgentQueue : account.Queue;

    /// <summary>
    /// Azure takes a receipt until somebody else has received the item; we let it go when the lease ends, like everybody else.
    /// </summary>
    private bool IsOurs(LeasedWork work) => work.Left(time) > TimeSpan.Zero;

    private LeasedWork Held(LeasedWork work)
    {
        ours.Hold(work);
        return work;
    }

    private DateTimeOffset Now() => time.GetUtcNow();

    /// <summary>Azure counts whole seconds, and a week of them at most.</summary>
    private static TimeSpan Whole(TimeSpan duration) =>
        duration < LongestInvisible ? TimeSpan.FromSeconds(Math.Ceiling(duration.TotalSeconds)) : LongestInvisible;

    private static string Receipt(string messageId, string popReceipt, int dequeued) =>
        string.Create(CultureInfo.InvariantCulture, $"{messageId} {dequeued} {popReceipt}");

    private static (string MessageId, string PopReceipt, int Dequeued) Parts(string receipt)
    {
        var parts = receipt.Split(' ', 3);
        return (parts[0], parts[2], int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private enum Removal
    {
        Done,
        Gone,
        Taken,
    }
}
