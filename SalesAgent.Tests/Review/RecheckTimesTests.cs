using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Tests.Connectors;
using SalesAgent.Tests.Drafting;

namespace SalesAgent.Tests.Review;

/// <summary>What is seen of a draft's times while somebody waits: Tuesday at 10, Wednesday at 14 and Thursday at 16 in New York.</summary>
public sealed class RecheckTimesTests : ConnectorWorld
{
    private const string FreeBusy = "POST /c/freeBusy";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("", "")]
    [InlineData("2026-11-24T14:00:00Z/2026-11-24T15:00:00Z", "")]
    [InlineData("2026-11-24T15:30:00Z/2026-11-24T16:00:00Z", "")]
    [InlineData("2026-11-24T15:29:59Z/2026-11-24T16:00:00Z", "20261124T1500Z")]
    [InlineData("2026-11-24T14:00:00Z/2026-11-24T15:00:01Z", "20261124T1500Z")]
    [InlineData("2026-11-24T15:10:00Z/2026-11-24T15:20:00Z", "20261124T1500Z")]
    [InlineData("2026-11-25T05:00:00Z/2026-11-26T05:00:00Z", "20261125T1900Z")]
    [InlineData("2026-11-20T05:00:00Z/2026-11-30T05:00:00Z", "20261124T1500Z,20261125T1900Z,20261126T2100Z")]
    public async Task What_overlaps_an_appointment_is_gone_and_what_touches_one_is_not(string busy, string gone)
    {
        Wire.On(FreeBusy, Answer(busy));

        var seen = await NewLook().AtAsync(State(), Now);

        seen!.IsKnown.ShouldBeTrue();
        string.Join(',', seen.Gone).ShouldBe(gone);
    }

    [Fact]
    public async Task What_has_passed_is_gone_without_asking_anybody()
    {
        time.SetUtcNow(new DateTimeOffset(2026, 11, 27, 0, 0, 0, TimeSpan.Zero));

        var seen = await NewLook().AtAsync(State(), Now);

        (seen!.IsKnown, seen.Gone.Count).ShouldBe((true, 3));
        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_draft_that_offers_no_times_has_none_to_look_at()
    {
        (await NewLook().AtAsync(State([]), Now)).ShouldBeNull();
        Wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"calendars":{"rep@sales.test":{"busy":[],"errors":[{"reason":"notFound"}]}}}""")]
    [InlineData("""{"calendars":{}}""")]
    [InlineData("<html></html>")]
    public async Task A_calendar_that_cannot_be_read_is_not_known_and_no_failure(string answer)
    {
        Wire.On(FreeBusy, answer);

        var seen = await NewLook().AtAsync(State(), Now);

        (seen!.IsKnown, seen.Gone.Count).ShouldBe((false, 0));
    }

    [Fact]
    public async Task A_calendar_that_does_not_answer_is_waited_for_a_second_and_what_has_passed_is_gone_all_the_same()
    {
        // Nothing else gives up here.
        Settings["Connectors:AttemptTimeout"] = Settings["Connectors:ReadTimeout"] = "00:01:00";
        Wire.On(FreeBusy, WireAnswer.Never);
        time.SetUtcNow(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        var looking = NewLook().AtAsync(State(), Now);
        await UntilAsync(() => Wire.Count(FreeBusy) == 1);
        looking.IsCompleted.ShouldBeFalse();

        time.Advance(RecheckTimes.Patience);
        var seen = await looking.WaitAsync(TimeSpan.FromSeconds(30), Now);

        seen!.IsKnown.ShouldBeFalse();
        seen.Gone.ShouldBe(["20261124T1500Z"]);
    }

    [Fact]
    public async Task Fifty_who_click_at_once_are_one_question_and_whoever_clicks_later_is_another()
    {
        Wire.On(FreeBusy, Answer(""));
        var look = NewLook();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(() => look.AtAsync(State(lead: $"lead{n % 5}"), Now), Now)));
        Wire.Count(FreeBusy).ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(3));
        await look.AtAsync(State(), Now);
        Wire.Count(FreeBusy).ShouldBe(2);
    }

    [Fact]
    public async Task What_one_is_told_of_a_calendar_holds_for_another_draft_and_a_time_it_does_not_reach_is_asked_about()
    {
        Wire.On(FreeBusy, Answer("2026-11-25T05:00:00Z/2026-11-26T05:00:00Z"));
        var look = NewLook();

        (await look.AtAsync(State([SomeDraft.Slots[0]], "lead1"), Now))!.Gone.ShouldBeEmpty();
        (await look.AtAsync(State([SomeDraft.Slots[1]], "lead2"), Now))!.Gone.ShouldBe(["20261125T1900Z"]);
        Wire.Count(FreeBusy).ShouldBe(1);

        var far = SomeDraft.Slots[0];
        await look.AtAsync(State([far with { Start = far.Start.AddDays(20), End = far.End.AddDays(20) }], "lead3"), Now);
        Wire.Count(FreeBusy).ShouldBe(2);
    }

    [Fact]
    public async Task One_who_gives_up_does_not_end_the_look_for_the_others()
    {
        Wire.On(FreeBusy, WireAnswer.Never);
        var look = NewLook();
        using var gaveUp = new CancellationTokenSource();
        var first = look.AtAsync(State(), gaveUp.Token);
        var second = look.AtAsync(State(), Now);

        await gaveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        second.IsCompleted.ShouldBeFalse();

        await UntilAsync(() => Wire.Count(FreeBusy) == 1);
        time.Advance(RecheckTimes.Patience);
        (await second)!.IsKnown.ShouldBeFalse();
    }

    private RecheckTimes NewLook() =>
        new(
            new TakenTimes(Calendar, Options.Create(new GoogleOptions())),
            new RepDirectory([
                new Rep
                {
                    Name = "Sam Rep",
                    Email = Rep,
                    AadObjectId = "aad-sam",
                    TimeZone = TimeZoneInfo.Utc,
                },
            ]),
            time
        );

    private LeadState State(IReadOnlyList<Slot>? times = null, string lead = "lead1") =>
        new()
        {
            Lead = new Lead(
                lead,
                "person1",
                new IncomingLead
                {
                    Source = LeadSource.Chat,
                    EventKey = "1",
                    OccurredAt = time.GetUtcNow(),
                    PortalId = 1,
                },
                time.GetUtcNow()
            ),
            Run = Run.Begin(time.GetUtcNow()) with
            {
                Dossier = new Dossier
                {
                    Draft = DraftComposer.Compose(
                        new WrittenMessage("Hello", "Hi\n\n[[times]]\n", "template:test"),
                        SomeDraft.Envelope,
                        times ?? SomeDraft.Slots
                    ),
                },
            },
            Audit = AuditChain.Begin(),
            Versions = new Dictionary<string, string>(),
        };

    private static string Answer(string busy) =>
        """{"calendars":{"rep@sales.test":{"busy":["""
        + (busy.Split('/') is [var start, var end] ? $$"""{"start":"{{start}}","end":"{{end}}"}""" : "")
        + "]}}}";

    private static async Task UntilAsync(Func<bool> enough)
    {
        for (var tries = 0; !enough() && tries < 1000; tries++)
            await Task.Delay(20, Now);
        enough().ShouldBeTrue();
    }
}
