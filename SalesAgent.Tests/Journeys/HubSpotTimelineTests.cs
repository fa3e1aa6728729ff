using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Task and note in HubSpot: each once, whatever happens on the way.</summary>
public sealed class HubSpotTimelineTests
{
    private const string Tasks = "hubspot.tasks.create";
    private const string Notes = "hubspot.notes.create";

    [Fact]
    public async Task Twice_no_answer_once_unwritten_and_once_written_is_still_one_task_and_one_note()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        foreach (var operation in (string[])[Tasks, Notes])
        {
            agent.Faults.Set(operation, Outage.Named(Outage.Dropped), times: 1);
            agent.Faults.Then(operation, Outage.Named(Outage.DroppedAfterWriting), times: 1);
        }

        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Run.Status == "completed");

        foreach (var operation in (string[])[Tasks, Notes])
        {
            agent.World.Calls.Calls(operation).ShouldBe(2, operation);
            agent.World.Calls.Writes(operation).ShouldBe(1, operation);
        }
    }

    /// <summary>As when the process dies between HubSpot's answer and the record of it, and somebody is faster than the restart.</summary>
    [Theory]
    [InlineData(Outage.DroppedAfterWriting, 1)]
    [InlineData(Outage.Dropped, 0)]
    public async Task A_draft_rejected_before_we_know_what_was_filed_leaves_no_open_task(string outage, int filed)
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Work:Delays:0"] = "00:00:03" }
        );
        foreach (var operation in (string[])[Tasks, Notes])
            agent.Faults.Set(operation, Outage.Named(outage), times: 1);
        var lead = await agent.SubmitSampleAsync();
        var (shown, card) = await agent.ShownAsync(lead);
        shown.Run.Intents.ShouldBe([RunIntents.Task, RunIntents.Note], ignoreOrder: true);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.DecidedAsync(lead);
        var ended = await agent.UntilAsync(lead, state => state.Run.Intents.Count == 0);

        agent.World.Calls.Writes(Tasks).ShouldBe(filed);
        agent.World.Calls.Writes(Notes).ShouldBe(filed + 1, "and the note about the decision");
        ended.Run.Status.ShouldBe(filed == 1 ? "completed" : "degraded");
        if (filed == 1)
        {
            agent
                .World.HubSpot.All("tasks")
                .Single(task => task["hs_task_body"]!.Contains(FilingReference.For(lead.Value, "TASK"), StringComparison.Ordinal))[
                    "hs_task_status"
                ]
                .ShouldBe("COMPLETED");
        }

        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.EventType is AuditEventType.TaskCreated).ShouldBe(filed);
    }

    [Fact]
    public async Task While_it_cannot_be_looked_nothing_is_written_again()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        agent.Faults.Set(Tasks, Outage.Named(Outage.DroppedAfterWriting), times: 1);
        agent.Faults.Set("hubspot.associations.batchread", Outage.Named(Outage.Broken), times: 2);

        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Run.Status == "completed");

        agent.World.Calls.Calls(Tasks).ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_the_rep_deleted_stays_deleted()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        agent.Faults.Set(Notes, Outage.Named(Outage.Broken));
        var lead = await agent.SubmitSampleAsync();
        var degraded = await agent.RestingAsync(lead);
        agent.World.HubSpot.Archive("tasks", degraded.Run.Dossier.TaskId!.Value.Value).ShouldBeTrue();

        agent.Faults.Clear();
        var card = agent.CardOf(degraded);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "retry");
        await agent.UntilAsync(lead, state => state.Run.Status == "completed");

        agent.World.Calls.Writes(Tasks).ShouldBe(1);
        agent.World.Calls.Writes(Notes).ShouldBe(1);
    }

    [Fact]
    public async Task A_daily_limit_is_waited_out_by_the_queue_and_not_run_into_again()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set(
            Tasks,
            new Fault.Status(
                429,
                Body: """{"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT","policyName":"DAILY"}"""
            )
        );

        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

        state
            .Run.Step(StepNames.CreateHubSpotTask)
            .Detail.ShouldBe("No task could be filed in HubSpot (it asked to be called less often).");
        agent.World.Calls.Calls(Tasks).ShouldBe(1);
    }
}
