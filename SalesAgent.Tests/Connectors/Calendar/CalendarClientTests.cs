using System.Text.Json;
using CsCheck;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.Calendar.Wire;

namespace SalesAgent.Tests.Connectors.Calendar;

public sealed class CalendarClientTests : ConnectorWorld
{
    private static readonly DateTimeOffset From = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(-5));

    [Fact]
    public async Task Free_busy_asks_for_the_mailboxs_own_calendar_with_offsets()
    {
        Wire.On("POST /c/freeBusy", """{"calendars":{"rep@sales.test":{"busy":[]}}}""");

        var free = await Calendar.FreeBusyAsync(Rep, From, From.AddDays(1).AddMilliseconds(1), Now);

        free.Busy.ShouldBeEmpty();
        using var body = JsonDocument.Parse(Wire.Only.Body);
        body.RootElement.GetProperty("timeMin").GetString().ShouldBe("2026-11-23T14:00:00Z");
        body.RootElement.GetProperty("timeMax").GetString().ShouldBe("2026-11-24T14:00:01Z");
        body.RootElement.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(Rep);
    }

    [Fact]
    public async Task Taken_times_come_sorted_and_merged_whatever_their_offset()
    {
        Wire.On(
            "POST /c/freeBusy",
            """
            {"calendars":{"REP@sales.test":{"busy":[
              {"start":"2026-11-23T16:00:00+01:00","end":"2026-11-23T17:00:00+01:00"},
              {"start":"2026-11-23T10:00:00Z","end":"2026-11-23T11:00:00Z"},
              {"start":"2026-11-23T06:00:00.000-05:00","end":"2026-11-23T07:30:00.000-05:00"},
              {"start":"2026-11-23T11:15:00Z","end":"2026-11-23T11:20:00Z"}]}}}
            """
        );

        var free = await Calendar.FreeBusyAsync(Rep, From, From.AddDays(1), Now);

        free.Busy.ShouldBe([Busy("10:00", "12:30"), Busy("15:00", "16:00")]);
    }

    [Theory]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[],"errors":[{"domain":"global","reason":"notFound"}]}}}""",
        FailureKind.Refused,
        "notFound"
    )]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[],"errors":[{"reason":"internalError"}]}}}""",
        FailureKind.Unavailable,
        "internalError"
    )]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[],"errors":[{"reason":"jane@acme.test is odd"}]}}}""",
        FailureKind.Refused,
        "calendar_error"
    )]
    [InlineData("""{"calendars":{"other@sales.test":{"busy":[]}}}""", FailureKind.Unreadable, "calendar_missing")]
    [InlineData("""{"calendars":{"rep@sales.test":null}}""", FailureKind.Unreadable, "calendar_missing")]
    [InlineData("""{"calendars":{"rep@sales.test":{}}}""", FailureKind.Unreadable, "busy_missing")]
    [InlineData("""{"kind":"calendar#freeBusy"}""", FailureKind.Unreadable, "calendar_missing")]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[{"start":"soon","end":"2026-11-23T11:00:00Z"}]}}}""",
        FailureKind.Unreadable,
        "busy_interval"
    )]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[{"start":"2026-11-23T10:00:00","end":"2026-11-23T11:00:00"}]}}}""",
        FailureKind.Unreadable,
        "busy_interval"
    )]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[{"start":"2026-11-23T10:00:00Z"}]}}}""",
        FailureKind.Unreadable,
        "busy_interval"
    )]
    [InlineData(
        """{"calendars":{"rep@sales.test":{"busy":[{"start":"2026-11-23T11:00:00Z","end":"2026-11-23T10:00:00Z"}]}}}""",
        FailureKind.Unreadable,
        "busy_interval"
    )]
    [InlineData("""{"calendars":{"rep@sales.test":{"busy":[null]}}}""", FailureKind.Unreadable, "busy_interval")]
    [InlineData("""{"calendars":[1,2]}""", FailureKind.Unreadable, null)]
    [InlineData("<html>rep@sales.test</html>", FailureKind.Unreadable, null)]
    [InlineData("", FailureKind.Unreadable, "empty_answer")]
    public async Task A_calendar_that_could_not_be_read_is_never_a_free_one(string answer, FailureKind kind, string? code)
    {
        Wire.On("POST /c/freeBusy", answer);

        var failure = await Should.ThrowAsync<ConnectorException>(() => Calendar.FreeBusyAsync(Rep, From, From.AddDays(1), Now));

        (failure.Kind, failure.Code, failure.ConnectorName).ShouldBe((kind, code, "calendar"));
        failure.ToString().ShouldNotContain("@");
    }

    [Fact]
    public async Task A_window_that_google_would_refuse_is_not_asked_about()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Calendar.FreeBusyAsync(Rep, From, From.AddDays(31).AddSeconds(1), Now));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Calendar.FreeBusyAsync(Rep, From, From, Now));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_free_busy_is_a_post_that_may_be_repeated()
    {
        Wire.On(
            "POST /c/freeBusy",
            new WireAnswer(503),
            WireAnswer.Cut,
            new WireAnswer(200, """{"calendars":{"rep@sales.test":{"busy":[]}}}""")
        );

        (await Calendar.FreeBusyAsync(Rep, From, From.AddDays(1), Now)).Busy.ShouldBeEmpty();

        Wire.Requests.Count.ShouldBe(3);
        Wire.Requests.Select(request => request.Body).Distinct().ShouldHaveSingleItem().ShouldContain("timeMin");
    }

    [Fact]
    public async Task The_persons_own_setting_tells_the_time_zone()
    {
        Wire.On("GET /c/users/me/settings/timezone", """{"kind":"calendar#setting","id":"timezone","value":"America/New_York"}""");

        (await Calendar.TimeZoneAsync(Rep, Now)).Id.ShouldBe("America/New_York");
    }

    [Fact]
    public async Task Without_a_setting_the_calendar_tells_the_time_zone()
    {
        Wire.On("GET /c/users/me/settings/timezone", new WireAnswer(404, "{}"))
            .On("GET /c/calendars/rep%40sales.test", """{"id":"rep@sales.test","timeZone":"Europe/Berlin"}""");

        (await Calendar.TimeZoneAsync(Rep, Now)).Id.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public async Task An_unknown_time_zone_is_a_failure_and_not_utc()
    {
        Wire.On("GET /c/users/me/settings/timezone", """{"value":"Mars/Olympus"}""");

        (await Should.ThrowAsync<ConnectorException>(() => Calendar.TimeZoneAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unreadable);
    }

    [Fact]
    public void Merging_loses_no_minute_and_invents_none()
    {
        var call = OutsideCall.Read("calendar", "Reading free/busy");
        var period = Gen.Int[0, 300].Select(Gen.Int[0, 40], (start, length) => (Start: start, End: start + length));
        period
            .Array[0, 12]
            .Sample(
                periods =>
                {
                    var answer = new FreeBusyResponse
                    {
                        Calendars = new Dictionary<string, FreeBusyCalendar?>
                        {
                            [Rep] = new() { Busy = [.. periods.Select(p => new TimePeriod { Start = Text(p.Start), End = Text(p.End) })] },
                        },
                    };
                    var merged = BusyTimes.Read(call, answer, Rep);
                    var inOrder = merged.Zip(merged.Skip(1)).All(pair => pair.First.End < pair.Second.Start);
                    return inOrder
                        && Enumerable
                            .Range(0, 341)
                            .All(minute =>
                                periods.Any(p => p.Start <= minute && minute < p.End)
                                == merged.Any(b => b.Start <= Moment(minute) && Moment(minute) < b.End)
                            );
                },
                iter: 2000
            );
    }

    private static DateTimeOffset Moment(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static string Text(int minute) =>
        Moment(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static BusyInterval Busy(string start, string end) => new(At(start), At(end));

    private static DateTimeOffset At(string time) =>
        new(new DateTime(2026, 11, 23) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
