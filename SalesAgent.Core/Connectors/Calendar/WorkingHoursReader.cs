using SalesAgent.Core.Connectors.Calendar.Wire;

namespace SalesAgent.Core.Connectors.Calendar;

/// <summary>
/// Reads <c>workingHours</c> of a calendar, which Google has told since November 2026. A week that is understood in part
/// is not known: times would be offered on a day off.
/// </summary>
internal static class WorkingHoursReader
{
    private const int Day = 24 * 60;

    /// <summary>Null when there are none, they are switched off or say nothing, or cannot be understood.</summary>
    public static IReadOnlyList<WorkingPeriod>? Read(CalendarWorkingHours? hours)
    {
        if (hours is not { WorkingHoursEnabled: true, AvailableTimes: { Count: > 0 } times })
            return null;

        var week = new List<WorkingPeriod>(times.Count);
        foreach (var time in times)
        {
            if (Read(time) is not { } period)
                return null;
            week.Add(period);
        }

        return Merged(week);
    }

    private static WorkingPeriod? Read(AvailableTime? time)
    {
        // Zero is what Google leaves out.
        var from = time?.PeriodStart ?? 0;
        return DayOf(time?.DayOfWeek) is { } day && time?.PeriodEnd is { } to && from >= 0 && from < to && to <= Day
            ? new WorkingPeriod(day, TimeSpan.FromMinutes(from), TimeSpan.FromMinutes(to))
            : null;
    }

    // "MONDAY" and "monday" as well as "Mon": the spelling is not written down anywhere.
    private static DayOfWeek? DayOf(string? text)
    {
        if (text is { Length: >= 3 })
        {
            foreach (var day in Enum.GetValues<DayOfWeek>())
            {
                if (day.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase))
                    return day;
            }
        }

        return null;
    }

    private static List<WorkingPeriod> Merged(List<WorkingPeriod> week)
    {
        var merged = new List<WorkingPeriod>(week.Count);
        foreach (var next in week.OrderBy(period => period.Day).ThenBy(period => period.From))
        {
            if (merged.Count > 0 && merged[^1].Day == next.Day && next.From <= merged[^1].To)
                merged[^1] = merged[^1] with { To = next.To > merged[^1].To ? next.To : merged[^1].To };
            else
                merged.Add(next);
        }

        return merged;
    }
}
