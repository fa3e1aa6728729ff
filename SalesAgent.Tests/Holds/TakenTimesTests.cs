using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Holds;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Connectors;
using SalesAgent.Tests.Drafting;

namespace SalesAgent.Tests.Holds;

/// <summary>
/// When a rep is taken, apart from what is held for the lead: Tuesday at 10, Wednesday at 14 and Thursday at 16 in New York.
/// </summary>
public sealed class TakenTimesTests : ConnectorWorld
{
    private const string FreeBusy = "POST /c/freeBusy";
    private const string List = "GET /c/calendars/rep%40sales.test/events";

    private static readonly LeadState State = SomeHolds.State(ReviewState.Proposed);
    private static readonly string FirstId = HoldPlan.MayBeThere(State)[0].EventId;

    [Fact]
    public async Task A_time_that_is_only_held_is_cut_out_of_what_surrounds_it()
    {
        Wire.On(FreeBusy, Busy("2026-11-24T14:00:00Z", "2026-11-24T16:00:00Z"))
            .On(List, $$"""{"items":[{"id":"{{FirstId}}","status":"tentative"}]}""");

        (await ReadAsync()).ShouldBe([At(14, 0, 15, 0), At(15, 30, 16, 0)]);

        // The two others are not busy: nothing is asked about them.
        Wire.Count(List).ShouldBe(1);
        Wire.Requests.Last().Query.ShouldContain(("timeMin", "2026-11-24T15:00:00Z"));
    }

    [Fact]
    public async Task A_hold_with_an_appointment_on_top_is_taken()
    {
        Wire.On(FreeBusy, Busy("2026-11-24T15:00:00Z", "2026-11-24T15:30:00Z"))
            .On(List, $$"""{"items":[{"id":"{{FirstId}}","status":"tentative"},{"id":"other"}]}""");

        (await ReadAsync()).ShouldBe([At(15, 0, 15, 30)]);
    }

    [Fact]
    public async Task Times_that_touch_no_hold_are_asked_about_once()
    {
        Wire.On(FreeBusy, Busy("2026-11-24T15:30:00Z", "2026-11-24T16:00:00Z"));

        (await ReadAsync()).ShouldBe([At(15, 30, 16, 0)]);
        Wire.Count(List).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_told_apart_is_not_known()
    {
        Wire.On(FreeBusy, Busy("2026-11-24T15:00:00Z", "2026-11-24T15:30:00Z")).On(List, new WireAnswer(403, "{}"));

        await Should.ThrowAsync<ConnectorException>(() => ReadAsync());
    }

    [Fact]
    public async Task Without_holds_no_event_is_read()
    {
        Wire.On(FreeBusy, Busy("2026-11-24T15:00:00Z", "2026-11-24T15:30:00Z"));

        (await ReadAsync(holds: false)).ShouldBe([At(15, 0, 15, 30)]);
        Wire.Count(List).ShouldBe(0);
    }

    private async Task<IReadOnlyList<BusyInterval>> ReadAsync(bool holds = true)
    {
        var taken = new TakenTimes(
            Calendar,
            Options.Create(new GoogleOptions { Calendar = new GoogleOptions.CalendarEndpoint { Holds = holds } })
        );
        var rep = new Rep
        {
            Name = "Sam Rep",
            Email = Rep,
            AadObjectId = "aad-sam",
            TimeZone = TimeZoneInfo.Utc,
        };
        return (await taken.ReadAsync(rep, State, SomeDraft.Slots[0].Start.AddHours(-2), SomeDraft.Slots[2].End, Now)).Busy;
    }

    private static BusyInterval At(int fromHour, int fromMinute, int toHour, int toMinute) =>
        new(
            new DateTimeOffset(2026, 11, 24, fromHour, fromMinute, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 11, 24, toHour, toMinute, 0, TimeSpan.Zero)
        );

    private static string Busy(string from, string to) =>
        """{"calendars":{"rep@sales.test":{"busy":[""" + $$"""{"start":"{{from}}","end":"{{to}}"}""" + "]}}}";
}
