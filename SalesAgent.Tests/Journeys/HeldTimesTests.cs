using SalesAgent.Bot.Sandbox.Calendar;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Wire;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Offered times are kept free in the rep's calendar, if that is switched on, and never at anybody's cost.</summary>
public sealed class HeldTimesTests
{
    private static readonly Dictionary<string, string?> On = new() { ["Google:Calendar:Holds"] = "true" };

    /// <summary>The queue tries nothing again while the test runs.</summary>
    private static readonly Dictionary<string, string?> Once = new(RunningAgent.Impatient)
    {
        ["Google:Calendar:Holds"] = "true",
        ["Work:Delays:0"] = "00:10:00",
    };

    [Fact]
    public async Task The_offered_times_are_held_tentatively_and_concern_nobody_but_the_rep()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (_, state) = await HeldAsync(agent);

        var holds = HoldsOf(agent);
        holds.Select(hold => (hold.Start, hold.End)).ShouldBe(state.Run.Dossier.Draft!.Times.Select(slot => (slot.Start, slot.End)));
        holds.Length.ShouldBe(3);
        foreach (var hold in holds.Select(hold => hold.Document))
        {
            (hold.Text("status"), hold.Text("visibility"), hold.Text("transparency")).ShouldBe(("tentative", "private", "opaque"));
            hold.Text("summary").ShouldBe($"Held for {state.Run.Dossier.Prospect!.Email}");
            hold.ContainsKey("attendees").ShouldBeFalse();
        }

