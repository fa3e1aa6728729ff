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

    private static string Written(WorkingHours hours, DayOfWeek day) => string.Join(' ', hours.On(day));
}
