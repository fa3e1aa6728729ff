namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>What a calendar knows of a hold.</summary>
public abstract record CalendarHold
{
    private CalendarHold(string eventId) => EventId = eventId;

    public string EventId { get; }

    /// <summary>
    /// It is there, at the times it has now: the rep may have moved it. Both are null when it became an all-day entry.
    /// </summary>
    /// <param name="IsStillAHold">It is tentative and nobody was invited: the rep has made nothing else of it.</param>
    public sealed record Held(string EventId, DateTimeOffset? Start, DateTimeOffset? End, bool IsStillAHold = true) : CalendarHold(EventId);

    /// <summary>
    /// It was deleted. Google keeps its id for good, so that it cannot be made again; and somebody wanted it gone.
    /// </summary>
    public sealed record Removed(string EventId) : CalendarHold(EventId);
}
