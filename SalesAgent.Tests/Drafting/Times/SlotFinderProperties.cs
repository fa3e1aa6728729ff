using CsCheck;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.Drafting.Times;

/// <summary>The finder against a second one that walks the calendar in quarters of an hour and looks at the clock each time.</summary>
public sealed class SlotFinderProperties
{
    private const int Calendars = 4000;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>Zones, and days around which their clocks do something.</summary>
    private static readonly (string Zone, DateTimeOffset Around)[] Places =
    [
        ("America/New_York", Day(2027, 3, 14)), ("America/New_York", Day(2026, 11, 1)), ("America/Santiago", Day(2026, 9, 6)),
        ("America/Santiago", Day(2026, 4, 5)), ("Australia/Lord_Howe", Day(2026, 10, 4)), ("Australia/Lord_Howe", Day(2027, 4, 4)),
        ("Asia/Kathmandu", Day(2026, 11, 24)), ("Pacific/Apia", Day(2011, 12, 30)), ("Europe/Berlin", Day(2026, 10, 25)),
        ("Europe/Berlin", Day(2027, 3, 28)), ("Africa/Cairo", Day(2026, 4, 24)), ("Africa/Casablanca", Day(2026, 2, 15)),
        ("America/St_Johns", Day(2026, 11, 1)), ("Pacific/Chatham", Day(2026, 9, 27)), ("Asia/Beirut", Day(2026, 3, 29)),
        ("Pacific/Kiritimati", Day(2026, 12, 31)), ("Antarctica/Troll", Day(2026, 3, 29)), ("Asia/Kolkata", Day(2026, 2, 28)),
        ("America/Havana", Day(2026, 3, 8)), ("Etc/UTC", Day(2028, 2, 29)), ("Atlantic/Azores", Day(2026, 10, 25)), ("Asia/Tokyo", Day(2026, 1, 1)),
    ];

    private static readonly string[] Weeks =
    [
        "Mon-Fri 09:00-17:00", "Mon-Sun 00:00-23:45", "Mon-Sun 00:00-04:00", "Sun 00:30-03:15; Wed 22:15-23:45", "Sat-Sun 01:15-02:45, 03:00-06:00",
        "Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-13:00", "Tue 10:15-10:45", "Sun-Mon 02:00-02:30, 02:30-03:00; Thu 23:00-23:45", "",
    ];

    private static readonly Gen<SlotQuestion> Questions =
        from place in From(Places)
        from week in From(Weeks)
        from minutes in Gen.Int[-6 * 1440, 1440]
        from length in From(15, 30, 45, 60, 120)
        from days in Gen.Int[1, 6]
        from notice in From(0, 45, 240, 2880)
        from buffer in From(0, 10, 30)
        from busy in Gen.Select(Gen.Int[-1440, 8 * 1440], Gen.Int[-30, 600]).List[0, 12]
        let now = place.Around.AddMinutes(minutes)
        select new SlotQuestion
        {
            Now = now,
            Busy = [.. busy.Select(one => new BusyTime(now.AddMinutes(one.Item1), now.AddMinutes(one.Item1 + one.Item2)))],
            Hours = WorkingHours.Parse(week),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(place.Zone),
            SlotLength = TimeSpan.FromMinutes(length),
            HorizonBusinessDays = days,
            MinimumNotice = TimeSpan.FromMinutes(notice),
            Buffer = TimeSpan.FromMinutes(buffer),
        };

    [Fact]
    public void The_finder_finds_exactly_what_a_walk_through_the_calendar_finds() => Questions.Sample(
        question => SlotFinder.Candidates(question).Select(slot => slot.Start.UtcTicks).ShouldBe(ByWalking(question).Select(start => start.UtcTicks)),
        iter: Calendars);

    [Fact]
    public void Every_slot_carries_the_offset_that_its_zone_has_then() => Questions.Sample(
        question =>
        {
            foreach (var slot in SlotFinder.Candidates(question))
            {
                slot.Start.Offset.ShouldBe(question.TimeZone.GetUtcOffset(slot.Start));
                slot.End.Offset.ShouldBe(question.TimeZone.GetUtcOffset(slot.End));
                (slot.End - slot.Start).ShouldBe(question.SlotLength);
                (slot.Start.Minute % 30).ShouldBe(0);
                slot.TimeZone.ShouldBe(question.TimeZone.Id);
            }
        },
        iter: Calendars / 4);

    [Fact]
    public void An_offer_takes_its_times_from_the_candidates_and_from_as_many_days_as_it_can() => Gen.Select(Questions, Gen.Int[0, 5]).Sample(
        (question, count) =>
        {
            var candidates = SlotFinder.Candidates(question);
            var offer = SlotOffer.Pick(candidates, count);

            offer.Times.ShouldBeSubsetOf(candidates);
            offer.Alternatives.ShouldBeSubsetOf(candidates);
            offer.Alternatives.Count.ShouldBeLessThanOrEqualTo(6);
            offer.Times.Select(slot => slot.Start).ShouldBeInOrder();
            Days(offer.Times).ShouldBe(Math.Min(count, Days(candidates)));

            Slot[] all = [.. offer.Times, .. offer.Alternatives];
            foreach (var slot in offer.Times) all.Count(other => other.Start < slot.End && slot.Start < other.End).ShouldBe(1);
            SlotOffer.Pick(candidates, count).Times.ShouldBe(offer.Times);
        },
        iter: Calendars / 4);

    private static int Days(IReadOnlyList<Slot> slots) => slots.Select(slot => slot.Start.Date).Distinct().Count();

    private static List<DateTimeOffset> ByWalking(SlotQuestion question)
    {
        var zone = question.TimeZone;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(question.Now, zone).DateTime);

        // Every quarter of an hour from two days before today, with what the clock shows then.
        var origin = new DateTimeOffset(today.AddDays(-2).ToDateTime(default), TimeSpan.Zero);
        var clock = Enumerable.Range(0, 62 * 96).Select(i => origin + (i * Quarter)).Select(at => (At: at, Shows: TimeZoneInfo.ConvertTime(at, zone).DateTime)).ToArray();

        var found = new List<DateTimeOffset>();
        var daysLeft = question.HorizonBusinessDays;
        var firstTime = clock.GroupBy(quarter => quarter.Shows).Select(same => same.First().At).ToHashSet();
        foreach (var day in clock.GroupBy(quarter => DateOnly.FromDateTime(quarter.Shows)).Where(day => day.Key >= today))
        {
            if (daysLeft == 0) break;

            var works = false;
            foreach (var period in question.Hours.On(day.Key.DayOfWeek))
            {
                var from = day.FirstOrDefault(quarter => TimeOnly.FromDateTime(quarter.Shows) >= period.From);
                if (from.At == default) continue;

                var to = clock.First(quarter => quarter.Shows >= day.Key.ToDateTime(period.To) && quarter.At > origin.AddDays(1)).At;
                if (to <= from.At) continue;

                works = true;
                foreach (var (at, shows) in day.Where(quarter => quarter.At >= from.At && quarter.At < to))
                {
                    if (shows.Minute % 30 != 0 || !firstTime.Contains(at)) continue;

                    var end = at + question.SlotLength;
                    var isBusy = question.Busy.Any(busy => busy.End > busy.Start && at < busy.End + question.Buffer && busy.Start - question.Buffer < end);
                    if (end <= to && at >= question.Now + question.MinimumNotice && !isBusy) found.Add(at);
                }
            }

            if (works) daysLeft--;
        }

        return found;
    }

    private static Gen<T> From<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);
}
