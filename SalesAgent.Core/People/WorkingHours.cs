using System.Collections.Immutable;
using System.Globalization;

namespace SalesAgent.Core.People;

/// <summary>
/// When somebody works, by weekday in their own zone. Written like <c>Mon-Fri 09:00-17:00</c> or <c>Mon-Thu 08:00-12:00, 13:00-17:00; Fri
/// 08:00-13:00</c>.
/// </summary>
public sealed class WorkingHours
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly ImmutableArray<Period>[] _periodsByDay;

    private WorkingHours(ImmutableArray<Period>[] periodsByDay) => _periodsByDay = periodsByDay;

    /// <summary>Monday to Friday, 9 to 17.</summary>
    public static WorkingHours Default { get; } = Parse("Mon-Fri 09:00-17:00");

    /// <summary>The periods of that day, in order and not touching; empty on a day off.</summary>
    public ImmutableArray<Period> On(DayOfWeek day) => _periodsByDay[(int)day];

    /// <summary>
    /// The moment itself if it lies in working time, else when working time begins next; null for somebody who never works.
    /// </summary>
    /// <param name="zone">On whose clock the hours are.</param>
    public DateTimeOffset? NextFrom(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        for (var date = today; date <= today.AddDays(7); date = date.AddDays(1))
        {
            foreach (var period in On(date.DayOfWeek))
            {
                if (InstantOf(date, period.To, zone) <= moment)
                    continue;

                var begins = InstantOf(date, period.From, zone);
                return begins > moment ? begins : moment;
            }
        }

        return null;
    }

    /// <exception cref="FormatException">Two periods of a day overlap.</exception>
    public static WorkingHours Of(IEnumerable<(DayOfWeek Day, Period Period)> week)
    {
        var byDay = week.ToLookup(one => one.Day, one => one.Period);
        return new WorkingHours([.. Enum.GetValues<DayOfWeek>().Select(day => Ordered([.. byDay[day]]))]);
    }

    /// <exception cref="FormatException">The text is not of the form; the message says which part.</exception>
    public static WorkingHours Parse(string text)
    {
        var byDay = new List<Period>[7];
        for (var day = 0; day < 7; day++)
            byDay[day] = [];

        foreach (var group in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = group.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                throw new FormatException($"'{group}' has no hours: write it like 'Mon-Fri 09:00-17:00'.");

            var periods = group[space..].Split(',', StringSplitOptions.TrimEntries).Select(ParsePeriod).ToArray();
            foreach (var day in ParseDays(group[..space]))
                byDay[day].AddRange(periods);
        }

        return new WorkingHours([.. byDay.Select(Ordered)]);
    }

    /// <summary>As <see cref="Parse"/>, for whoever only asks whether.</summary>
    public static bool TryParse(string text, out WorkingHours? hours)
    {
        try
        {
            hours = Parse(text);
            return true;
        }
        catch (FormatException)
        {
            hours = null;
            return false;
        }
    }

    private static ImmutableArray<Period> Ordered(List<Period> periods)
    {
        periods.Sort((a, b) => a.From.CompareTo(b.From));
        for (var i = 1; i < periods.Count; i++)
        {
            if (periods[i].From < periods[i - 1].To)
                throw new FormatException($"{periods[i - 1]} and {periods[i]} overlap.");
        }

        return [.. periods];
    }

    /// <summary>What a change of the clock leaves out comes when it is over.</summary>
    private static DateTimeOffset InstantOf(DateOnly date, TimeOnly clock, TimeZoneInfo zone)
    {
        var wall = date.ToDateTime(clock);
        while (zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(15);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
    }

    private static IEnumerable<int> ParseDays(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length > 2)
            throw new FormatException($"'{text}' is no range of days.");

        var first = ParseDay(ends[0]);
        var last = ParseDay(ends[^1]);
        for (var day = first; ; day = (day + 1) % 7)
        {
            yield return day;
            if (day == last)
                yield break;
        }
    }

    private static int ParseDay(string text)
    {
        var day = Array.FindIndex(DayNames, name => text.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return day >= 0 ? day : throw new FormatException($"'{text}' is no day: use {string.Join(", ", DayNames)}.");
    }

    private static Period ParsePeriod(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (
            ends.Length == 2
            && TimeOnly.TryParseExact(ends[0], "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && TimeOnly.TryParseExact(ends[1], "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            && from < to
        )
        {
            return new Period(from, to);
        }

        throw new FormatException($"'{text}' is no period of a day: write it like '09:00-17:00', the earlier time first.");
    }

    /// <summary>Wall-clock times of one day; the end is exclusive.</summary>
    public readonly record struct Period(TimeOnly From, TimeOnly To)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm}-{To:HH:mm}");
    }
}
