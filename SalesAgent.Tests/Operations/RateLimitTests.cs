using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations;

public sealed class RateLimitTests
{
    private static readonly Dictionary<string, string?> FiveInAnHour = new()
    {
        ["RateLimit:Requests"] = "5",
        ["RateLimit:WindowSeconds"] = "3600",
    };

    [Fact]
    public async Task A_storming_portal_is_told_to_wait_and_starves_neither_chat_nor_health()
    {
        await using var agent = await RunningAgent.StartAsync(FiveInAnHour, installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var answers = new List<(int Status, HttpResponseMessage Answer)>();
        for (var i = 0; i < 7; i++)
        {
            var answer = await http.PostAsync("api/webhooks/hubspot", Unsigned());
            answers.Add(((int)answer.StatusCode, answer));
        }

        // Unsigned, so refused for that until there are too many of them.
        answers.Select(one => one.Status).ShouldBe([401, 401, 401, 401, 401, 429, 429]);
        var told = answers[^1].Answer;
        told.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        told.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((int?)JsonNode.Parse(await told.Content.ReadAsStringAsync())!["status"]).ShouldBe(429);

        (await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.FormSubmission, "{}")).Status.ShouldBe(
            400,
            "another route has its own allowance"
        );
        for (var i = 0; i < 20; i++)
            (await http.GetAsync("health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.PostAsync("api/messages", new StringContent("{}"))).StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Switched_off_it_counts_nothing()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(FiveInAnHour) { ["RateLimit:Enabled"] = "false" },
            installed: false
        );
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        for (var i = 0; i < 10; i++)
            (await http.PostAsync("api/webhooks/hubspot", Unsigned())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static StringContent Unsigned() => new("[]", Encoding.UTF8, "application/json");
}
