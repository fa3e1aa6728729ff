using CsCheck;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.Drafting.Times;

/// <summary>Calendars of every awkward kind, most of them around a day on which the clocks change.</summary>
internal static class GeneratedCalendars
{
    private const int Day = 1440;

    /// <summary>Zones, and days around which their clocks do something.</summary>
    private static readonly (string Zone, DateTimeOffset Around)[] Places =
    [
        ("America/New_York", On(2027, 3, 14)),
        ("America/New_York", On(2026, 11, 1)),
        ("America/Santiago", On(2026, 9, 6)),
        ("America/Santiago", On(2026, 4, 5)),
        ("Europe/Berlin", On(2026, 10, 25)),
        ("Europe/Berlin", On(2027, 3, 28)),
        ("Europe/London", On(2026, 10, 25)),
        ("Europe/London", On(2027, 3, 28)),
        ("Australia/Lord_Howe", On(2026, 10, 4)),
        ("Australia/Lord_Howe", On(2027, 4, 4)),
        ("Pacific/Auckland", On(2026, 9, 27)),
        ("Pacific/Auckland", On(2027, 4, 4)),
        ("Africa/Cairo", On(2026, 4, 24)),
        ("Africa/Cairo", On(2026, 10, 30)),
        ("America/St_Johns", On(2026, 11, 1)),
        ("America/St_Johns", On(2027, 3, 14)),
        ("Asia/Tehran", On(2022, 3, 22)),
        ("Asia/Tehran", On(2021, 9, 22)),
        ("Pacific/Apia", On(2011, 12, 30)),
        ("Pacific/Apia", On(2020, 9, 27)),
        ("Africa/Casablanca", On(2026, 2, 15)),
        ("Pacific/Chatham", On(2026, 9, 27)),
        ("Asia/Beirut", On(2026, 3, 29)),
        ("Antarctica/Troll", On(2026, 3, 29)),
        ("America/Havana", On(2026, 3, 8)),
        ("America/Havana", On(2026, 11, 1)),
        ("Atlantic/Azores", On(2026, 10, 25)),
        ("Pacific/Kiritimati", On(2026, 12, 31)),
        ("Asia/Kolkata", On(2026, 2, 28)),
        ("Asia/Kathmandu", On(2026, 11, 24)),
        ("Asia/Tokyo", On(2026, 1, 1)),
        ("Etc/UTC", On(2028, 2, 29)),
    ];

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Hours as people have them, and hours in the middle of the night, where clocks change.</summary>
    private static readonly string[] Weeks =
    [
        "Mon-Fri 09:00-17:00",
        "Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-13:00",
        "Mon-Sun 00:00-23:59",
        "Mon-Sun 00:00-04:00",
        "Sun-Mon 02:00-02:30, 02:30-03:00; Thu 23:00-23:45",
        "",
    ];

    /// <summary>Up to three periods with gaps on a run of days, to the quarter of an hour or to the minute.</summary>
    private static readonly Gen<string> AnyWeek =
        from first in Gen.Int[0, 6]
        from last in Gen.Int[0, 6]
        from grain in Of(1, 15, 30)
        from cuts in Gen.Int[0, (Day - 1) / 30].HashSet[2, 6]
        let times = cuts.Order().Select(cut => cut * 30 / grain * grain).ToArray()
        let periods = times.Chunk(2).Where(ends => ends.Length == 2).Select(ends => $"{Clock(ends[0])}-{Clock(ends[1])}")
        select $"{Days[first]}-{Days[last]} {string.Join(", ", periods)}";

