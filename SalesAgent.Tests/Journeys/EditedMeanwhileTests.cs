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

    [Theory]
    [InlineData("approve", "approval_granted")]
    [InlineData("reject", "approval_denied")]
    public async Task The_audit_has_the_hash_of_what_lay_in_Gmail_where_that_is_not_what_was_shown(string verb, string type)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var shown = await agent.RestingAsync(lead);
        var card = agent.CardOf(shown);
        DecisionTests.EditByHand(agent, shown);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, verb);
        await agent.DecidedAsync(lead);

        var found = (await agent.StoryAsync(lead)).Lines.Single(line => line.Entry.Action == "draft_edited").Entry;
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(found.EventType.ToString()).ShouldBe(type);
        found.Actor.ShouldBe(agent.World.Reps[0].AadObjectId);
        found.Metadata["content_hash"].ShouldBe(shown.Run.Dossier.Draft!.ContentHash);
        found.Metadata["found_hash"].Length.ShouldBe(64);
        found.Metadata["found_hash"].ShouldNotBe(found.Metadata["content_hash"]);
    }

    [Fact]
    public async Task The_audit_says_when_nothing_lay_there_any_more_and_nothing_when_it_is_as_it_was_shown()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (gone, same) = (await agent.SubmitSampleAsync(), await agent.SubmitSampleAsync(which: 1));
        var state = await agent.RestingAsync(gone);
        agent.AlexMail.Delete(state.Run.Dossier.MailboxDraft!.DraftId);
        foreach (var lead in new[] { gone, same })
        {
            var card = agent.CardOf(await agent.RestingAsync(lead));
            await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
            await agent.DecidedAsync(lead);
        }

        (await agent.StoryAsync(gone))
            .Lines.Single(line => line.Entry.Action == "draft_gone")
            .Entry.Metadata["found_hash"]
            .ShouldBe("none");
        (await agent.StoryAsync(same)).Lines.ShouldNotContain(line => line.Entry.Metadata.ContainsKey("found_hash"));
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
