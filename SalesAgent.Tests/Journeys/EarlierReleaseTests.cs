using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Journeys.Outages;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// Runs that the release before has stored, taken up by a build with one step more, or one less. Each of today's steps is the new one in
/// turn: its report is taken out of the stored run.
/// </summary>
public sealed class EarlierReleaseTests(Azurite azurite)
{
    private static readonly string[] Writes = ["gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create"];

    public static TheoryData<string> Steps => [.. StepOrder.Names];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_lead_that_was_half_way_goes_on_and_the_new_step_is_done(string step)
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        await drill.UntilAsync(lead, state => state.Run is { Stalled: not null, Claim: null });
        await StoreAsync(agent, lead, run => Without(step, run));

        drill.End();
        var state = await drill.UntilAsync(lead, IsShown);

        state.Run.Status.ShouldBe("completed");
        state.Run.Steps.Select(report => report.Name).ShouldBe(StepOrder.Names);
        await ApproveAsync(agent, lead, state, found => drill.UntilAsync(lead, found));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_lead_that_was_finished_is_decided_on_as_it_is_and_does_not_go_back(string step)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);
        var stored = await StoreAsync(agent, lead, run => Without(step, run));

        await agent.Get<LeadWork>().RequestAsync(LeadWork.RunLead, lead, CancellationToken.None);
        await agent.UntilAsync(lead, state => state.RunVersion != stored.RunVersion && state.Run.Claim is null);
        var state = await agent.RestingAsync(lead);

        state.Run.HasMet(step).ShouldBeFalse();
        state.Run.Status.ShouldBe("completed");
        await ApproveAsync(agent, lead, state, found => agent.UntilAsync(lead, found));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_lead_that_was_finished_has_the_new_step_done_with_its_next_version(string step)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var stored = await StoreAsync(agent, lead, run => Without(step, run));
        var other = stored.Run.Dossier.Availability!.Free.First(slot => !stored.Run.Dossier.Availability.Offered.Contains(slot));

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", new Dictionary<string, string> { ["times"] = other.Id });
        var state = await agent.UntilAsync(lead, found => found.Run.Dossier.Draft?.Version == 2 && IsShown(found));

        state.Run.Status.ShouldBe("completed");
        state.Run.Steps.Select(report => report.Name).ShouldBe(StepOrder.Names);
        await ApproveAsync(agent, lead, state, found => agent.UntilAsync(lead, found));
    }

    [Theory]
    [InlineData(StepStatus.Waiting)]
    [InlineData(StepStatus.Missing)]
    public async Task A_lead_that_waits_for_a_step_that_is_gone_does_not_wait(StepStatus status)
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        await drill.UntilAsync(lead, state => state.Run is { Stalled: not null, Claim: null });
        await StoreAsync(
            agent,
            lead,
            run => run with { Steps = [new StepReport("score_lead", status, 1, "No answer.") { TryAgain = true }, .. run.Steps] }
        );

        drill.End();
        var state = await drill.UntilAsync(lead, IsShown);

        state.Run.Status.ShouldBe("completed");
        state.Run.Steps.Select(report => report.Name).ShouldBe(StepOrder.Names);
        agent.CardOf(state).Card!.ToJsonString().ShouldNotContain("score_lead");
        await ApproveAsync(agent, lead, state, found => drill.UntilAsync(lead, found));
    }

    [Fact]
    public async Task A_lead_whose_only_unfinished_step_is_the_new_one_can_be_given_up()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        await drill.UntilAsync(lead, state => state.Run is { Stalled: not null, Claim: null });
        await StoreAsync(
            agent,
            lead,
            run =>
                Without(StepNames.CreateDraft, run) with
                {
                    Steps = [.. Without(StepNames.CreateDraft, run).Steps.Select(step => step with { Status = StepStatus.Done })],
                }
        );

        var givenUp = await drill.UntilAsync(lead, state => state.Run.GivenUp, TimeSpan.FromDays(3));

        givenUp.Run.Step(StepNames.CreateDraft).Status.ShouldBe(StepStatus.Failed);
    }

    [Theory]
    [InlineData(StepNames.SearchEmail)]
    [InlineData(StepNames.CreateHubSpotTask)]
    public async Task In_a_storage_account_as_well(string step)
    {
        var account = await azurite.NewAccountAsync();
        var settings = new Dictionary<string, string?>(account.Settings.ToDictionary())
        {
            ["Work:Delays:2"] = "00:00:01",
            ["Work:Delays:3"] = "00:00:01",
            ["Work:Delays:4"] = "00:00:01",
        };
        await using var agent = await RunningAgent.StartAsync(settings);
        var finished = await agent.SubmitSampleAsync(1);
        await agent.RestingAsync(finished);
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var halfWay = await agent.SubmitSampleAsync();
        await agent.UntilAsync(halfWay, state => state.Run is { Stalled: not null, Claim: null });
        foreach (var lead in new[] { finished, halfWay })
            await StoreAsync(agent, lead, run => Without(step, run));
        agent.Faults.Clear();

        var state = await agent.UntilAsync(halfWay, IsShown);

        state.Run.Steps.Select(report => (report.Name, report.Status)).ShouldBe(StepOrder.Names.Select(name => (name, StepStatus.Done)));
        await ApproveAsync(agent, halfWay, state, found => agent.UntilAsync(halfWay, found), leads: 2);
        var card = agent.CardOf(await agent.RestingAsync(finished));
        (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve")).Status.ShouldBe(200);
        (await agent.DecidedAsync(finished)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    /// <summary>The decision is taken and carried out, nothing was written twice, and the audit is whole.</summary>
    private static async Task ApproveAsync(
        RunningAgent agent,
        LeadId lead,
        LeadState state,
        Func<Func<LeadState, bool>, Task<LeadState>> until,
        int leads = 1
    )
    {
        foreach (var write in Writes)
            agent.World.Calls.Writes(write).ShouldBe(leads, write);
        agent.World.Teams.Cards.ShouldBe(leads);
        var card = agent.CardOf(state);

        (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve")).Status.ShouldBe(200);

        (await until(found => found.Review!.CarriedOut.Finished)).Review!.CarriedOut.MailOutcome.ShouldBe("Ready in Gmail, not sent.");
        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story.Lines.Count(line => line.Entry.EventType == AuditEventType.ApprovalGranted).ShouldBe(1);
    }

    private static bool IsShown(LeadState state) =>
        state
            is { Run: { EndedAt: not null, Claim: null, Stalled: null }, Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review }
        && review.ShownRevision >= review.Revision;

    private static async Task<LeadState> StoreAsync(RunningAgent agent, LeadId lead, Func<Run, Run> asBefore)
    {
        var records = agent.Get<LeadRecords>();
        var state = (await records.FindAsync(lead, CancellationToken.None))!;
        return await records.ChangeAsync(state, now => new LeadChange { Run = asBefore(now.Run) }, CancellationToken.None);
    }

    private static Run Without(string step, Run run) => run with { Steps = [.. run.Steps.Where(report => report.Name != step)] };
}