        agent.World.Calendar.Invitations.ShouldBe(0);
        agent.World.Calls.Writes("calendar.events.insert").ShouldBe(3);
        agent.CardOf(state).Card!.ToJsonString().ShouldNotContain("held", Case.Insensitive);
    }

    [Fact]
    public async Task When_all_is_done_no_claim_is_remembered()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var card = agent.CardOf(state);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.DecidedAsync(lead);
        await UntilHeldAsync(agent, lead, 0);

        await Eventually.FindAsync(() => agent.Get<LeadClaims>().Seen == 0 ? agent : null);
    }

    [Fact]
    public async Task Switched_off_no_event_is_read_or_written()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var state = await agent.DecidedAsync(lead);

        agent.World.Calls.All.Keys.ShouldContain("calendar.freebusy");
        agent.World.Calls.All.Keys.ShouldNotContain(operation => operation.StartsWith("calendar.events", StringComparison.Ordinal));
        state.Review!.Holds.ShouldBeNull();
    }

    [Fact]
    public async Task An_approval_takes_the_times_for_free_and_they_stay_held()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var card = agent.CardOf(state);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var approved = await agent.DecidedAsync(lead);

        (approved.Review!.Decision!.Times!.IsKnown, approved.Review.Decision.Times.Gone.Count).ShouldBe((true, 0));
        agent.World.Calls.Calls("calendar.events.list").ShouldBe(3);
        HoldsOf(agent).Length.ShouldBe(3);
        agent.World.Calls.Writes("calendar.events.delete").ShouldBe(0);
    }

    [Fact]
    public async Task An_appointment_on_top_of_a_hold_is_seen()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var (card, gone) = (agent.CardOf(state), state.Run.Dossier.Draft!.Times[1]);
        CalendarOf(agent).Block(gone.Start.AddMinutes(10), gone.End.AddMinutes(-10), "On top");

        Clicks.ShownIn(await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve")).ShouldContain("No longer free: ");

        var marked = await agent.RestingAsync(lead);
        marked.Review!.Decision.ShouldBeNull();
        marked.Review.Gone!.Ids.ShouldBe([gone.Id]);
    }

    [Fact]
    public async Task A_calendar_that_cannot_tell_a_hold_from_an_appointment_is_not_known()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var card = agent.CardOf(state);
        agent.Faults.Set("calendar.events.list", Outage.Named(Outage.Broken));

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");

        (await agent.DecidedAsync(lead)).Review!.Decision!.Times!.IsKnown.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rejection_lets_the_times_go()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var card = agent.CardOf(state);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await UntilHeldAsync(agent, lead, 0);

        HoldsOf(agent).ShouldBeEmpty();
        agent.World.Calls.Writes("calendar.events.delete").ShouldBe(3);
    }

    [Fact]
    public async Task What_the_rep_made_of_a_hold_is_theirs_to_keep()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var (card, meeting) = (agent.CardOf(state), HoldsOf(agent)[1]);
        meeting.Document["status"] = "confirmed";

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await UntilHeldAsync(agent, lead, 0);

        HoldsOf(agent).ShouldBe([meeting]);
    }

    [Fact]
    public async Task Other_times_are_held_instead_and_the_first_ones_can_come_back()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, first) = await HeldAsync(agent);
        var (card, before) = (agent.CardOf(first), HoldsOf(agent));
        var (kept, others) = (first.Run.Dossier.Draft!.Times[0], OtherTimesTests.OthersThan(first));

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking([kept, .. others]));
        await UntilVersionAsync(agent, lead, 2, 3);

        StartsOf(HoldsOf(agent)).ShouldBe(new[] { kept }.Concat(others).Select(slot => slot.Start), ignoreOrder: true);
        HoldsOf(agent).ShouldContain(before[0]);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking(first.Run.Dossier.Draft.Times));
        await UntilVersionAsync(agent, lead, 3, 3);

        StartsOf(HoldsOf(agent)).ShouldBe(StartsOf(before));
        HoldsOf(agent)[0].ShouldBe(before[0]);
        HoldsOf(agent)[1].Id.ShouldNotBe(before[1].Id);
    }

    [Fact]
    public async Task A_newer_draft_takes_the_holds_of_the_older_away_and_has_its_own()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var older = await agent.SubmitAsync(Of(SampleProspect.Ines, minutesAgo: 40));
        await UntilHeldAsync(agent, older, 3);
        var before = HoldsOf(agent);

        var newer = await agent.SubmitAsync(Of(SampleProspect.Ines, minutesAgo: 2));
        var state = await UntilHeldAsync(agent, newer, 3);
        await UntilHeldAsync(agent, older, 0);

        StartsOf(HoldsOf(agent)).ShouldBe(state.Run.Dossier.Draft!.Times.Select(slot => slot.Start));
        HoldsOf(agent).Intersect(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_held_for_one_lead_is_not_offered_to_another()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var first = await UntilHeldAsync(agent, await agent.SubmitAsync(Of(SampleProspect.Ines, minutesAgo: 2)), 3);

        var second = await UntilHeldAsync(agent, await agent.SubmitAsync(Of(SampleProspect.Marcus, minutesAgo: 2)), 3);

        second.Lead.Id.ShouldNotBe(first.Lead.Id);
        second.Run.Dossier.RepId.ShouldBe(first.Run.Dossier.RepId);
        second
            .Run.Dossier.Draft!.Times.Select(slot => slot.Id)
            .Intersect(first.Run.Dossier.Draft!.Times.Select(slot => slot.Id))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Outage.Broken)]
    [InlineData(Outage.NoAnswerAfterWriting)]
    [InlineData(Outage.DroppedAfterWriting)]
    [InlineData(Outage.HalfAnAnswer)]
    public async Task A_hold_that_was_not_answered_for_is_there_once(string outage)
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Google:Calendar:Holds"] = "true" }
        );
        agent.Faults.Set("calendar.events.insert", Outage.Named(outage), times: 1);

        var (lead, state) = await HeldAsync(agent);
        await agent.Get<LeadWork>().RequestAsync(LeadWork.HoldTimes, lead, CancellationToken.None);
        await agent.Get<LeadWork>().RequestAsync(LeadWork.HoldTimes, lead, CancellationToken.None);

        StartsOf(HoldsOf(agent)).ShouldBe(state.Run.Dossier.Draft!.Times.Select(slot => slot.Start));
        agent.World.Calls.Writes("calendar.events.insert").ShouldBe(3);
        state.Review!.Holds!.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_hold_that_the_rep_deleted_stays_deleted()
    {
        await using var agent = await RunningAgent.StartAsync(Once);
        agent.Faults.Set("calendar.events.insert", Outage.Named(Outage.DroppedAfterWriting), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Review?.Holds is { Claim: null });
        CalendarOf(agent).Delete(HoldsOf(agent).ShouldHaveSingleItem().Id);

        await agent.Get<LeadWork>().RequestAsync(LeadWork.HoldTimes, lead, CancellationToken.None);
        var state = await agent.UntilAsync(
            lead,
            found => found.Review!.Holds is { Claim: null } holds && holds.Times.All(time => time.State is not HeldTimeState.Asked)
        );

        state.Review!.Holds!.Times.Select(time => time.State).ShouldBe([HeldTimeState.LeftOut, HeldTimeState.Held, HeldTimeState.Held]);
        HoldsOf(agent).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_calendar_that_lets_nothing_be_held_costs_a_sentence_on_the_card_and_nothing_else()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        agent.Faults.Set("calendar.events.insert", new Fault.Refuse());
        var lead = await agent.SubmitSampleAsync();

        await agent.UntilAsync(
            lead,
            found => found.Review is { Holds.Problem: not null } review && review.ShownRevision >= review.Revision
        );
        var state = await agent.RestingAsync(lead);

        var card = agent.CardOf(state);
        card.Card!.ToJsonString().ShouldContain("The offered times could not be held in the calendar (it ");
        state.Run.Status.ShouldBe("completed");
        (await agent.StoryAsync(lead)).Lines.ShouldContain(line =>
            line.Entry.EventType == AuditEventType.ConnectorError && line.Entry.Action == "Holding a time"
        );
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    [Fact]
    public async Task Holds_that_cannot_be_removed_are_told_on_the_closed_card()
    {
        await using var agent = await RunningAgent.StartAsync(On);
        var (lead, state) = await HeldAsync(agent);
        var card = agent.CardOf(state);
        agent.Faults.Set("calendar.events.delete", new Fault.Refuse());

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.UntilAsync(
            lead,
            found =>
                found.Review is { Holds.Problem: not null, CarriedOut.Finished: true } review && review.ShownRevision >= review.Revision
        );

        card.Card!.ToJsonString().ShouldContain("The held times could not be removed from the calendar (it ");
        card.Card.ToJsonString().ShouldContain("The draft was deleted from Gmail.");
    }

    private static async Task<(LeadId Lead, LeadState State)> HeldAsync(RunningAgent agent)
    {
        var lead = await agent.SubmitSampleAsync();
        await UntilHeldAsync(agent, lead, 3);
        return (lead, await agent.RestingAsync(lead));
    }

    private static Task<LeadState> UntilHeldAsync(RunningAgent agent, LeadId lead, int times) =>
        agent.UntilAsync(
            lead,
            state =>
                state.Review?.Holds is { Claim: null } holds
                && holds.Times.Count == times
                && holds.Times.All(time => time.State is HeldTimeState.Held)
        );

    private static async Task UntilVersionAsync(RunningAgent agent, LeadId lead, int version, int times)
    {
        await agent.UntilAsync(
            lead,
            state =>
                state.Run is { EndedAt: not null, Dossier.WrittenDraft: { } draft }
                && draft.Version == version
                && state.Review?.Holds is { Claim: null } holds
                && holds.Times.Count == times
                && holds.Times.All(time => draft.Times.Any(slot => slot.Start == time.Start))
        );
        await agent.RestingAsync(lead);
    }

    private static RepCalendar CalendarOf(RunningAgent agent) => agent.World.Calendar[agent.World.Reps[0].Email];

    private static CalendarEvent[] HoldsOf(RunningAgent agent) =>
        [
            .. CalendarOf(agent)
                .Events.Where(entry => !entry.Cancelled && entry.Document["extendedProperties"]?["private"]?["salesAgentHold"] is not null),
        ];

    private static DateTimeOffset[] StartsOf(IEnumerable<CalendarEvent> holds) => [.. holds.Select(hold => hold.Start)];

    private static System.Text.Json.Nodes.JsonObject Of(SampleProspect who, int minutesAgo) =>
        new SampleSubmission(
            $"f{minutesAgo:D7}-0000-4000-8000-000000000009",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo),
            "Talk to sales",
            "https://contoso.example/talk",
            "Please call me."
        ).Form();
}
