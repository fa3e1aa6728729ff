using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Review;
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
        var told = await drill.UntilAsync(lead, state => state.Review is { State: ReviewState.Failed, WaitsFor: null } review && review.ShownRevision >= review.Revision);
        told.Run.Status.ShouldBe("failed");
        var card = agent.CardOf(told);
        card.Card!.ToJsonString().ShouldContain("No draft was made");

        drill.End();
        (await drill.Queue.RetryBuriedAsync(buried.Id, CancellationToken.None)).ShouldBeTrue();
        var state = await drill.UntilAsync(lead, found => found is { Run: { Status: "completed", Claim: null }, Review.State: ReviewState.Proposed } && found.Review.ShownRevision >= found.Review.Revision);

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
        var card = agent.CardOf(await drill.UntilAsync(lead, state => state is { Run: { Status: "completed", Claim: null }, Review: { Cards.Count: 1 } }));
        drill.Begin("gmail", "503");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await drill.PassAsync(TimeSpan.FromHours(18));

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

    /// <summary>The item is buried a moment after the decision is recorded as finished.</summary>
    private static async Task<IReadOnlyList<QueuedWork>> BuriedAsync(IWorkQueue queue)
    {
        for (var looks = 0; looks < 500 && await queue.CountAsync(CancellationToken.None) > 0; looks++) await Task.Delay(20);
        return await queue.ListBuriedAsync(10, CancellationToken.None);
    }
}
