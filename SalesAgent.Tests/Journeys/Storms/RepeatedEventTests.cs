using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>The same event a hundred times is one lead, by whichever route it comes.</summary>
public sealed class RepeatedEventTests(Azurite azurite)
{
    private const int Times = 100;

    [Theory]
    [InlineData(HubSpotRoute.Events, false)]
    [InlineData(HubSpotRoute.Events, true)]
    [InlineData(HubSpotRoute.Workflow, false)]
    [InlineData(HubSpotRoute.Workflow, true)]
    [InlineData(HubSpotRoute.FormSubmission, false)]
    [InlineData(HubSpotRoute.FormSubmission, true)]
    internal async Task The_same_event_a_hundred_times_is_one_lead(HubSpotRoute route, bool atOnce)
    {
        await using var agent = await RunningAgent.StartAsync();

        await StormAsync(agent, route, atOnce);
    }

    [Fact]
    public async Task In_a_storage_account_it_is_the_same()
    {
        var account = await azurite.NewAccountAsync();
        await using var agent = await RunningAgent.StartAsync(account.Settings);

        await StormAsync(agent, HubSpotRoute.FormSubmission, atOnce: true);
    }

    private static async Task StormAsync(RunningAgent agent, HubSpotRoute route, bool atOnce)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = new SampleSubmission(
            "c0000001-0000-4000-8000-000000000001",
            SampleProspect.Nora,
            now.AddMinutes(-1),
            "Talk to sales",
            "https://contoso.example/talk",
            "Please call me."
        ).Body(route);

        var replies = new List<SandboxReply>();
        if (atOnce)
        {
            replies.AddRange(
                await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Task.Run(() => WebhookStorm.SendAsync(agent, route, body))))
            );
        }
        else
        {
            for (var sent = 0; sent < Times; sent++)
                replies.Add(await WebhookStorm.SendAsync(agent, route, body));
        }

        var lead = replies.SelectMany(WebhookStorm.LeadsIn).Distinct().ShouldHaveSingleItem();
        replies.Count(reply => reply.Json!["status"]!.GetValue<string>() == "accepted").ShouldBeGreaterThanOrEqualTo(1);
        (await agent.RestingAsync(lead)).Run.Status.ShouldBe("completed");
        agent.World.ShouldHaveWritten(1);

        // Also when everything is over.
        var late = await WebhookStorm.SendAsync(agent, route, body);
        late.Json!["status"]!.GetValue<string>().ShouldBe("duplicate");
        WebhookStorm.LeadsIn(late).ShouldBe([lead]);
    }
}
