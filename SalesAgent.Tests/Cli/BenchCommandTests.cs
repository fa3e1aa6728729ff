using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Cli;

/// <summary><c>bench</c> in small: what it finds and says, never how fast.</summary>
public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("leads", 5, "leads/s", "webhook → card")]
    [InlineData("decisions", 4, "decisions/s", "click → new card")]
    [InlineData("intake", 50, "accepted/s", "webhook → 202")]
    public async Task Everything_that_was_sent_is_found_again_and_every_figure_is_there(string what, int count, string rate, string time)
    {
        var run = await BotProcess.RunAsync("bench", what, "--count", $"{count}", "--concurrency", "2", "--warm-up", "2", "--json");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        var report = JsonNode.Parse(run.Output)!.AsObject();
        Names(report).ShouldBe(["command", "rate", "time", "setup", "machine", "options", "columns"]);
        ((string?)report["command"], (string?)report["rate"], (string?)report["time"]).ShouldBe(($"bench {what}", rate, time));
        Names(report["machine"]).ShouldBe(["system", "runtime", "cores", "memoryMegabytes", "fileSystem", "build", "loadBefore"]);
        Names(report["options"]).ShouldBe(["count", "concurrency", "latency", "warmUp", "seconds", "history"]);

        var column = report["columns"]!.AsArray().ShouldHaveSingleItem()!;
        Counts(column).ShouldBe((0, count, count, 0, 0, false));
        ((double)column["perSecond"]!).ShouldBeGreaterThan(0);
        Names(column)
            .ShouldBe([
                "history",
                "historySeconds",
                "sent",
                "done",
                "lost",
                "incomplete",
                "ranOutOfTime",
                "seconds",
                "perSecond",
                "milliseconds",
                "bot",
                "botCpuMillisecondsEach",
                "outsideCalls",
                "sender",
            ]);
        Names(column["milliseconds"]).ShouldBe(["p50", "p95", "p99", "longest"]);
        var times = column["milliseconds"]!.AsObject().Select(field => (double)field.Value!).ToArray();
        times.ShouldBe(times.Order());
        times[0].ShouldBeGreaterThan(0);
        foreach (var process in (string[])["bot", "sender"])
            ((double)column[process]!["peakMegabytes"]!).ShouldBeGreaterThan(1, process);
        ((double)column["bot"]!["readySeconds"]!).ShouldBeGreaterThan(0);
        column["bot"]!.AsObject().ContainsKey("cpuSeconds").ShouldBeTrue();
    }

    [Fact]
    public async Task A_burst_is_sent_at_once_and_a_prospect_typed_behind_it_has_its_card_too()
    {
        var run = await BotProcess.RunAsync("bench", "leads", "--burst", "40", "--warm-up", "2", "--json");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        var report = JsonNode.Parse(run.Output)!;
        ((int)report["options"]!["burst"]!).ShouldBe(40);
        var column = report["columns"]!.AsArray().ShouldHaveSingleItem()!;
        Counts(column).ShouldBe((0, 40, 40, 0, 0, false));
        Names(column["burst"])
            .ShouldBe([
                "connections",
                "lastAcceptedMilliseconds",
                "lastCardMilliseconds",
                "doubled",
                "prospectMilliseconds",
                "waitingBehindProspect",
            ]);
        ((int)column["burst"]!["connections"]!).ShouldBe(40);
        ((int)column["burst"]!["doubled"]!).ShouldBe(0);
        ((double)column["burst"]!["lastCardMilliseconds"]!).ShouldBeGreaterThanOrEqualTo((double)column["milliseconds"]!["longest"]!);
        ((double?)column["burst"]!["prospectMilliseconds"]).ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Little_that_is_asked_for_is_measured_after_a_short_warm_up()
    {
        var run = await BotProcess.RunAsync("bench", "leads", "--count", "3", "--concurrency", "1", "--latency", "20", "--json");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        var report = JsonNode.Parse(run.Output)!;
        ((int)report["options"]!["warmUp"]!).ShouldBe(30);
        Counts(report["columns"]![0]!).ShouldBe((0, 3, 3, 0, 0, false));
    }

    [Fact]
    public async Task A_warm_up_leaves_half_of_the_time_to_what_is_measured()
    {
        var run = await BotProcess.RunAsync("bench", "leads", "--count", "1", "--warm-up", "100000", "--seconds", "20", "--json");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Error.ShouldContain("instead of 100000: half of the time was over");
        Counts(JsonNode.Parse(run.Output)!["columns"]![0]!).ShouldBe((0, 1, 1, 0, 0, false));
    }

    [Fact]
    public async Task With_a_history_a_second_column_has_ten_times_as_much_of_it()
    {
        var run = await BotProcess.RunAsync(
            "bench",
            "leads",
            "--count",
            "2",
            "--concurrency",
            "1",
            "--warm-up",
            "1",
            "--history",
            "3",
            "--json"
        );

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        var columns = JsonNode.Parse(run.Output)!["columns"]!.AsArray();
        columns.Select(column => Counts(column!)).ShouldBe([(3, 2, 2, 0, 0, false), (30, 2, 2, 0, 0, false)]);
    }

    [Fact]
    public async Task What_was_not_sent_in_time_is_told_and_fails()
    {
        var run = await BotProcess.RunAsync("bench", "leads", "--count", "3000", "--warm-up", "0", "--seconds", "1", "--json");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        run.Error.ShouldContain("Not all were sent");
        ((bool)JsonNode.Parse(run.Output)!["columns"]![0]!["ranOutOfTime"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task For_people_it_is_a_table_that_says_what_ran_where()
    {
        var run = await BotProcess.RunAsync("bench", "leads", "--count", "1", "--warm-up", "0", "--seconds", "20");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        foreach (
            var words in (string[])
                ["leads/s", "p50", "p99", "bot: peak memory, MB", "sandbox and sender: CPU, s", "The bot is a process of its own"]
        )
        {
            run.Output.ShouldContain(words);
        }
    }

    [Theory]
    [InlineData("bench")]
    [InlineData("bench", "nonsense")]
    [InlineData("bench", "leads", "--count", "0")]
    [InlineData("bench", "intake", "--concurrency", "many")]
    [InlineData("bench", "decisions", "--latency", "-1")]
    [InlineData("bench", "leads", "--burst", "-1")]
    [InlineData("bench", "intake", "--burst", "10")]
    public async Task A_usage_error_exits_2(params string[] arguments)
    {
        var run = await BotProcess.RunAsync(arguments);

        (run.ExitCode, run.Output).ShouldBe((2, ""));
        run.Error.ShouldContain("--help");
    }

    private static string[] Names(JsonNode? node) => [.. node!.AsObject().Select(field => field.Key)];

    private static (int History, int Sent, int Done, int Lost, int Incomplete, bool RanOutOfTime) Counts(JsonNode column) =>
        (
            (int)column["history"]!,
            (int)column["sent"]!,
            (int)column["done"]!,
            (int)column["lost"]!,
            (int)column["incomplete"]!,
            (bool)column["ranOutOfTime"]!
        );
}
