using SalesAgent.Core.Records;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Cards that had nowhere to go come as soon as there is somewhere, and only they are asked for.</summary>
public sealed class CatchUpTests
{
    [Fact]
    public async Task Choosing_a_channel_again_and_again_asks_for_no_card_that_stands_somewhere()
    {
        await using var agent = await RunningAgent.StartAsync();
        for (var which = 0; which < 3; which++)
            await agent.RestingAsync(await agent.SubmitSampleAsync(which));
        await SayAsync(agent, agent.Mona.Personal, "stop everything");

        // Nothing is taken from the queue now, so that what is put there can be counted.
        await Eventually.FindAsync(async () => await ItemsAsync(agent) == 0 ? agent : null);
        for (var time = 0; time < 3; time++)
            await SayAsync(agent, agent.Alex.InChannel(agent.World.Teams.General), "use this channel");

        (await ItemsAsync(agent)).ShouldBe(0);
    }

    [Fact]
    public async Task However_often_a_channel_is_chosen_a_card_that_had_nowhere_to_go_is_asked_for_once_and_comes()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, found => found is { Run: { EndedAt: not null, Claim: null }, Review.Cards.Count: 0 });
        await Eventually.FindAsync(async () => await ItemsAsync(agent) == 0 ? agent : null);
        var channel = agent.Alex.InChannel(agent.World.Teams.Leads);
        await SayAsync(agent, agent.Mona.Personal, "stop everything");
        await channel.InstallAsync(agent.App.Messages);

        for (var time = 0; time < 3; time++)
            await SayAsync(agent, channel, "use this channel");
        (await ItemsAsync(agent)).ShouldBe(1);

        await SayAsync(agent, agent.Mona.Personal, "resume");
        var (state, _) = await agent.ShownAsync(lead);
        state.Review!.Cards.Count.ShouldBe(1);
        agent.World.Calls.Writes("teams.conversations.create").ShouldBe(1);
    }

    private static async Task SayAsync(RunningAgent agent, Bot.Sandbox.Teams.SandboxTeamsPlace place, string text) =>
        (await place.SayAsync(agent.App.Messages, text)).Status.ShouldBeLessThan(300);

    private static async Task<int> ItemsAsync(RunningAgent agent) =>
        (await agent.Get<IWorkQueue>().ListAsync(1000, CancellationToken.None)).Count(queued => queued.Item.Kind == LeadWork.RunLead);
}
