namespace SalesAgent.Core.Work;

/// <summary>A work item that is ours until its lease lapses; then anybody may receive it.</summary>
/// <param name="Id">The queue's id of the item, stable over its life.</param>
/// <param name="Receipt">Proves the lease; changes with every receive and renewal.</param>
/// <param name="Attempts">How often it has been handed out, this time included. 1 the first time.</param>
public sealed record LeasedWork(string Id, string Receipt, WorkItem Item, int Attempts, DateTimeOffset EnqueuedAt, DateTimeOffset LeasedUntil)
{
    /// <summary>
    /// False: an item about the same was alive when this one was put on the queue. That item is not ours; it is worked on once more after
    /// <see cref="LeasedUntil"/>, or as soon as this is released.
    /// </summary>
    public bool IsHeld { get; init; } = true;
}
