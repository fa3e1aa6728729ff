using System.Collections.Concurrent;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Tests.Drafting.Times;

/// <summary>
/// The slow way to know what is free: looks at the clock on the wall once a minute and judges every minute by itself.
/// Knows nothing of offsets, gaps or overlaps; the day's latest time shown so far tells an hour that comes twice.
/// </summary>
internal sealed class MinuteByMinute
{
    private const int Day = 1440;

    /// <summary>Beyond the longest horizon and the longest question.</summary>
    private const int LongestLook = 72 * Day;

    private static readonly ConcurrentDictionary<(string Zone, long From), (int Date, int Minute, int Latest)[]> Walls = new();

    private readonly SlotQuestion question;
    private readonly DateTimeOffset origin;
    private readonly (int Date, int Minute, int Latest)[] wall;

    /// <summary>By weekday and minute of the day: the number of the period that it is in, or nothing.</summary>
    private readonly int?[,] periods = new int?[7, Day];

    public MinuteByMinute(SlotQuestion question)
    {
        this.question = question;

        // Days before now, and the same for every question about one half of a month: they share what the clock shows.
        origin = new DateTimeOffset(question.Now.Year, question.Now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddDays(
            question.Now.Day > 15 ? 10 : -4
        );
        wall = Walls.GetOrAdd((question.TimeZone.Id, origin.UtcTicks), _ => Look(question.TimeZone, origin));
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            foreach (var (number, period) in question.Hours.On(day).Index())
            {
                for (var minute = MinuteOf(period.From); minute < MinuteOf(period.To); minute++)
                    periods[(int)day, minute] = number;
            }
        }
    }

    /// <summary>Whether the person works in this minute, and in which period of which day; null when not.</summary>
    public (int Date, int Period)? Works(int minute)
    {
        var (date, _, latest) = wall[minute];
        return periods[(int)DateOnly.FromDayNumber(date).DayOfWeek, latest] is { } period ? (date, period) : null;
    }

    /// <summary>Whether a busy time, or what is kept free around one, lies in this minute.</summary>
    public bool IsTaken(int minute)
    {
        var (from, to) = (At(minute), At(minute + 1));
        return question.Busy.Any(busy => busy.End > busy.Start && busy.Start - question.Buffer < to && from < busy.End + question.Buffer);
    }

    public int MinuteOf(DateTimeOffset instant) => (int)((instant - origin).Ticks / TimeSpan.TicksPerMinute);

    /// <summary>What the clock shows as a count of minutes, so that a difference is what somebody would read.</summary>
    public int Reads(int minute) => (wall[minute].Date * Day) + wall[minute].Minute;

    /// <summary>The days of the horizon: today and on, those with any work.</summary>
    public HashSet<int> Horizon()
    {
        var now = MinuteOf(question.Now);
        return
        [
            .. Enumerable
                .Range(now - (2 * Day), wall.Length - now)
                .Where(minute => wall[minute].Date >= wall[now].Date && Works(minute) is not null)
                .Select(minute => wall[minute].Date)
                .Distinct()
                .Take(question.HorizonBusinessDays),
        ];
    }

    /// <summary>Every minute at which a slot starts.</summary>
    public List<DateTimeOffset> Starts()
    {
        var length = (int)question.SlotLength.TotalMinutes;
        var horizon = Horizon();
        var last = Math.Min(wall.Length - length, MinuteOf(question.KnownUntil) + 1);
        var found = new List<DateTimeOffset>();
        for (var minute = MinuteOf(question.Now); minute < last; minute++)
        {
            var (date, shown, latest) = wall[minute];
            var isFirstTime = shown == latest && (wall[minute - 1].Date != date || wall[minute - 1].Latest < latest);
            if (shown % 30 != 0 || !isFirstTime || !horizon.Contains(date))
                continue;
            if (At(minute) < question.Now + question.MinimumNotice || At(minute + length) + question.Buffer > question.KnownUntil)
                continue;
            if (Works(minute) is not { } period || Reads(minute + length) - Reads(minute) != length)
                continue;
            if (Enumerable.Range(minute, length).All(inside => Works(inside) == period && !IsTaken(inside)))
                found.Add(At(minute));
        }

        return found;
    }

    private DateTimeOffset At(int minute) => origin.AddMinutes(minute);

    private static int MinuteOf(TimeOnly time) => (time.Hour * 60) + time.Minute;

    private static (int Date, int Minute, int Latest)[] Look(TimeZoneInfo zone, DateTimeOffset origin)
    {
        var wall = new (int Date, int Minute, int Latest)[LongestLook];
        for (var i = 0; i < wall.Length; i++)
        {
            var shown = TimeZoneInfo.ConvertTime(origin.AddMinutes(i), zone).DateTime;
            var (date, minute) = (DateOnly.FromDateTime(shown).DayNumber, (shown.Hour * 60) + shown.Minute);
            wall[i] = (date, minute, i > 0 && wall[i - 1].Date == date ? Math.Max(minute, wall[i - 1].Latest) : minute);
        }

        return wall;
    }
}
