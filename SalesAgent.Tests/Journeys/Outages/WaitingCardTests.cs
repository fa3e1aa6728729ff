using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>A rep whose draft waits for a vendor is told so after a while, and has nothing to do about it.</summary>
public sealed class WaitingCardTests
{
    [Theory]
    [InlineData("503")]
    [InlineData("garbage")]
    [InlineData("429")]
    public async Task After_about_forty_seconds_the_rep_sees_that_the_draft_waits_for_Gmail_and_the_same_card_becomes_the_draft(string kind)
    {
        await using var drill = await OutageDrill.StartAsync("gmail");
        var agent = drill.Agent;
        drill.Begin("gmail", kind);
        var lead = await agent.SubmitSampleAsync();

        await drill.PassAsync(TimeSpan.FromSeconds(20));
        agent.World.Teams.Cards.ShouldBe(0);

        await drill.PassAsync(TimeSpan.FromSeconds(40));
        var waiting = await drill.UntilAsync(lead, state => state.Review is { Cards.Count: 1 });
        var card = agent.CardOf(waiting);
        var shown = card.Card!.ToJsonString();
        shown.ShouldContain("Waiting for Gmail");
        shown.ShouldContain("carry on as soon as it does");
        shown.ShouldContain(waiting.Run.Dossier.Prospect!.LastName!);
        shown.ShouldNotContain("Action.Execute");
        waiting.Run.Status.ShouldBe("running");

        drill.End();
        var state = await drill.UntilAsync(
            lead,
            found => found is { Run: { Status: "completed", Claim: null }, Review: { } review } && review.ShownRevision >= review.Revision
        );

        state.Review!.State.ShouldBe(ReviewState.Proposed);
        agent.World.Teams.Cards.ShouldBe(1);
        card.Card!.ToJsonString().ShouldContain("\"approve\"");
        card.Card!.ToJsonString().ShouldNotContain("Waiting for Gmail");
        (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve")).Status.ShouldBe(200);
        (await drill.UntilAsync(lead, found => found.Review!.CarriedOut.Finished)).Review!.CarriedOut.MailOutcome.ShouldBe(
            "Ready in Gmail, not sent."
        );
        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.EventType == AuditEventType.ApprovalRequested).ShouldBe(1);
    }

    [Fact]
    public async Task A_decision_that_waits_says_for_whom_and_is_carried_out_all_the_same()
    {
        await using var drill = await OutageDrill.StartAsync("gmail");
        var agent = drill.Agent;
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(
            await drill.UntilAsync(lead, state => state is { Run: { Status: "completed", Claim: null }, Review: { Cards.Count: 1 } })
        );
        drill.Begin("gmail", "refused");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");

        await drill.PassAsync(TimeSpan.FromSeconds(90));
        await drill.UntilAsync(
            lead,
            state => state.Review!.CarriedOut.WaitsFor == "Gmail" && state.Review.ShownRevision >= state.Review.Revision
        );

        card.Card!.ToJsonString().ShouldContain("Waiting for Gmail: the rest follows automatically as soon as it answers.");
        agent
            .World.HubSpot.All("tasks")
            .ShouldContain(task => task["hs_task_status"] == "COMPLETED", "one vendor does not wait for another");

        drill.End();
        await drill.UntilAsync(lead, state => state.Review!.CarriedOut is { Finished: true, GivenUp: null });
        card.Card!.ToJsonString().ShouldContain("The draft was deleted from Gmail.");
        card.Card!.ToJsonString().ShouldNotContain("Waiting for Gmail");
    }

    [Fact]
    public async Task What_could_not_be_read_at_first_makes_the_next_version_and_the_card_says_why()
    {
        await using var drill = await OutageDrill.StartAsync("calendar");
        var agent = drill.Agent;
        drill.Begin("calendar", "503");
        var lead = await agent.SubmitSampleAsync();
        var first = await drill.UntilAsync(lead, state => state is { Run.EndedAt: not null, Review: { Cards.Count: 1 } });
        var card = agent.CardOf(first);
        card.Card!.ToJsonString().ShouldContain("keep trying.");
        first.Run.Dossier.Draft!.Times.ShouldBeEmpty();

        drill.End();
        var second = await drill.UntilAsync(
            lead,
            state => state is { Run: { Status: "completed", Claim: null }, Review: { } review } && review.ShownRevision >= review.Revision
        );

        second.Run.Dossier.Draft!.Version.ShouldBe(2);
        second.Run.Dossier.Draft.Times.Count.ShouldBe(3);
        DegradedRunTests.InMailbox(agent, second.Run.Dossier).ShouldBe(second.Run.Dossier.Draft.Body.Trim());
        card.Card!.ToJsonString().ShouldContain("It can be read now, so this version offers times.");
        (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve")).Status.ShouldBe(200);
        (await drill.UntilAsync(lead, found => found.Review!.CarriedOut.Finished)).Review!.Decision!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_decided_on_is_not_written_anew()
    {
        await using var drill = await OutageDrill.StartAsync("calendar");
        var agent = drill.Agent;
        drill.Begin("calendar", "503");
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await drill.UntilAsync(lead, state => state is { Run.EndedAt: not null, Review: { Cards.Count: 1 } }));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await drill.UntilAsync(lead, state => state.Review!.CarriedOut.Finished);

        drill.End();
        await drill.PassAsync(TimeSpan.FromHours(3));

        var state = await agent.DecidedAsync(lead);
        (state.Review!.State, state.Run.Dossier.Draft!.Version).ShouldBe((ReviewState.Approved, 1));
        state.Run.Step(StepNames.CalendarAvailability).Status.ShouldBe(StepStatus.Missing);
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
        (await drill.Queue.CountAsync(CancellationToken.None)).ShouldBe(0);
    }
}
