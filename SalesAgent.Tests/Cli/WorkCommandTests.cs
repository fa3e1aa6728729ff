using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Cli;

/// <summary>The queue from the command line, while a server runs on the same store.</summary>
public sealed class WorkCommandTests(Azurite azurite)
{
    private const string Reason = "HttpRequestException; given up after 20 attempts";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_buried_is_listed_and_goes_back_once_and_is_worked_on_by_the_server(bool inAnAccount)
    {
        var account = inAnAccount ? (await azurite.NewAccountAsync()).Settings : [];
        await using var agent = await RunningAgent.StartAsync(account);
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);
        var id = await BuryAsync(agent, lead);

        var buried = Json(await RunAsync(agent, account, "work", "buried", "--json"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        Names(buried).ShouldBe(["id", "kind", "lead", "attempts", "enqueuedAt", "buriedAt", "reason"]);
        (
            (string?)buried["id"],
            (string?)buried["kind"],
            (string?)buried["lead"],
            (int)buried["attempts"]!,
            (string?)buried["reason"]
        ).ShouldBe((id, "run_lead", lead.Value, 1, Reason));
        var told = await RunAsync(agent, account, "work", "buried");
        foreach (var words in (string[])[id, "run_lead", lead.Value, Reason])
            told.Output.ShouldContain(words);

        var runs = await Task.WhenAll(
            RunAsync(agent, account, "work", "retry", id, "--json"),
            RunAsync(agent, account, "work", "retry", id, "--json")
        );
        runs.Select(run => run.ExitCode).Order().ShouldBe([0, 1]);
        runs.Select(run => (string?)JsonNode.Parse(run.Output)!["status"]).Order().ShouldBe(["not_buried", "retried"]);

        (await RunAsync(agent, account, "work", "buried")).Output.Trim().ShouldBe("Nothing is buried.");
        var audited = (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None))
            .Where(entry => entry.Action == "work_retried")
            .ShouldHaveSingleItem();
        (audited.EventType, audited.Actor, audited.Resource, audited.Metadata["kind"], audited.Metadata["subject"]).ShouldBe(
            (AuditEventType.ConfigChange, "command_line", $"work:{id}", "run_lead", lead.Value)
        );
        while (await agent.Get<IWorkQueue>().CountAsync(CancellationToken.None) > 0)
            await Task.Delay(50);
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_alive_is_listed_with_who_holds_it_and_when_it_is_due()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Mode:Stopped"] = "true" },
            installed: false
        );
        (await RunAsync(agent, [], "work", "list")).Output.Trim().ShouldBe("Nothing is on the queue.");
        await agent.Get<IWorkQueue>().EnqueueAsync([new WorkItem("run_lead", "lead1")], TimeSpan.Zero, CancellationToken.None);
        await agent.Get<IWorkQueue>().EnqueueAsync([new WorkItem("carry_out", "lead2")], TimeSpan.FromHours(1), CancellationToken.None);

        var report = Json(await RunAsync(agent, [], "work", "list", "--json"));
        var people = (await RunAsync(agent, [], "work", "list")).Output;
        var one = Json(await RunAsync(agent, [], "work", "list", "--max", "1", "--json"));

        Names(report).ShouldBe(["items", "alive", "notShown"]);
        Names(report["items"]![0]!).ShouldBe(["id", "kind", "lead", "attempts", "enqueuedAt", "dueAt", "leased"]);
        report["items"]!
            .AsArray()
            .Select(item => ((string?)item!["kind"], (string?)item["lead"], (int)item["attempts"]!, (bool)item["leased"]!))
            .ShouldBe([("run_lead", "lead1", 0, false), ("carry_out", "lead2", 1, true)]);
        ((int)report["alive"]!, (int)report["notShown"]!).ShouldBe((2, 0));
        foreach (var words in (string[])["lead1", "due since", "lead2", "leased until"])
            people.ShouldContain(words);
        (one["items"]!.AsArray().Count, (int)one["alive"]!, (int)one["notShown"]!).ShouldBe((1, 2, 1));
    }

    [Fact]
    public async Task Of_a_storage_account_what_cannot_be_seen_is_counted_and_said()
    {
        var account = (await azurite.NewAccountAsync()).Settings;
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(account) { ["Mode:Stopped"] = "true" },
            installed: false
        );
        await agent
            .Get<IWorkQueue>()
            .EnqueueAsync(
                [.. Enumerable.Range(0, 40).Select(number => new WorkItem("run_lead", $"lead{number}"))],
                TimeSpan.Zero,
                CancellationToken.None
            );
        await agent.Get<IWorkQueue>().EnqueueAsync([new WorkItem("carry_out", "held")], TimeSpan.FromHours(1), CancellationToken.None);

        var report = Json(await RunAsync(agent, account, "work", "list", "--json"));
        var people = (await RunAsync(agent, account, "work", "list")).Output;

        (report["items"]!.AsArray().Count, (int)report["alive"]!, (int)report["notShown"]!).ShouldBe((32, 41, 9));
        people.ShouldContain("9 more are not shown");
        people.ShouldNotContain("held");
    }

    [Theory]
    [InlineData("work")]
    [InlineData("work", "retry")]
    [InlineData("work", "list", "--max", "0")]
    [InlineData("work", "buried", "--max", "many")]
    [InlineData("work", "nonsense")]
    public async Task A_usage_error_exits_2(params string[] arguments)
    {
        var run = await BotProcess.RunAsync(arguments);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
    }

    /// <summary>As the pump does it after the last attempt: by whoever holds the item.</summary>
    private static async Task<string> BuryAsync(RunningAgent agent, LeadId lead)
    {
        var queue = agent.Get<IWorkQueue>();
        var held = (await queue.EnqueueAsync([new WorkItem("run_lead", lead.Value)], TimeSpan.FromMinutes(1), CancellationToken.None))[0];
        (await queue.BuryAsync(held, Reason, CancellationToken.None)).ShouldBeTrue();
        return held.Id;
    }

    /// <summary>A process of its own on the server's store.</summary>
    private static Task<BotProcess> RunAsync(RunningAgent agent, Dictionary<string, string?> account, params string[] arguments) =>
        BotProcess.RunWithAsync(
            [
                .. account
                    .Append(new("Storage:Path", agent.StorePath))
                    .Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)),
            ],
            arguments
        );

    private static JsonNode Json(BotProcess run)
    {
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private static string[] Names(JsonNode node) => [.. node.AsObject().Select(field => field.Key)];
}
