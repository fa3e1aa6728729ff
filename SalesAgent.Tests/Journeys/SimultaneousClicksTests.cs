using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

public sealed class SimultaneousClicksTests
{
    [Fact]
    public async Task Fifty_clicks_at_once_make_one_decision_and_everybody_is_told_whose()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        var presses = Enumerable
            .Range(0, 50)
            .Select(i => (Who: i % 2 == 0 ? agent.Alex : agent.Mona, Verb: i % 4 < 2 ? "approve" : "reject"))
            .Select(click => (click.Who, Activity: click.Who.Press(card, click.Verb)))
            .ToArray();

        using var start = new ManualResetEventSlim();
        var clicks = presses
            .Select(press =>
                Task.Run(async () =>
                {
                    start.Wait();
                    return await press.Who.At(card).SendAsync(agent.App.Messages, press.Activity);
                })
            )
            .ToArray();
        start.Set();
        var replies = await Task.WhenAll(clicks);
        var decision = (await agent.DecidedAsync(lead)).Review!.Decision!;

        var verb = decision.Kind == ReviewState.Approved ? "Approved by " : "Rejected by ";
        foreach (var reply in replies)
        {
            var shown = Clicks.ShownIn(reply);
            shown.ShouldContain(verb);
            shown.ShouldContain(decision.ByName);
        }

        var story = await agent.StoryAsync(lead);
        story.Lines.Count(line => line.Entry.EventType is AuditEventType.ApprovalGranted or AuditEventType.ApprovalDenied).ShouldBe(1);
        story.Fault.ShouldBeNull();
        card.Card!.ToJsonString().ShouldContain(verb);

        // The same press again, by the winner and by a loser, for as long as anybody likes.
        foreach (var (who, activity) in presses.Take(4))
        {
            var again = Clicks.ShownIn(await who.At(card).SendAsync(agent.App.Messages, activity));
            Clicks.ShownIn(await who.At(card).SendAsync(agent.App.Messages, activity)).ShouldBe(again);
            again.ShouldContain(verb);
            again.ShouldContain(decision.ByName);
        }

        (await agent.StoryAsync(lead)).Lines.Count.ShouldBe(story.Lines.Count);
        story.Lines.Count(line => line.Entry is { EventType: AuditEventType.NoteCreated, Action: "decision" }).ShouldBe(1);
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(2);
    }
}
