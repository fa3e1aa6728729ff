namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>A stretch of time that is taken: start included, end not. In UTC.</summary>
public readonly record struct BusyInterval(DateTimeOffset Start, DateTimeOffset End);

/// <summary>When a calendar is taken. It exists only when the calendar was really read.</summary>
/// <param name="AsOf">When the calendar was asked; it may have changed since.</param>
/// <param name="Busy">In order, without overlaps or touching neighbours.</param>
public sealed record FreeBusy(DateTimeOffset AsOf, IReadOnlyList<BusyInterval> Busy);
