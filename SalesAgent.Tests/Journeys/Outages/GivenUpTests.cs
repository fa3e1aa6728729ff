using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>What nobody answered to for half a day, or is refused, stands on the operator's list, and a retry completes it.</summary>
public sealed class GivenUpTests
{
    [Fact]
    public async Task A_lead_that_waited_half_a_day_for_Gmail_is_listed_its_rep_is_told_and_a_retry_completes_it()
    {
        await using var drill = await OutageDrill.StartAsync("gmail");
        var agent = drill.Agent;
        drill.Begin("gmail", "503");
        var lead = await agent.SubmitSampleAsync();

        await drill.PassAsync(TimeSpan.FromHours(10));
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty("half a day is not over");
        await drill.PassAsync(TimeSpan.FromHours(8));

        var buried = (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        buried.BuriedBecause!.ShouldStartWith("Gmail did not take the draft");
        var told = await drill.UntilAsync(
            lead,
            state => state.Review is { State: ReviewState.Failed, WaitsFor: null } review && review.ShownRevision >= review.Revision
        );
        told.Run.Status.ShouldBe("failed");
        var card = agent.CardOf(told);
        card.Card!.ToJsonString().ShouldContain("No draft was made");

        drill.End();
        (await drill.Queue.RetryBuriedAsync(buried.Id, CancellationToken.None)).ShouldBeTrue();
        var state = await drill.UntilAsync(
            lead,
            found =>
                found is { Run: { Status: "completed", Claim: null }, Review.State: ReviewState.Proposed }
                && found.Review.ShownRevision >= found.Review.Revision
        );

        card.Card!.ToJsonString().ShouldContain("\"approve\"");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(1);
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
        state.Run.GivenUp.ShouldBeFalse();
    }

    [Fact]
    public async Task A_decision_that_waited_half_a_day_is_listed_and_a_retry_carries_it_out()
    {
        await using var drill = await OutageDrill.StartAsync("gmail");
        var agent = drill.Agent;
        var drafts = agent.AlexMail.Drafts.Count;
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(
            await drill.UntilAsync(lead, state => state is { Run: { Status: "completed", Claim: null }, Review: { Cards.Count: 1 } })
        );
        drill.Begin("gmail", "503");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await drill.PassAsync(TimeSpan.FromHours(10));
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty("half a day is not over");
        await drill.PassAsync(TimeSpan.FromHours(8));

        var buried = (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        buried.BuriedBecause!.ShouldStartWith("not done after the decision: mail");
        card.Card!.ToJsonString().ShouldContain("Gmail could not be asked about the draft.");

        drill.End();
        (await drill.Queue.RetryBuriedAsync(buried.Id, CancellationToken.None)).ShouldBeTrue();
        await drill.UntilAsync(lead, state => state.Review!.CarriedOut is { Finished: true, GivenUp: null });

        agent.AlexMail.Drafts.Count.ShouldBe(drafts);
        card.Card!.ToJsonString().ShouldContain("The draft was deleted from Gmail.");
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(2, "one of the draft, one of the decision");
    }

    [Theory]
    [InlineData("gmail.drafts.get", "mail")]
    [InlineData("hubspot.tasks.update", "task")]
    [InlineData("hubspot.notes.create", "note")]
    public async Task A_part_of_a_decision_that_is_refused_is_listed_at_once(string operation, string part)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        agent.Faults.Set(operation, new Fault.Status(401));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        var state = await agent.DecidedAsync(lead);

        state.Review!.CarriedOut.GivenUp.ShouldBe([part]);
        var queue = agent.Get<IWorkQueue>();
        var buried = (await BuriedAsync(queue)).ShouldHaveSingleItem();
        buried.BuriedBecause!.ShouldStartWith($"not done after the decision: {part}");

        agent.Faults.Clear();
        (await queue.RetryBuriedAsync(buried.Id, CancellationToken.None)).ShouldBeTrue();
        await agent.UntilAsync(lead, found => found.Review!.CarriedOut is { Finished: true, GivenUp: null });
        card.Card!.ToJsonString().ShouldNotContain("could not be");
    }

    [Fact]
    public async Task A_refused_decision_whose_process_died_before_it_was_listed_is_listed_and_a_click_too_late_does_not_try_again()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, queue) = (await agent.SubmitSampleAsync(), agent.Get<IWorkQueue>());
        var buried = await RefusedAsync(agent, lead);

        // As if it had not come to be buried: the same item, handed out again.
        var carryOut = CarryOut(agent);
        var calls = agent.World.Calls.Calls("gmail.drafts.get");
        foreach (var attempt in (int[])[1, 2])
        {
            (await carryOut.DoAsync(buried.Item, attempt, CancellationToken.None))
                .ShouldBeOfType<WorkResult.GiveUp>()
                .Reason.ShouldBe(buried.BuriedBecause);
        }

