using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Journeys;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Teams;

/// <summary>A card that says what is under way is never the last word.</summary>
public sealed class AfterAnswerTests
{
    private const string Update = "teams.activities.update";

    private static void AtOnce(IServiceCollection services) => Clicks.AnswerAfter(services, TimeSpan.FromMilliseconds(100));

    [Theory]
    [InlineData("approve", "In progress", "Ready in Gmail, not sent.")]
    [InlineData("reject", "In progress", "The draft was deleted from Gmail.")]
    [InlineData("times", "Adding the new times", "version 2")]
    [InlineData("retry", "Trying the missing parts again", "Waiting for your decision")]
    public async Task An_answer_that_lies_on_the_finished_card_is_replaced_and_can_be_refreshed(
        string verb,
        string interim,
        string finished
    )
    {
        await using var agent = await RunningAgent.StartAsync(services: AtOnce);
        if (verb is "retry")
            agent.Faults.Set("hubspot.tasks.create", new Fault.Status(400), times: 1);
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        var picked = verb is "times" ? OtherTimesTests.Picking(OtherTimesTests.OthersThan(state)) : null;
        var press = agent.Alex.Press(card, verb, inputs: picked);
        agent.Faults.Set(
            verb switch
            {
                "retry" => "hubspot.tasks.create",
                "times" => "gmail.drafts.update",
                "reject" => "gmail.drafts.delete",
                _ => "gmail.drafts.get",
            },
            new Fault.Delay(TimeSpan.FromSeconds(1)),
            times: 1
        );

        var reply = await agent.Alex.At(card).SendAsync(agent.App.Messages, press);
        var answered = Clicks.ShownIn(reply);
        if (verb is "approve" or "reject")
            await agent.DecidedAsync(lead);
        else
            await agent.RestingAsync(lead);

        // It was slow on its way, and comes last.
        answered.ShouldContain(interim);
        card.Show(agent.World.Reps[0].TeamsUserId, (System.Text.Json.Nodes.JsonObject)reply.Json!["value"]!.DeepClone());
        var refreshed = await agent
            .Alex.At(card)
            .SendAsync(agent.App.Messages, agent.Alex.Press(card, "refresh", card.CardFor(agent.World.Reps[0].TeamsUserId)));
        Clicks.ShownIn(refreshed).ShouldContain(finished);

        await Eventually.FindAsync(() =>
            card.CardFor(agent.World.Reps[0].TeamsUserId)!.ToJsonString().Contains(finished, StringComparison.Ordinal) ? card : null
        );
    }

    [Fact]
    public async Task Who_only_looks_may_do_so_while_everything_is_stopped_and_changes_nothing()
    {
        await using var agent = await RunningAgent.StartAsync(services: AtOnce);
        agent.Faults.Set("hubspot.notes.create", new Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        agent.Faults.Clear();
        agent.Faults.Set("hubspot.notes.create", new Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);
        var reply = await agent.Alex.At(card).SendAsync(agent.App.Messages, agent.Alex.Press(card, "approve"));
        var interim = (System.Text.Json.Nodes.JsonObject)reply.Json!["value"]!.DeepClone();
        var lines = (await agent.StoryAsync(lead)).Lines.Count;
        await agent.Mona.Personal.SayAsync(agent.App.Messages, "stop everything");

        var press = agent.Alex.Press(card, "refresh", interim);
        Clicks.ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, press)).ShouldContain("Approved");
        Clicks
            .SaidIn(await agent.Lena.At(card).SendAsync(agent.App.Messages, agent.Lena.Press(card, "refresh", interim)))
            .ShouldContain("only they or a manager");
        (await agent.UntilAsync(lead, _ => true)).Review!.State.ShouldBe(ReviewState.Approved);
        (await agent.StoryAsync(lead)).Lines.Count.ShouldBeInRange(lines, lines + 1);
    }

    [Fact]
    public async Task A_card_that_Teams_does_not_take_is_shown_again_until_it_does()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        card.Show(agent.World.Reps[0].TeamsUserId, new System.Text.Json.Nodes.JsonObject { ["type"] = "AdaptiveCard" });
        agent.Faults.Set(Update, new Fault.Status(400), times: 2);
        var before = agent.World.Calls.Calls(Update);

        await agent.Get<LeadWork>().RequestAsync(LeadWork.ShowCards, lead, CancellationToken.None);

        await Eventually.FindAsync(() =>
            card.CardFor(agent.World.Reps[0].TeamsUserId)!.ToJsonString().Contains("Waiting for your decision", StringComparison.Ordinal)
                ? card
                : null
        );
        agent.World.Calls.Calls(Update).ShouldBe(before + 3);
        var shown = (await agent.UntilAsync(lead, found => found.Review!.ShownRevision >= found.Review.Revision)).Review!;
        shown.Cards.Count.ShouldBe(1);
    }
}
