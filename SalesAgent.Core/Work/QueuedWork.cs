namespace SalesAgent.Core.Work;

/// <summary>An item as an operator sees it.</summary>
/// <param name="VisibleAt">When it can be received next: its delay or its lease ends then.</param>
/// <param name="BuriedBecause">Why it was given up, or null while it is alive. Holds no personal data.</param>
public sealed record QueuedWork(string Id, WorkItem Item, int Attempts, DateTimeOffset EnqueuedAt, DateTimeOffset VisibleAt, string? BuriedBecause);
