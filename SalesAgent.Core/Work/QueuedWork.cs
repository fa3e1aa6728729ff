namespace SalesAgent.Core.Work;

/// <summary>An item as an operator sees it.</summary>
/// <param name="VisibleAt">When it can be received next: its delay or its lease ends then.</param>
/// <param name="BuriedBecause">Why it was given up, or null while it is alive. Holds no personal data.</param>
public sealed record QueuedWork(
    string Id,
    WorkItem Item,
    int Attempts,
    DateTimeOffset EnqueuedAt,
    DateTimeOffset VisibleAt,
    string? BuriedBecause
)
{
    /// <summary>Somebody works on it, or died with it, until <see cref="VisibleAt"/>.</summary>
    public bool IsLeased { get; init; }

    /// <summary>When it was given up, or null while it is alive.</summary>
    public DateTimeOffset? BuriedAt { get; init; }
}
