using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>The rep is quick: the draft is edited between two of our own calls.</summary>
public sealed class EditedMeanwhileTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_draft_edited_before_it_was_read_back_is_kept_and_shown_as_it_was_written()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set("gmail.drafts.get", new Fault.Delay(Pause), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await UntilCalledAsync(agent, 1);
        var draft = agent.AlexMail.Drafts.Single(one => one.Message.Content.Header("X-SalesAgent-Run") is not null);
        DecisionTests.EditByHand(agent, draft.Id);

        var state = await agent.RestingAsync(lead);

        state.Run.Status.ShouldBe("completed");
        state.Run.Dossier.MailboxDraft!.DraftId.ShouldBe(draft.Id);
        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe("My own words.");
        agent.World.Calls.Writes("gmail.drafts.delete").ShouldBe(0);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain(state.Run.Dossier.Draft!.Subject);
    }

    [Fact]
    public async Task A_draft_edited_after_it_was_compared_is_not_replaced()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        var before = agent.World.Calls.Calls("gmail.drafts.get");
        agent.Faults.Set("gmail.drafts.get", new Fault.Delay(Pause), times: 2);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking(OtherTimesTests.OthersThan(first)));
        await UntilCalledAsync(agent, before + 2);
        DecisionTests.EditByHand(agent, first);
        var state = await agent.RestingAsync(lead);

        state.Run.Dossier.Draft!.Version.ShouldBe(1);
        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe("My own words.");
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
        card.Card!.ToJsonString().ShouldContain("The draft was edited in Gmail, so it was left as it is there.");
    }

    // A call is counted when it arrives, and answered only after the pause.
    private static async Task UntilCalledAsync(RunningAgent agent, long calls)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (agent.World.Calls.Calls("gmail.drafts.get") < calls)
            await Task.Delay(10, patience.Token);
    }
}
