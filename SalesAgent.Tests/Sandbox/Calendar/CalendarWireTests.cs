using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Calendar;

public sealed class CalendarWireTests
{
    private const string FreeBusy = "/calendar/v3/freeBusy";
    private const string Events = "/calendar/v3/calendars/primary/events";
    private static readonly DateTimeOffset Morning = new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(-5));

    [Fact]
    public async Task Busy_time_is_merged_within_a_calendar_and_told_in_the_asked_zone()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Seed = false });
        var calendar = sandbox.World.Calendar[SamplePeople.Alex.Email];
        calendar.Block(Morning, Morning.AddMinutes(60), "a");
        calendar.Block(Morning.AddMinutes(30), Morning.AddMinutes(90), "b");
        calendar.Block(Morning.AddMinutes(90), Morning.AddMinutes(120), "c");
        sandbox.World.Calendar[SamplePeople.Lena.Email].Block(Morning, Morning.AddMinutes(30), "d");
        var reply = await sandbox.PostAsync(
            FreeBusy,
            """
            {"timeMin":"2026-12-01T00:00:00-05:00","timeMax":"2026-12-02T00:00:00-05:00","timeZone":"America/New_York",
             "items":[{"id":"primary"},{"id":"lena@contoso.example"},{"id":"stranger@elsewhere.example"}]}
            """
        );
        reply.Status.ShouldBe(200);
        reply.Json["calendars"]!["primary"]!["busy"]!
            .ToJsonString()
            .ShouldBe("""[{"start":"2026-12-01T09:00:00-05:00","end":"2026-12-01T11:00:00-05:00"}]""");
        reply.Json["calendars"]!["lena@contoso.example"]!["busy"]!.AsArray().Count.ShouldBe(1);
        reply.Text("calendars", "stranger@elsewhere.example", "errors", "0", "reason").ShouldBe("notFound");
    }

    [Fact]
    public async Task Without_a_zone_times_come_in_UTC()
    {
        await using var sandbox = await RunningSandbox.StartAsync(new SandboxOptions { Seed = false });
        sandbox.World.Calendar[SamplePeople.Alex.Email].Block(Morning, Morning.AddMinutes(60), "a");
        var reply = await sandbox.PostAsync(
            FreeBusy,
            """{"timeMin":"2026-12-01T00:00:00Z","timeMax":"2026-12-02T00:00:00Z","items":[{"id":"primary"}]}"""
        );
        reply.Text("calendars", "primary", "busy", "0", "start").ShouldBe("2026-12-01T14:00:00Z");
    }

    [Theory]
    [InlineData("2026-12-01T00:00:00", "2026-12-02T00:00:00", "badRequest")]
    [InlineData("2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z", "timeRangeEmpty")]
    [InlineData("2026-12-01T00:00:00Z", "2027-06-01T00:00:00Z", "timeRangeTooLong")]
    public async Task A_range_Calendar_would_not_take_is_refused(string from, string to, string reason)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var reply = await sandbox.PostAsync(FreeBusy, $$"""{"timeMin":"{{from}}","timeMax":"{{to}}","items":[{"id":"primary"}]}""");
        reply.Status.ShouldBe(400);
        reply.Text("error", "errors", "0", "reason").ShouldBe(reason);
    }

    [Fact]
    public async Task An_event_with_a_chosen_id_is_made_once_and_its_id_stays_taken()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string hold =
            """{"id":"abcdef0123456789","summary":"Hold","start":{"dateTime":"2026-12-01T10:00:00-05:00"},"end":{"dateTime":"2026-12-01T10:30:00-05:00"},"extendedProperties":{"private":{"run":"7"}}}""";
        (await sandbox.PostAsync($"{Events}?sendUpdates=none", hold)).Status.ShouldBe(200);
        var twice = await sandbox.PostAsync($"{Events}?sendUpdates=none", hold);
        twice.Status.ShouldBe(409);
        twice.Text("error", "errors", "0", "reason").ShouldBe("duplicate");
        (await sandbox.GetAsync($"{Events}?privateExtendedProperty=run%3D7&singleEvents=true&orderBy=startTime")).Json["items"]!
            .AsArray()
            .Count.ShouldBe(1);

        (await sandbox.SendAsync("DELETE", $"{Events}/abcdef0123456789", (string?)null)).Status.ShouldBe(204);
        var again = await sandbox.SendAsync("DELETE", $"{Events}/abcdef0123456789", (string?)null);
        again.Status.ShouldBe(410);
        again.Text("error", "errors", "0", "reason").ShouldBe("deleted");
        (await sandbox.PostAsync(Events, hold)).Status.ShouldBe(409);
        (await sandbox.PostAsync(Events, hold.Replace("abcdef0123456789", "UPPER", StringComparison.Ordinal))).Status.ShouldBe(400);
        sandbox.World.Calendar.Invitations.ShouldBe(0);
    }

    [Fact]
    public async Task Order_by_start_needs_single_events()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync($"{Events}?orderBy=startTime")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Zone_and_working_hours_are_told()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await sandbox.GetAsync("/calendar/v3/users/me/settings/timezone")).Text("value").ShouldBe("America/New_York");
        var lena = await sandbox.GetAsync("/calendar/v3/calendars/lena%40contoso.example");
        lena.Text("timeZone").ShouldBe("Europe/Berlin");
        lena.Json["workingHours"]!["availableTimes"]!.AsArray().Count.ShouldBe(5);
        lena.Text("workingHours", "availableTimes", "0", "periodStart").ShouldBe("510");
        lena.Text("workingHours", "availableTimes", "4", "periodEnd").ShouldBe("990");
        (await sandbox.GetAsync("/calendar/v3/users/me/calendarList")).Text("items", "0", "primary").ShouldBe("true");
    }
}
