using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// The answer to a click and the update that everybody gets take different ways to the screen, so either may come last. What stays there
/// must be true.
/// </summary>
public sealed class InterimCardTests
{
    [Theory]
    [InlineData("approve", "Ready in Gmail, not sent.")]
    [InlineData("reject", "The draft was deleted from Gmail.")]
    [InlineData("times", "version 2")]
    [InlineData("retry", "Waiting for your decision")]
    public async Task An_answer_that_comes_last_shows_the_finished_card(string verb, string finished)
    {
        await using var agent = await RunningAgent.StartAsync(services: Clicks.AnswerWhenDone);
        if (verb is "retry")
            agent.Faults.Set("hubspot.tasks.create", new Fault.Status(400), times: 1);
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        var picked = verb is "times" ? OtherTimesTests.Picking(OtherTimesTests.OthersThan(state)) : null;

        var reply = await agent.Alex.At(card).SendAsync(agent.App.Messages, agent.Alex.Press(card, verb, inputs: picked));
        if (verb is "approve" or "reject")
            await agent.DecidedAsync(lead);
        else
            await agent.RestingAsync(lead);
        var answered = Clicks.ShownIn(reply);
        card.Show(agent.World.Reps[0].TeamsUserId, (JsonObject)JsonNode.Parse(answered)!);

        answered.ShouldContain(finished);
        card.CardFor(agent.World.Reps[0].TeamsUserId)!.ToJsonString().ShouldContain(finished);
    }
}
