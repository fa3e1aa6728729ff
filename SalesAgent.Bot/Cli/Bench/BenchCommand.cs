extern alias bench;

using System.CommandLine;
using System.Text.Json;
using bench::SalesAgent.Bot.Bench;

namespace SalesAgent.Bot.Cli.Bench;

/// <summary>
/// <c>bench intake|leads|decisions</c>: how fast this bot is on this machine. The bot runs as a process of its own, over loopback, with
/// signed webhooks, its own storage file and the sandbox for vendors.
/// </summary>
internal static class BenchCommand
{
    /// <summary>Ten to warm up for each that is counted are plenty, and few are soon done.</summary>
    private const int WarmUpForEach = 10;

    public static Command Create() =>
        new("bench", "How fast it is on this machine, against the sandbox")
        {
            One(
                "intake",
                "Signed webhooks until each is answered 202",
                new IntakeBench(),
                new BenchOptions
                {
                    Count = 20_000,
                    Concurrency = 64,
                    Latency = 1000,
                    WarmUp = 5000,
                    Seconds = 60,
                    History = 0,
                }
            ),
            One(
                "leads",
                "Leads through all steps, from the webhook to the card",
                new LeadsBench(),
                new BenchOptions
                {
                    Count = 3000,
                    Concurrency = 32,
                    Latency = 0,
                    WarmUp = 3000,
                    Seconds = 120,
                    History = 0,
                }
            ),
            One(
                "decisions",
                "Approvals until each is answered with the new card",
                new DecisionsBench(),
                new BenchOptions
                {
                    Count = 1000,
                    Concurrency = 50,
                    Latency = 0,
                    WarmUp = 2000,
                    Seconds = 120,
                    History = 0,
                }
            ),
        };

    private static Command One(string name, string description, IBench bench, BenchOptions usual)
    {
        var count = NumberOption.Of("--count", "How many are counted", usual.Count, 1, 1_000_000);
        var concurrency = NumberOption.Of("--concurrency", "How many at the same time", usual.Concurrency, 1, 1000);
        var latency = NumberOption.Of("--latency", "Milliseconds added to every answer of the vendors", usual.Latency, 0, 10_000);
        var warmUp = NumberOption.Of(
            "--warm-up",
            $"How many go before, uncounted; unless told, at most {WarmUpForEach} for each that is counted",
            usual.WarmUp,
            0,
            100_000
        );
        var seconds = NumberOption.Of(
            "--seconds",
            "When to send nothing more, counted for each column from the moment the bot is ready",
            usual.Seconds,
            1,
            3600
        );
        var history = NumberOption.Of(
            "--history",
            "Finished leads to begin with; a second column has ten times as many",
            usual.History,
            0,
            1_000_000
        );
        var burst = NumberOption.Of(
            "--burst",
            "Send so many at once, and only then wait for the cards, instead of each when the one before has its card; 0: do not",
            0,
            0,
            100_000
        );
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else" };
        var command = new Command(name, description) { count, concurrency, latency, warmUp, seconds, history, json };
        if (bench is LeadsBench)
            command.Add(burst);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var atOnce = bench is LeadsBench && parsed.GetValue(burst) is > 0 and var size ? size : (int?)null;
                var counted = atOnce ?? parsed.GetValue(count);
                var options = new BenchOptions
                {
                    Count = counted,
                    Concurrency = parsed.GetValue(concurrency),
                    Latency = parsed.GetValue(latency),
                    WarmUp = parsed.GetResult(warmUp) is { Implicit: false }
                        ? parsed.GetValue(warmUp)
                        : (int)Math.Min(usual.WarmUp, (long)counted * WarmUpForEach),
                    Seconds = parsed.GetValue(seconds),
                    History = parsed.GetValue(history),
                    Burst = atOnce,
                };
                var console = parsed.InvocationConfiguration;
                var report = await Measurement.RunAsync(
                    $"bench {name}",
                    atOnce is null ? bench : new BurstBench(),
                    new BenchSubject(),
                    options,
                    console.Error,
                    cancellationToken
                );
                if (parsed.GetValue(json))
                    await console.Output.WriteLineAsync(JsonSerializer.Serialize(report, BenchJson.Default.BenchReport));
                else
                    BenchTable.Write(report, console.Output);
                if (report.Columns.Any(column => column.RanOutOfTime))
                {
                    await console.Error.WriteLineAsync(
                        $"Not all were sent: {options.Seconds} s were over. What was measured until then is told; --seconds gives more time."
                    );
                }

                if (report.Columns.Any(column => column.Done == 0))
                    await console.Error.WriteLineAsync(WhyNothing(report.Columns.First(column => column.Done == 0), options));
                return report.Columns.All(column =>
                    column
                        is {
                            Lost: 0,
                            Incomplete: 0,
                            Done: > 0,
                            RanOutOfTime: false,
                            Burst: null or { Doubled: 0, ProspectMilliseconds: not null }
                        }
                )
                    ? 0
                    : 1;
            }
        );
        return command;
    }

    private static string WhyNothing(BenchColumn column, BenchOptions options) =>
        column switch
        {
            { Sent: 0 } =>
                $"Nothing was measured: the {options.Seconds} s were over before the first was sent. Give more with --seconds, or warm up less with --warm-up.",
            { Incomplete: var refused, Sent: var sent } when refused == sent => $"Nothing was measured: none of the {sent} was accepted.",
            _ => $"Nothing was measured: {column.Sent} were sent, and none of them came to its end in time.",
        };
}
