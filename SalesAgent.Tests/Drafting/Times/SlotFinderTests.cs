using System.Globalization;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.Drafting.Times;

public sealed class SlotFinderTests
{
    [Fact]
    public void A_day_is_cut_into_half_hours_of_the_local_clock() =>
        Starts("2026-11-23T00:00Z", "Asia/Kathmandu", "Mon 09:15-11:00", days: 1)
            .ShouldBe(["2026-11-23T09:30+05:45", "2026-11-23T10:00+05:45", "2026-11-23T10:30+05:45"]);

    [Fact]
    public void The_past_and_the_minimum_notice_are_left_out()
    {
        var question = Question("2026-11-23T09:10Z", "UTC", "Mon 09:00-12:00", days: 1);

        Starts(question)
            .ShouldBe([
                "2026-11-23T09:30+00:00",
                "2026-11-23T10:00+00:00",
                "2026-11-23T10:30+00:00",
                "2026-11-23T11:00+00:00",
                "2026-11-23T11:30+00:00",
            ]);
        Starts(question with { MinimumNotice = TimeSpan.FromHours(2) }).ShouldBe(["2026-11-23T11:30+00:00"]);
    }

    [Fact]
    public void Busy_times_that_merely_touch_a_slot_leave_it_until_a_buffer_is_asked_for()
    {
        var question = Question("2026-11-23T00:00Z", "UTC", "Mon 09:00-11:00", days: 1) with
        {
            Busy = [new BusyTime(At("2026-11-23T09:30Z"), At("2026-11-23T10:00Z"))],
        };

        Starts(question).ShouldBe(["2026-11-23T09:00+00:00", "2026-11-23T10:00+00:00", "2026-11-23T10:30+00:00"]);
        Starts(question with { Buffer = TimeSpan.FromMinutes(15) }).ShouldBe(["2026-11-23T10:30+00:00"]);
    }

    [Fact]
    public void A_busy_time_inside_another_does_not_shorten_it()
    {
        var question = Question("2026-11-23T00:00Z", "UTC", "Mon 09:00-11:00", days: 1) with
        {
            Busy =
            [
                new BusyTime(At("2026-11-23T09:10Z"), At("2026-11-23T09:20Z")),
                new BusyTime(At("2026-11-23T08:00Z"), At("2026-11-23T10:30Z")),
            ],
        };

        Starts(question).ShouldBe(["2026-11-23T10:30+00:00"]);
    }

    [Fact]
    public void A_gap_in_spring_moves_the_start_of_work_to_its_end() =>
        Starts("2027-03-14T00:00-05:00", "America/New_York", "Sun 02:15-04:00", days: 1)
            .ShouldBe(["2027-03-14T03:00-04:00", "2027-03-14T03:30-04:00"]);

    [Fact]
    public void Half_an_hour_is_skipped_on_Lord_Howe() =>
        Starts("2026-10-03T20:00+10:30", "Australia/Lord_Howe", "Sun 01:00-03:00", days: 1)
            .ShouldBe(["2026-10-04T01:00+10:30", "2026-10-04T02:30+11:00"]);

    [Fact]
    public void A_time_that_comes_twice_in_autumn_is_offered_the_first_time() =>
        Starts("2026-11-01T00:00-04:00", "America/New_York", "Sun 01:00-02:30", days: 1)
            .ShouldBe(["2026-11-01T01:00-04:00", "2026-11-01T02:00-05:00"]);

    [Fact]
    public void A_slot_in_which_the_clock_goes_back_is_not_offered_because_it_would_read_shorter_than_it_is() =>
        Starts(
                Question("2026-11-01T00:00-04:00", "America/New_York", "Sun 00:00-04:00", days: 1) with
                {
                    SlotLength = TimeSpan.FromMinutes(90),
                }
            )
            .ShouldBe(["2026-11-01T00:00-04:00", "2026-11-01T02:00-05:00", "2026-11-01T02:30-05:00"]);

    [Fact]
    public void Nothing_is_offered_beyond_what_the_calendar_was_asked_about()
    {
        var question = Question("2026-11-23T00:00Z", "UTC", "Mon 09:00-11:00", days: 3) with { KnownUntil = At("2026-11-30T10:00Z") };

        Starts(question)[^2..].ShouldBe(["2026-11-30T09:00+00:00", "2026-11-30T09:30+00:00"]);
        Starts(question with { Buffer = TimeSpan.FromMinutes(1) })[^1].ShouldBe("2026-11-30T09:00+00:00");
    }

    [Fact]
    public void A_day_without_midnight_has_its_slots() =>
        Starts("2026-09-05T23:00-04:00", "America/Santiago", "Sun 00:00-02:00", days: 1)
            .ShouldBe(["2026-09-06T01:00-03:00", "2026-09-06T01:30-03:00"]);

    [Fact]
    public void A_day_that_never_was_offers_nothing_and_does_not_count() =>
        Starts("2011-12-29T23:00-10:00", "Pacific/Apia", "Fri 09:00-09:30; Sat 10:00-10:30", days: 1).ShouldBe(["2011-12-31T10:00+14:00"]);

    [Fact]
    public void The_horizon_counts_days_with_hours_and_today_is_the_first() =>
        Starts("2026-11-27T20:00Z", "UTC", "Mon-Fri 09:00-09:30", days: 3).ShouldBe(["2026-11-30T09:00+00:00", "2026-12-01T09:00+00:00"]);

    [Fact]
    public void Nobody_who_never_works_is_searched_for_ever() => Starts("2026-11-27T20:00Z", "UTC", "", days: 60).ShouldBeEmpty();

    [Fact]
    public void A_zone_by_its_Windows_name_comes_out_under_its_IANA_name() =>
        SlotFinder
            .Candidates(Question("2026-11-23T00:00Z", "Eastern Standard Time", "Mon 09:00-10:00", days: 1))[0]
            .TimeZone.ShouldBe("America/New_York");

    [Fact]
    public void A_busy_time_that_runs_backwards_is_a_mistake() =>
        Should.Throw<ArgumentException>(() =>
            SlotFinder.Candidates(
                Question("2026-11-23T00:00Z", "UTC", "Mon 09:00-10:00", 1) with
                {
                    Busy = [new BusyTime(At("2026-11-23T10:00Z"), At("2026-11-23T09:00Z"))],
                }
            )
        );

    [Fact]
    public void A_notice_before_now_is_a_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            SlotFinder.Candidates(
                Question("2026-11-23T00:00Z", "UTC", "Mon 09:00-10:00", 1) with
                {
                    MinimumNotice = TimeSpan.FromHours(-1),
                }
            )
        );

    private static string[] Starts(string now, string zone, string hours, int days) => Starts(Question(now, zone, hours, days));

    private static string[] Starts(SlotQuestion question) =>
        [.. SlotFinder.Candidates(question).Select(slot => slot.Start.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture))];

    private static SlotQuestion Question(string now, string zone, string hours, int days) =>
        new()
        {
            Now = At(now),
            Busy = [],
            KnownUntil = At(now).AddDays(90),
            Hours = WorkingHours.Parse(hours),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            HorizonBusinessDays = days,
        };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
