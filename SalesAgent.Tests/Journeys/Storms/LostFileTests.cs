using System.Net;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>The database file is taken away under a running bot: nothing is promised that would be gone after a restart.</summary>
public sealed class LostFileTests
{
    [Fact]
    public async Task Without_its_file_it_is_not_ready_accepts_no_lead_and_says_so_in_chat_until_the_file_is_back()
    {
        await using var agent = await RunningAgent.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };
        await agent.ShownAsync(await agent.SubmitAsync(WebhookStorm.FormOf(1).Form()));
        (await ReadyAsync(http)).Status.ShouldBe(HttpStatusCode.OK);

        File.Move(agent.StorePath, agent.StorePath + ".elsewhere");

        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, HubSpotRoute.FormSubmission, WebhookStorm.FormOf(2).Form());
        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, HubSpotRoute.Workflow, WebhookStorm.FormOf(3).Workflow());
        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, HubSpotRoute.Events, WebhookStorm.FormOf(4).Events(30199));
        var (status, ready) = await ReadyAsync(http);
        (status, (string?)ready["status"], (string?)ready["storage"]).ShouldBe(
            (HttpStatusCode.ServiceUnavailable, "not_ready", "unhealthy")
        );
        ((string?)ready["storageProblem"]).ShouldNotBeNull().ShouldContain("no longer at its path");
        var said = agent.Alex.Personal.Conversation.Posts.Count;
        await agent.Alex.Personal.SayAsync(agent.App.Messages, "prospect jane@acme.example");
        await Eventually.FindAsync(() =>
            agent
                .Alex.Personal.Conversation.Posts.Skip(said)
                .FirstOrDefault(post => post.Text?.Contains("cannot store anything", StringComparison.Ordinal) == true)
        );
        (await http.GetStringAsync("health")).ShouldBe("""{"status":"ok"}""");

        File.Move(agent.StorePath + ".elsewhere", agent.StorePath);

        await agent.ShownAsync(await agent.SubmitAsync(WebhookStorm.FormOf(2).Form()));
        await Eventually.FindAsync(() => ReadyAsync(http).GetAwaiter().GetResult().Status is HttpStatusCode.OK ? http : null);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> ReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync("health/ready");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
