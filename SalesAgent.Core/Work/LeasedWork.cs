namespace SalesAgent.Core.Work;

/// <summary>A work item that is ours until its lease lapses; then anybody may receive it.</summary>
/// <param name="Id">The queue's id of the item, stable over its life.</param>
/// <param name="Receipt">Proves the lease; changes with every receive and renewal.</param>
/// <param name="Attempts">How often it has been handed out, this time included. 1 the first time.</param>
/// <param name="LeasedUntil">By the clock of the wall, for people and for other processes. Whoever holds it asks
/// <see cref="Left"/>.</param>
public sealed record LeasedWork(
    string Id,
    string Receipt,
    WorkItem Item,
    int Attempts,
    DateTimeOffset EnqueuedAt,
    DateTimeOffset LeasedUntil
)
{
    /// <summary>
    /// False: an item about the same was alive when this one was put on the queue. That item is not ours; it is worked on once more after
    /// <see cref="LeasedUntil"/>, or as soon as this is given back.
    /// </summary>
    public bool IsHeld { get; init; } = true;

    /// <summary>When the lease began, as <see cref="TimeProvider.GetTimestamp"/>; null when another process told of it.</summary>
    internal long? Began { get; init; }

    internal TimeSpan Length { get; init; }

    /// <summary>How long it is still ours, whatever happened to the clock of the wall meanwhile.</summary>
    public TimeSpan Left(TimeProvider time) => Began is { } began ? Length - time.GetElapsedTime(began) : LeasedUntil - time.GetUtcNow();

    /// <summary>The receipt is the lease; when it began is no part of what it is.</summary>
    public bool Equals(LeasedWork? other) =>
        other is not null
        && (Id, Receipt, Item, Attempts, EnqueuedAt, LeasedUntil)
            == (other.Id, other.Receipt, other.Item, other.Attempts, other.EnqueuedAt, other.LeasedUntil);

    public override int GetHashCode() => HashCode.Combine(Id, Receipt);
}
