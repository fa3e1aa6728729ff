namespace SalesAgent.Core.Work;

/// <summary>
/// A durable queue, at least once. An item leaves it only by <see cref="CompleteAsync"/>; one that is given up is buried, never deleted.
/// </summary>
public interface IWorkQueue
{
    /// <summary>
    /// Puts items on the queue, durable on return. They are invisible for <paramref name="lease"/>, and the caller holds them as if
    /// received: it may go on at once in process and complete them, and if it dies they become visible by themselves.
    /// </summary>
    /// <remarks>
    /// All or none, as far as the back end can: where items go one by one, those that went are taken back when a later one fails, and one
    /// that could not be taken back comes to its handler without the state it was to be about, which every handler must let pass anyway.
    /// <para>
    /// Where the back end can find items, one is never put beside a living one about the same: the living one is worked on once more after
    /// whoever has it now, and the result says that it is not held. A request is never lost, whoever works on the item meanwhile.
    /// </para>
    /// </remarks>
    /// <param name="lease">Zero: visible at once, receipt useless.</param>
    Task<IReadOnlyList<LeasedWork>> EnqueueAsync(IReadOnlyList<WorkItem> items, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up to <paramref name="max"/> visible items for <paramref name="lease"/>. Urgent ones come first, but a share is always left
    /// for the others. Among each, as nearly in the order in which they became visible as the back end can; fewer does not mean that there
    /// are no more.
    /// </summary>
    Task<IReadOnlyList<LeasedWork>> ReceiveAsync(int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Extends the lease from now; null when it is no longer ours.</summary>
    Task<LeasedWork?> RenewAsync(LeasedWork work, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Removes it. False when the lease was no longer ours.</summary>
    Task<bool> CompleteAsync(LeasedWork work, CancellationToken cancellationToken);

    /// <summary>
    /// Gives it back with as many attempts as <paramref name="work"/> says, to become visible after <paramref name="delay"/> (an hour at
    /// most), or some time later where the back end counts whole seconds. False when the lease was no longer ours.
    /// </summary>
    Task<bool> PostponeAsync(LeasedWork work, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Makes items visible to everybody at once that were not begun: in their place by age, and without counting as an attempt. What is no
    /// longer ours is left alone; what is not held is hastened.
    /// </summary>
    Task GiveBackAsync(IReadOnlyList<LeasedWork> work, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the items that have left the queue, so that they can be put there again. One that is still alive is never among them as
    /// long as it waits for its turn, however long that takes.
    /// </summary>
    /// <param name="asked">Each with the moment at which it was put on the queue, or last worked on.</param>
    Task<IReadOnlyList<WorkItem>> MissingAsync(
        IReadOnlyList<(WorkItem Item, DateTimeOffset At)> asked,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Makes visible at once what a process held that is proven to be dead. What was received, renewed or settled since is left alone: its
    /// receipt is another one.
    /// </summary>
    /// <returns>How many were still held.</returns>
    Task<int> ReclaimAsync(IReadOnlyList<LeasedWork> left, CancellationToken cancellationToken);

    /// <summary>
    /// Sets it aside with a reason, for a person to look at, in place of an older buried one about the same. False when the lease was no
    /// longer ours.
    /// </summary>
    Task<bool> BuryAsync(LeasedWork work, string reason, CancellationToken cancellationToken);

    /// <summary>Items that are alive, oldest first; of a storage queue only the first 32 of those that can be received now.</summary>
    Task<IReadOnlyList<QueuedWork>> ListAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// How many items are alive, those included that <see cref="ListAsync"/> cannot show; of a storage queue only about so many.
    /// </summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Buried items, newest first.</summary>
    Task<IReadOnlyList<QueuedWork>> ListBuriedAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a buried item visible again with its attempts at zero and a <see cref="WorkItem.Retry"/> of its own; of several who do that at
    /// once, one does. False when there is no such buried item.
    /// </summary>
    Task<bool> RetryBuriedAsync(string id, CancellationToken cancellationToken);
}
