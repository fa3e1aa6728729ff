using SalesAgent.Core.People;

namespace SalesAgent.Tests.People;

public sealed class WorkingHoursTests
{
    [Fact]
    public void Days_without_hours_are_days_off()
    {
        var hours = WorkingHours.Parse("Mon-Thu 08:00-12:00, 13:00-17:00; Fri 08:00-13:00");

        Written(hours, DayOfWeek.Monday).ShouldBe("08:00-12:00 13:00-17:00");
        Written(hours, DayOfWeek.Thursday).ShouldBe("08:00-12:00 13:00-17:00");
        Written(hours, DayOfWeek.Friday).ShouldBe("08:00-13:00");
        hours.On(DayOfWeek.Saturday).ShouldBeEmpty();
        hours.On(DayOfWeek.Sunday).ShouldBeEmpty();
    }

    [Fact]
    public void A_range_of_days_may_go_over_the_weekend()
    {
        var hours = WorkingHours.Parse("Sat-Mon 9:00-10:00");

        Written(hours, DayOfWeek.Sunday).ShouldBe("09:00-10:00");
        Written(hours, DayOfWeek.Monday).ShouldBe("09:00-10:00");
        hours.On(DayOfWeek.Tuesday).ShouldBeEmpty();
    }

    [Fact]
    public void Periods_come_out_in_order_however_they_were_written() =>
        Written(WorkingHours.Parse("wed 14:00-15:00, 08:00-09:00; Wed 10:00-11:00"), DayOfWeek.Wednesday)
            .ShouldBe("08:00-09:00 10:00-11:00 14:00-15:00");

    [Theory]
    [InlineData("Mon", "Mon")]
    [InlineData("Mon-Fri", "Mon-Fri")]
    [InlineData("Mon 17:00-09:00", "17:00-09:00")]
    [InlineData("Mon 09:00-09:00", "09:00-09:00")]
    [InlineData("Mon 09:00-24:00", "09:00-24:00")]
    [InlineData("Mon 09:00", "09:00")]
    [InlineData("Moo 09:00-10:00", "Moo")]
    [InlineData("Mon-Wed-Fri 09:00-10:00", "Mon-Wed-Fri")]
    [InlineData("Mon 09:00-12:00, 11:00-13:00", "11:00-13:00")]
    public void A_mistake_is_named(string text, string named) =>
        Should.Throw<FormatException>(() => WorkingHours.Parse(text)).Message.ShouldContain(named);

    [Theory]
    [InlineData("2026-03-02T10:30+01:00", "2026-03-02T10:30+01:00")]
    [InlineData("2026-03-02T07:00+01:00", "2026-03-02T09:00+01:00")]
    [InlineData("2026-03-02T12:00+01:00", "2026-03-02T13:00+01:00")]
    [InlineData("2026-03-02T17:00+01:00", "2026-03-03T09:00+01:00")]
    [InlineData("2026-03-06T17:00+01:00", "2026-03-09T09:00+01:00")]
    [InlineData("2026-03-27T20:00+01:00", "2026-03-30T09:00+02:00")]
    [InlineData("2026-03-02T02:00-05:00", "2026-03-02T09:00+01:00")]
    public void Working_time_is_now_or_when_it_begins_next(string moment, string expected) =>
        WorkingHours
            .Parse("Mon-Fri 09:00-12:00, 13:00-17:00")
            .NextFrom(At(moment), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))
            .ShouldBe(At(expected));

    [Fact]
    public void Hours_that_a_change_of_the_clock_leaves_out_begin_after_it() =>
        WorkingHours
            .Parse("Sun 02:30-05:00")
            .NextFrom(At("2026-03-29T00:00+01:00"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))
            .ShouldBe(At("2026-03-29T03:00+02:00"));

    [Fact]
    public void Somebody_who_never_works_is_never_at_work() =>
        WorkingHours.Of([]).NextFrom(At("2026-03-02T10:30+01:00"), TimeZoneInfo.Utc).ShouldBeNull();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Written(WorkingHours hours, DayOfWeek day) => string.Join(' ', hours.On(day));
}