        // A click that came too late asks for it once more, through the queue.
        await agent.Get<LeadWork>().RequestAsync(LeadWork.CarryOut, lead, CancellationToken.None);
        var listed = (await BuriedAsync(queue)).ShouldHaveSingleItem();
        (listed.Item, listed.BuriedBecause).ShouldBe((buried.Item, buried.BuriedBecause));
        agent.World.Calls.Calls("gmail.drafts.get").ShouldBe(calls);
    }

    [Fact]
    public async Task A_retry_whose_first_attempt_came_to_nothing_opens_the_decision_at_the_next_and_only_once()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var buried = await RefusedAsync(agent, lead);
        var carryOut = CarryOut(agent);
        var retried = buried.Item with { Retry = "one" };

        // Its first attempt died before it read the lead. It is refused again, and dies before it is buried.
        (await carryOut.DoAsync(retried, 2, CancellationToken.None))
            .ShouldBeOfType<WorkResult.GiveUp>()
            .Reason.ShouldBe(buried.BuriedBecause);
        var calls = agent.World.Calls.Calls("gmail.drafts.get");
        (await carryOut.DoAsync(retried, 3, CancellationToken.None)).ShouldBeOfType<WorkResult.GiveUp>();
        agent.World.Calls.Calls("gmail.drafts.get").ShouldBe(calls, "it was tried for this retry");

        agent.Faults.Clear();
        (await carryOut.DoAsync(retried with { Retry = "two" }, 2, CancellationToken.None)).ShouldBeOfType<WorkResult.Done>();
        (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None))!.Review!.CarriedOut.ShouldSatisfyAllConditions(
            done => done.Finished.ShouldBeTrue(),
            done => done.GivenUp.ShouldBeNull()
        );
    }

    [Theory]
    [InlineData(null, 1, "failed")]
    [InlineData("one", 2, "completed")]
    public async Task A_lead_that_was_given_up_is_gone_on_with_by_a_retry_at_whatever_attempt_and_by_nothing_else(
        string? retry,
        int attempt,
        string status
    )
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Work:MaximumAttempts"] = "2" });
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(
            lead,
            state =>
                state.Run is { GivenUp: true, Claim: null }
                && state.Review is { State: ReviewState.Failed } review
                && review.ShownRevision >= review.Revision
        );
        agent.Faults.Clear();

        var run = agent.App.Services.GetServices<IWorkHandler>().Single(handler => handler.Kind == LeadWork.RunLead);
        (
            await run.DoAsync(new WorkItem(LeadWork.RunLead, lead.Value) { Retry = retry }, attempt, CancellationToken.None)
        ).ShouldBeOfType<WorkResult.Done>();

        (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None))!.Run.Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_retry_that_was_taken_up_and_given_up_begins_nothing_anew_and_the_next_one_does()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Work:MaximumAttempts"] = "2" });
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Run is { GivenUp: true, Claim: null });
        var run = agent.App.Services.GetServices<IWorkHandler>().Single(handler => handler.Kind == LeadWork.RunLead);
        var retried = new WorkItem(LeadWork.RunLead, lead.Value) { Retry = "one" };
        (await run.DoAsync(retried, 1, CancellationToken.None)).ShouldNotBeOfType<WorkResult.Done>();
        await run.OnBuriedAsync(retried, "tried often enough", CancellationToken.None);
        agent.Faults.Clear();

        // The item was not buried after all: its process died before that.
        await run.DoAsync(retried, 2, CancellationToken.None);
        (await StatusAsync()).ShouldBe("failed");

        await run.DoAsync(retried with { Retry = "two" }, 1, CancellationToken.None);
        (await StatusAsync()).ShouldBe("completed");

        async Task<string> StatusAsync() => (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None))!.Run.Status;
    }

    /// <summary>A rejection of which Gmail refuses its part, as it is listed.</summary>
    private static async Task<QueuedWork> RefusedAsync(RunningAgent agent, LeadId lead)
    {
        var card = agent.CardOf(await agent.RestingAsync(lead));
        agent.Faults.Set("gmail.drafts.get", new Fault.Status(401));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.DecidedAsync(lead);
        return (await BuriedAsync(agent.Get<IWorkQueue>())).ShouldHaveSingleItem();
    }

    private static IWorkHandler CarryOut(RunningAgent agent) =>
        agent.App.Services.GetServices<IWorkHandler>().Single(handler => handler.Kind == LeadWork.CarryOut);

    /// <summary>The item is buried a moment after the decision is recorded as finished.</summary>
    private static async Task<IReadOnlyList<QueuedWork>> BuriedAsync(IWorkQueue queue)
    {
        for (var looks = 0; looks < 500 && await queue.CountAsync(CancellationToken.None) > 0; looks++)
            await Task.Delay(20);
        return await queue.ListBuriedAsync(10, CancellationToken.None);
    }
}