    private static readonly Gen<Func<DateTimeOffset, TimeZoneInfo, BusyTime, BusyTime>> AnyBusy = Gen.OneOf(
        // Anywhere, to the second.
        Gen.Select(
            Gen.Int[-Day * 60, 9 * Day * 60],
            Gen.Int[1, 10 * 3600],
            (from, length) => Busy(now => Stretch(now.AddSeconds(from), length))
        ),
        // On the half hour, where it touches slots.
        Gen.Select(
            Gen.Int[-48, 9 * 48],
            Gen.Int[1, 8],
            (from, halves) => Busy(now => Stretch(OnTheHalfHour(now).AddMinutes(from * 30), halves * 1800))
        ),
        // From where the one before ended, or out of its middle.
        Gen.Int[1, 5400]
            .Select(length => (Func<DateTimeOffset, TimeZoneInfo, BusyTime, BusyTime>)((_, _, before) => Stretch(before.End, length))),
        Gen.Int[1, 5400]
            .Select(length =>
                (Func<DateTimeOffset, TimeZoneInfo, BusyTime, BusyTime>)(
                    (_, _, before) => Stretch(before.Start + ((before.End - before.Start) / 2), length)
                )
            ),
        // No time at all.
        Gen.Int[-600, 9 * Day].Select(from => Busy(now => Stretch(now.AddMinutes(from), 0))),
        // All day on the local calendar, and away for days.
        Gen.Select(
            Gen.Int[-1, 9],
            Gen.Int[1, 4],
            (from, days) => (Func<DateTimeOffset, TimeZoneInfo, BusyTime, BusyTime>)((now, zone, _) => AllDay(now, zone, from, days))
        )
    );

    public static Gen<SlotQuestion> All { get; } =
        from place in Of(Places)
        from week in Gen.Frequency((1, Of(Weeks)), (2, AnyWeek))
        from seconds in Gen.Int[-6 * Day * 60, Day * 60]
        from length in Of(15, 30, 30, 45, 60, 90, 120)
        from days in Gen.Int[1, 6]
        from notice in Of(0, 45, 240, 2880)
        from buffer in Of(0, 0, 10, 30)
        from known in Of(Day, 3 * Day, 9 * Day, 45 * Day)
        from busy in AnyBusy.List[0, 14]
        let zone = TimeZoneInfo.FindSystemTimeZoneById(place.Zone)
        let now = place.Around.AddSeconds(seconds)
        select new SlotQuestion
        {
            Now = now,
            Busy =
            [
                .. busy.Aggregate(
                    new List<BusyTime>(),
                    (sofar, next) => [.. sofar, next(now, zone, sofar is [.., var before] ? before : Stretch(now, 60))]
                ),
            ],
            KnownUntil = now.AddMinutes(known),
            Hours = WorkingHours.Parse(week),
            TimeZone = zone,
            SlotLength = TimeSpan.FromMinutes(length),
            HorizonBusinessDays = days,
            MinimumNotice = TimeSpan.FromMinutes(notice),
            Buffer = TimeSpan.FromMinutes(buffer),
        };

    private static Func<DateTimeOffset, TimeZoneInfo, BusyTime, BusyTime> Busy(Func<DateTimeOffset, BusyTime> at) => (now, _, _) => at(now);

    private static BusyTime Stretch(DateTimeOffset from, int seconds) => new(from, from.AddSeconds(seconds));

    /// <summary>From midnight to midnight as the calendar's owner sees it; where the clock has no midnight, from noon to noon.</summary>
    private static BusyTime AllDay(DateTimeOffset now, TimeZoneInfo zone, int from, int days)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var (start, end) = (today.AddDays(from), today.AddDays(from + days));
        if (zone.IsInvalidTime(start) || zone.IsInvalidTime(end))
            (start, end) = (start.AddHours(12), end.AddHours(12));
        return zone.IsInvalidTime(start) || zone.IsInvalidTime(end)
            ? Stretch(now, 0)
            : new BusyTime(new DateTimeOffset(start, zone.GetUtcOffset(start)), new DateTimeOffset(end, zone.GetUtcOffset(end)));
    }

    private static DateTimeOffset OnTheHalfHour(DateTimeOffset now) =>
        new(now.UtcTicks / (30 * TimeSpan.TicksPerMinute) * (30 * TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    private static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static DateTimeOffset On(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);
}
