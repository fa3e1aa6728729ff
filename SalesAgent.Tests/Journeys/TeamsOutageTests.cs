using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A card that could not be posted comes later; one that may have been posted works all the same.</summary>
public sealed class TeamsOutageTests
{
    private static readonly Dictionary<string, string?> Slowly = new(RunningAgent.Impatient)
    {
        ["Work:Delays:0"] = "00:00:01",
        ["Work:Delays:1"] = "00:00:01",
    };

    [Theory]
    [InlineData(Outage.Dropped)]
    [InlineData(Outage.Broken)]
    [InlineData(Outage.Slow)]
    [InlineData(Outage.Garbage)]
    public async Task The_card_comes_by_itself_once_Teams_is_back(string outage)
    {
        await using var agent = await RunningAgent.StartAsync(Slowly);
        agent.Faults.Set("teams.*", Outage.Named(outage));
        var lead = await agent.SubmitSampleAsync();
        var waiting = await agent.UntilAsync(lead, state => state.Run.EndedAt is not null);
        waiting.Run.Steps.Where(step => step.Status != StepStatus.Done).Select(step => step.Name).ShouldBe([StepNames.RequestApproval]);
        agent.World.Teams.Cards.ShouldBe(0);

        agent.Faults.Clear();
        var state = await agent.RestingAsync(lead);

        state.Run.Status.ShouldBe("completed");
        agent.World.Teams.Cards.ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(1);
        await agent.Alex.At(agent.CardOf(state)).ClickAsync(agent.App.Messages, agent.CardOf(state), "approve");
        (await agent.DecidedAsync(lead)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    [Theory]
    [InlineData(Outage.Refusing)]
    [InlineData(Outage.LockedOut)]
    public async Task Where_Teams_refuses_us_the_rep_gets_the_card_by_choosing_a_channel(string outage)
    {
        await using var agent = await RunningAgent.StartAsync(Slowly);
        agent.Faults.Set("teams.*", Outage.Named(outage));
        var lead = await agent.SubmitSampleAsync();
        var waiting = await agent.UntilAsync(lead, state => state.Run.EndedAt is not null);
        waiting.Run.Step(StepNames.RequestApproval).Status.ShouldBe(StepStatus.Missing);

        agent.Faults.Clear();
        await agent.Alex.InChannel(agent.World.Teams.Leads).SayAsync(agent.App.Messages, "use this channel");
        var state = await agent.RestingAsync(lead);

        state.Run.Status.ShouldBe("completed");
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Theory]
    [InlineData(Outage.NoAnswerAfterWriting)]
    [InlineData(Outage.DroppedAfterWriting)]
    [InlineData(Outage.HalfAnAnswer)]
    public async Task A_card_that_arrived_unheard_can_be_clicked_and_its_repeat_says_that_it_is_one(string outage)
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        agent.Faults.Set("teams.conversations.create", Outage.Named(outage), times: 1);

        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);

        agent.World.Teams.Cards.ShouldBe(2);
        var known = agent.CardOf(state);
        known.Card!.ToJsonString().ShouldContain("This card may appear twice");
        var unheard = agent.World.Teams.In(agent.World.Teams.Leads).Cards.Single(card => card.Id != known.Id);

        var answer = await agent.Alex.At(unheard).ClickAsync(agent.App.Messages, unheard, "approve");
        await agent.DecidedAsync(lead);

        answer.Status.ShouldBe(200);
        unheard.Card!.ToJsonString().ShouldContain("Approved, not sent");
        known.Card!.ToJsonString().ShouldContain("Approved, not sent");
    }
}
