using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors.Calendar;

namespace SalesAgent.Tests.Connectors.Calendar;

public sealed class CalendarSettingsTests : ConnectorWorld
{
    private const string Setting = "GET /c/users/me/settings/timezone";
    private const string Own = "GET /c/calendars/rep%40sales.test";
    private const string NewYork = """{"kind":"calendar#setting","id":"timezone","value":"America/New_York"}""";

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Working_hours_come_as_periods_of_each_day_in_order()
    {
        Wire.On(Setting, NewYork)
            .On(
                Own,
                Hours(
                    """
                    {"dayOfWeek":"FRIDAY","periodStart":780,"periodEnd":1440},
                    {"dayOfWeek":"monday","periodStart":780,"periodEnd":1020},
                    {"dayOfWeek":"Mon","periodStart":540,"periodEnd":720},
                    {"dayOfWeek":"Tuesday","periodEnd":60},
                    {"dayOfWeek":"TUESDAY","periodStart":60,"periodEnd":90}
                    """
                )
            );

        var settings = await Calendar.SettingsAsync(Rep, Now);

        settings.TimeZone!.Id.ShouldBe("America/New_York");
        settings.WorkingHours.ShouldBe([
            Period(DayOfWeek.Monday, 9, 12),
            Period(DayOfWeek.Monday, 13, 17),
            Period(DayOfWeek.Tuesday, 0, 1.5),
            Period(DayOfWeek.Friday, 13, 24),
        ]);
    }

    [Theory]
    [InlineData("""{"timeZone":"Europe/Berlin"}""")]
    [InlineData("""{"timeZone":"Europe/Berlin","workingHours":null}""")]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":false,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":540,"periodEnd":720}]}}"""
    )]
    [InlineData("""{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true}}""")]
    [InlineData("""{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[]}}""")]
    [InlineData("""{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[null]}}""")]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MO","periodStart":540,"periodEnd":720}]}}"""
    )]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":540,"periodEnd":720},{"dayOfWeek":"WORKDAY","periodStart":540,"periodEnd":720}]}}"""
    )]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":720,"periodEnd":720}]}}"""
    )]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":540}]}}"""
    )]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":-1,"periodEnd":720}]}}"""
    )]
    [InlineData(
        """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{"dayOfWeek":"MONDAY","periodStart":540,"periodEnd":1441}]}}"""
    )]
    public async Task Hours_that_are_not_told_or_understood_are_not_known(string calendar)
    {
        Wire.On(Setting, new WireAnswer(404, "{}")).On(Own, calendar);

        var settings = await Calendar.SettingsAsync(Rep, Now);

        settings.WorkingHours.ShouldBeNull();
        settings.TimeZone!.Id.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public async Task Working_hours_of_another_shape_cost_the_hours_and_not_the_zone()
    {
        Wire.On(Setting, NewYork)
            .On(Own, """{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":{"MONDAY":"9-5"}}}""");

        (await Calendar.SettingsAsync(Rep, Now)).ShouldBe(
            new CalendarSettings(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), null)
        );
    }

    [Fact]
    public async Task A_scope_that_was_not_granted_leaves_what_the_other_call_tells()
    {
        Wire.On(
                Setting,
                new WireAnswer(403, """{"error":{"code":403,"errors":[{"domain":"global","reason":"insufficientPermissions"}]}}""")
            )
            .On(Own, """{"timeZone":"Europe/Berlin"}""");

        (await Calendar.SettingsAsync(Rep, Now)).TimeZone!.Id.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public async Task While_the_persons_own_setting_may_be_another_one_the_zone_is_not_guessed()
    {
        Settings["Connectors:MaxAttempts"] = "1";
        Wire.On(Setting, new WireAnswer(503)).On(Own, """{"timeZone":"Europe/Berlin"}""");
        (await Calendar.SettingsAsync(Rep, Now)).TimeZone.ShouldBeNull();

        Wire.On(Setting, NewYork);
        (await Calendar.SettingsAsync(Rep, Now)).TimeZone!.Id.ShouldBe("America/New_York");
    }

    [Fact]
    public async Task They_are_asked_for_once_in_ten_minutes()
    {
        Wire.On(Setting, NewYork).On(Own, """{"timeZone":"Europe/Berlin"}""");

        await Calendar.SettingsAsync(Rep, Now);
        clock.Advance(TimeSpan.FromMinutes(9));
        await Calendar.SettingsAsync(Rep.ToUpperInvariant(), Now);
        Wire.Requests.Count.ShouldBe(2);

        clock.Advance(TimeSpan.FromMinutes(1));
        await Calendar.SettingsAsync(Rep, Now);
        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Without_an_account_nothing_is_known_and_nothing_is_asked_or_kept()
    {
        Settings["Google:DevelopmentAccessToken"] = "";

        (await Calendar.SettingsAsync(Rep, Now)).ShouldBe(new CalendarSettings(null, null));

        Wire.Requests.ShouldBeEmpty();
    }

    protected override void Register(IServiceCollection more) => more.AddSingleton<TimeProvider>(clock);

    private static string Hours(string times) =>
        $$$"""{"timeZone":"Europe/Berlin","workingHours":{"workingHoursEnabled":true,"availableTimes":[{{{times}}}]}}""";

    private static WorkingPeriod Period(DayOfWeek day, double from, double to) =>
        new(day, TimeSpan.FromHours(from), TimeSpan.FromHours(to));
}
