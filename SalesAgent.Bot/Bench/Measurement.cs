using System.Runtime.CompilerServices;
using SalesAgent.Bot.Bench.Stage;

namespace SalesAgent.Bot.Bench;

/// <summary>One thing measured, with each size of the history.</summary>
internal static class Measurement
{
    private const string Setup = "The bot is a process of its own; the sandbox and the sender share a second one on the same machine.";

    /// <param name="notes">Is told what is going on.</param>
    public static async Task<BenchReport> RunAsync(
        string command,
        IBench bench,
        IBenchSubject subject,
        BenchOptions options,
        TextWriter notes,
        CancellationToken cancellationToken
    )
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-bench-");
        var machine = BenchMachine.At(folder);
        try
        {
            var columns = new List<BenchColumn>();
            await foreach (var (store, leads, took) in StoresAsync(subject, folder.FullName, options.History, notes, cancellationToken))
            {
                await notes.WriteLineAsync($"Measuring with {leads} leads of history…");
                await using var stage = await BenchStage.StartAsync(subject, store, options.Latency, options.Seconds, cancellationToken);
                var column = await bench.MeasureAsync(stage, options, cancellationToken);
                if (stage.WarmedUpWith is { } warm && warm < options.WarmUp)
                {
                    await notes.WriteLineAsync(
                        $"Warmed up with {warm} instead of {options.WarmUp}: half of the time was over. --seconds gives more."
                    );
                }

                columns.Add(column with { History = leads, HistorySeconds = took });
            }

            return new BenchReport(command, bench.Rate, bench.Time, Setup, machine, options, columns);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A storage file for each column, with how many leads are in it and the seconds it took to put them there.</summary>
    private static async IAsyncEnumerable<(string Store, int Leads, double? Took)> StoresAsync(
        IBenchSubject subject,
        string folder,
        int history,
        TextWriter notes,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var measured = Path.Combine(folder, "salesagent.db");
        if (history == 0)
        {
            yield return (measured, 0, null);
            yield break;
        }

        // What one column leaves behind must not be there in the next.
        var kept = Path.Combine(folder, "history.db");
        await notes.WriteLineAsync($"Storing {history} finished leads…");
        var past = await BenchHistory.BeginAsync(subject, kept, cancellationToken);
        var few = await past.GrowAsync(history, cancellationToken);
        File.Copy(kept, measured);
        yield return (measured, history, few);

        await notes.WriteLineAsync($"Storing {history * 10L} finished leads…");
        var many = await past.GrowAsync(history * 10, cancellationToken);
        yield return (kept, history * 10, few + many);
    }
}
