using System.Text.Json.Nodes;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;

namespace SalesAgent.Tests.Connectors.Calendar;

public sealed class CalendarHoldTests : ConnectorWorld
{
    private const string Insert = "POST /c/calendars/rep%40sales.test/events";

    private static readonly NewHold Hold = new()
    {
        Key = "lead-1/2026-11-24T15:00Z",
        Title = "Held for a call\r\nBcc: x@y.test",
        Start = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(-5)),
        End = new DateTimeOffset(2026, 11, 24, 10, 30, 0, TimeSpan.FromHours(-5)),
    };

    private static readonly string One = $"/c/calendars/rep%40sales.test/events/{Hold.EventId}";

    [Fact]
    public async Task A_hold_is_tentative_private_and_concerns_nobody_else()
    {
        Wire.On(Insert, Entry("tentative"));

        var held = await Calendar.CreateEventAsync(Rep, Hold, Now);

        held.ShouldBe(new CalendarHold.Held(Hold.EventId, Hold.Start, Hold.End));
        Wire.Only.Query.ShouldBe([("sendUpdates", "none")]);
        JsonNode
            .DeepEquals(
                JsonNode.Parse(Wire.Only.Body),
                JsonNode.Parse(
                    $$"""
                    {
                      "id": "{{Hold.EventId}}", "summary": "Held for a call  Bcc: x@y.test", "status": "tentative", "transparency": "opaque", "visibility": "private",
                      "start": { "dateTime": "2026-11-24T15:00:00Z" }, "end": { "dateTime": "2026-11-24T15:30:00Z" },
                      "reminders": { "useDefault": false }, "extendedProperties": { "private": { "salesAgentHold": "1" } }
                    }
                    """
                )
            )
            .ShouldBeTrue(Wire.Only.Body);
    }

    [Fact]
    public void The_same_key_is_the_same_entry_in_letters_google_allows()
    {
        Hold.EventId.ShouldMatch("^[a-v0-9]{64}$");
        (Hold with { Title = "Another", End = Hold.End.AddHours(1) }).EventId.ShouldBe(Hold.EventId);
        (Hold with { Key = "lead-2" }).EventId.ShouldNotBe(Hold.EventId);
    }

    [Fact]
    public async Task A_hold_that_is_there_already_is_the_one_that_was_asked_for_wherever_the_rep_moved_it()
    {
        Wire.On(Insert, new WireAnswer(409, """{"error":{"code":409,"errors":[{"domain":"global","reason":"duplicate"}]}}"""))
            .On(
                $"GET {One}",
                $$$"""{"id":"{{{Hold.EventId}}}","status":"confirmed","start":{"dateTime":"2026-11-24T11:00:00-05:00","timeZone":"America/New_York"},"end":{"dateTime":"2026-11-24T11:30:00-05:00"}}"""
            );

        (await Calendar.CreateEventAsync(Rep, Hold, Now)).ShouldBe(
            new CalendarHold.Held(Hold.EventId, Hold.Start.AddHours(1), Hold.End.AddHours(1), IsStillAHold: false)
        );
    }

    [Fact]
    public async Task A_hold_that_the_rep_deleted_is_not_put_back()
    {
        Wire.On(Insert, new WireAnswer(409, """{"error":{"code":409}}"""))
            .On($"GET {One}", $$"""{"id":"{{Hold.EventId}}","status":"cancelled"}""");

        (await Calendar.CreateEventAsync(Rep, Hold, Now)).ShouldBe(new CalendarHold.Removed(Hold.EventId));
        Wire.Count(Insert).ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_is_taken_and_not_there_makes_no_sense()
    {
        Wire.On(Insert, new WireAnswer(409, "{}")).On($"GET {One}", new WireAnswer(404, "{}"));

        (await Should.ThrowAsync<ConnectorException>(() => Calendar.CreateEventAsync(Rep, Hold, Now))).Code.ShouldBe("hold_missing");
    }

    [Fact]
    public async Task A_hold_whose_answer_was_lost_may_simply_be_asked_for_again()
    {
        Wire.On(Insert, WireAnswer.Cut, new WireAnswer(409, "{}")).On($"GET {One}", Entry("tentative"));

        (await Should.ThrowAsync<ConnectorException>(() => Calendar.CreateEventAsync(Rep, Hold, Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (await Calendar.CreateEventAsync(Rep, Hold, Now)).ShouldBeOfType<CalendarHold.Held>();
        Wire.Count(Insert).ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"status":"tentative","attendees":[]}""", true)]
    [InlineData("""{"status":"confirmed"}""", false)]
    [InlineData("{}", false)]
    [InlineData("""{"status":"tentative","attendees":[{"self":true,"responseStatus":"accepted"},{"email":"jane@acme.test"}]}""", false)]
    public async Task A_hold_that_the_rep_confirmed_or_invited_somebody_to_is_none_any_more(string with, bool still)
    {
        var entry = JsonNode.Parse(Entry("tentative"))!.AsObject();
        entry.Remove("status");
        foreach (var (name, value) in JsonNode.Parse(with)!.AsObject())
            entry[name] = value?.DeepClone();
        Wire.On($"GET {One}", entry.ToJsonString());

        (await Calendar.GetEventAsync(Rep, Hold.EventId, Now)).ShouldBeOfType<CalendarHold.Held>().IsStillAHold.ShouldBe(still);
    }

    [Fact]
    public async Task A_hold_that_became_a_whole_day_has_no_times()
    {
        Wire.On(
            $"GET {One}",
            $$$"""{"id":"{{{Hold.EventId}}}","status":"tentative","start":{"date":"2026-11-24"},"end":{"date":"2026-11-25"}}"""
        );

        (await Calendar.GetEventAsync(Rep, Hold.EventId, Now)).ShouldBe(new CalendarHold.Held(Hold.EventId, null, null));
    }

    [Theory]
    [InlineData("""{"status":"tentative"}""")]
    [InlineData("""{"id":"abcde","status":"tentative"}""")]
    [InlineData("""{"id":"abcde","start":{"dateTime":"2026-11-24T10:00:00"},"end":{"dateTime":"2026-11-24T11:00:00Z"}}""")]
    [InlineData("<html/>")]
    public async Task An_entry_that_makes_no_sense_leaves_a_write_open(string body)
    {
        Wire.On(Insert, body).On($"GET {One}", body);

        (await Should.ThrowAsync<ConnectorException>(() => Calendar.CreateEventAsync(Rep, Hold, Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (await Should.ThrowAsync<ConnectorException>(() => Calendar.GetEventAsync(Rep, Hold.EventId, Now))).Kind.ShouldBe(
            FailureKind.Unreadable
        );
    }

    [Theory]
    [InlineData(204, "", true)]
    [InlineData(404, """{"error":{"code":404,"errors":[{"reason":"notFound"}]}}""", false)]
    [InlineData(410, """{"error":{"code":410,"errors":[{"reason":"deleted"}]}}""", false)]
    public async Task Removing_a_hold_tells_nobody_and_is_done_when_it_is_gone(int status, string body, bool removed)
    {
        Wire.On($"DELETE {One}", new WireAnswer(status, body));

        (await Calendar.DeleteEventAsync(Rep, Hold.EventId, Now)).ShouldBe(removed);

        Wire.Only.Query.ShouldBe([("sendUpdates", "none")]);
    }

    [Fact]
    public async Task A_hold_the_calendar_never_had_is_none()
    {
        Wire.On($"GET {One}", new WireAnswer(404, "{}"));

        (await Calendar.GetEventAsync(Rep, Hold.EventId, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task What_cannot_be_a_hold_is_not_asked_for()
    {
        await Should.ThrowAsync<ArgumentException>(() => Calendar.CreateEventAsync(Rep, Hold with { Title = " \n" }, Now));
        await Should.ThrowAsync<ArgumentException>(() => Calendar.CreateEventAsync(Rep, Hold with { Key = "" }, Now));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Calendar.CreateEventAsync(Rep, Hold with { End = Hold.Start }, Now));
        await Should.ThrowAsync<ArgumentException>(() => Calendar.DeleteEventAsync(Rep, "../acl", Now));

        Wire.Requests.ShouldBeEmpty();
    }

    private static string Entry(string status) =>
        $$$"""
            {"kind":"calendar#event","id":"{{{Hold.EventId}}}","status":"{{{status}}}","start":{"dateTime":"2026-11-24T10:00:00-05:00"},"end":{"dateTime":"2026-11-24T10:30:00-05:00"}}
            """;
}
