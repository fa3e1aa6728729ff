using System.Net;
using System.Text.Json.Nodes;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations;

public sealed class WorkflowTests
{
    [Fact]
    public async Task The_latest_come_first_open_or_settled_with_their_steps()
    {
        await using var agent = await RunningAgent.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };
        var first = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(first);
        await agent.RestingAsync(first);
        var second = await agent.SubmitSampleAsync(1);
        await agent.RestingAsync(second);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.DecidedAsync(first);

        var latest = await Eventually.FindAsync(() =>
            JsonNode.Parse(http.GetStringAsync("workflows/latest").GetAwaiter().GetResult()) is JsonArray { Count: 2 } both
            && (string?)both[0]!["workflowId"] == first.Value
                ? both
                : null
        );

        latest.Select(one => (string?)one!["workflowId"]).ShouldBe([first.Value, second.Value]);
        latest.Select(one => (string?)one!["review"]).ShouldBe(["rejected", "proposed"]);
        latest.ShouldAllBe(one => (string?)one!["status"] == "completed");
        latest[1]!["steps"]!.AsArray().Select(step => (string?)step!["name"]).ShouldBe(StepOrder.Names);
        (await http.GetStringAsync("workflows/latest?take=1")).ShouldContain(first.Value);
        JsonNode.Parse(await http.GetStringAsync($"workflows/{second}"))!.ToJsonString().ShouldBe(latest[1]!.ToJsonString());
        latest.ToJsonString().ShouldNotContain("@", customMessage: "who it is about is not told here");
    }

    [Theory]
    [InlineData("workflows/latest?take=0", HttpStatusCode.BadRequest)]
    [InlineData("workflows/latest?take=many", HttpStatusCode.BadRequest)]
    [InlineData("workflows/latest?take=101", HttpStatusCode.BadRequest)]
    [InlineData("workflows/nonsense", HttpStatusCode.NotFound)]
    [InlineData("workflows/00000000000000000000000000000000", HttpStatusCode.NotFound)]
    public async Task Nonsense_gets_a_problem_in_words(string path, HttpStatusCode expected)
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var answer = await http.GetAsync(path);

        answer.StatusCode.ShouldBe(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
