using System.Net;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations;

public sealed class MetricsTests
{
    [Fact]
    public async Task After_a_lead_and_its_decision_Prometheus_is_told_about_both()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        // The exporter keeps an answer for a moment.
        var told = await Eventually.FindAsync(() =>
            http.GetStringAsync("metrics").GetAwaiter().GetResult() is { } text
            && text.Contains("salesagent_cards_open", StringComparison.Ordinal)
                ? text
                : null
        );

        foreach (
            var line in (string[])
                [
                    """salesagent_leads_total{*outcome="accepted"*}""",
                    """salesagent_leads_total{*outcome="completed"*}""",
                    """salesagent_step_duration_seconds_count{*status="done"*step="create_draft"*}""",
                    """salesagent_decisions_total{*decision="approved"*}""",
                    "salesagent_decision_turnaround_seconds_bucket{*",
                    "salesagent_queue_age_seconds*",
                    "salesagent_queue_depth*",
                    "salesagent_queue_buried*",
                    "salesagent_stopped*",
                    "salesagent_draft_only_proven*1*",
                ]
        )
        {
            told.Split('\n')
                .ShouldContain(found => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(line + "*", found, false), line);
        }

        told.ShouldNotContain("@");
    }

    [Fact]
    public async Task A_failed_call_is_counted_by_connector_and_kind()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["HubSpot:AccessToken"] = "pat-wrong" });
        await agent.ShownAsync(await agent.SubmitSampleAsync());
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        await Eventually.FindAsync(() =>
            http.GetStringAsync("metrics")
                .GetAwaiter()
                .GetResult()
                .Split('\n')
                .FirstOrDefault(line =>
                    line.StartsWith("salesagent_connector_errors_total", StringComparison.Ordinal)
                    && line.Contains("connector=\"hubspot\"", StringComparison.Ordinal)
                    && line.Contains("kind=\"unauthorised\"", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public async Task Every_answer_names_its_trace()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        foreach (var path in (string[])["health", "no/such/route", "api/messages"])
        {
            var answer = await http.GetAsync(path);
            answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError);
            answer.Headers.GetValues("X-Correlation-Id").ShouldHaveSingleItem().ShouldMatch("^[0-9a-f]{32}$", path);
        }
    }
}
