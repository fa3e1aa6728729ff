namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>What a calendar says about its owner's days. Null is "not known", never "none".</summary>
/// <param name="TimeZone">The person's setting, else the calendar's own.</param>
/// <param name="WorkingHours">Told by Workspace accounts that have set them; in order, without overlaps or touching neighbours.</param>
public sealed record CalendarSettings(TimeZoneInfo? TimeZone, IReadOnlyList<WorkingPeriod>? WorkingHours);

/// <summary>A stretch of a working day by the wall clock of <see cref="CalendarSettings.TimeZone"/>.</summary>
/// <param name="From">From midnight on; included.</param>
/// <param name="To">At most 24:00; not included.</param>
public readonly record struct WorkingPeriod(DayOfWeek Day, TimeSpan From, TimeSpan To);
