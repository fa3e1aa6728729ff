extern alias bench;

using System.Globalization;
using bench::SalesAgent.Bot.Bench;
using Spectre.Console;

namespace SalesAgent.Bot.Cli.Bench;

/// <summary>A measurement for people: a column for each size of the history.</summary>
internal static class BenchTable
{
    public static void Write(BenchReport report, TextWriter output)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 200;
        var (machine, options) = (report.Machine, report.Options);
        var how = options.Burst is null ? $"{options.Concurrency} at once" : "all sent at once";
        screen.WriteLine(
            $"{report.Command}: {options.Count} counted after {options.WarmUp} to warm up, {how}, vendors answer {options.Latency} ms late."
        );
        screen.WriteLine(
            $"{machine.Cores} cores, {machine.MemoryMegabytes} MB, {machine.System}, {machine.Runtime}, {machine.Build} build, storage on {machine.FileSystem}."
        );
        screen.WriteLine(report.Setup);
        if (machine.LoadBefore is { } load)
            screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Load of the machine in the minute before: {load:0.0}."));

        var table = new Table().AddColumn("history");
        foreach (var column in report.Columns)
            table.AddColumn(new TableColumn(Whole(column.History)).RightAligned());
        Row(report.Rate, column => Short(column.PerSecond));
        Row($"{report.Time} p50, ms", column => Short(column.Milliseconds.P50));
        Row("p95, ms", column => Short(column.Milliseconds.P95));
        Row("p99, ms", column => Short(column.Milliseconds.P99));
        Row("longest, ms", column => Short(column.Milliseconds.Longest));
        if (options.Burst is not null)
        {
            Row("last 202, ms", column => Short(column.Burst?.LastAcceptedMilliseconds ?? 0));
            Row("last card, ms", column => Short(column.Burst?.LastCardMilliseconds ?? 0));
            Row("typed prospect → card, ms", column => column.Burst?.ProspectMilliseconds is { } time ? Short(time) : "none came");
            Row("leads waiting when it was typed", column => Whole(column.Burst?.WaitingBehindProspect ?? 0));
        }

        Row("bot: peak memory, MB", column => Short(column.Bot.PeakMegabytes));
        Row("bot: CPU, s", column => Short(column.Bot.CpuSeconds));
        Row("bot: CPU for one, ms", column => Short(column.BotCpuMillisecondsEach));
        Row("bot: ready after, s", column => Short(column.Bot.ReadySeconds ?? 0));
        Row("sandbox and sender: CPU, s", column => Short(column.Sender.CpuSeconds));
        Row("outside calls", column => Whole(column.OutsideCalls));
        Row("took, s", column => Short(column.Seconds));
        Row("sent", column => Whole(column.Sent));
        Row("done", column => Whole(column.Done));
        Row("incomplete", column => Whole(column.Incomplete));
        Row("lost", column => Whole(column.Lost));
        if (options.Burst is not null)
            Row("doubled", column => Whole(column.Burst?.Doubled ?? 0));
        screen.Write(table);

        void Row(string name, Func<BenchColumn, string> value) => table.AddRow([name, .. report.Columns.Select(value)]);
    }

    private static string Short(double number) => number.ToString(number < 100 ? "0.0#" : "#,0", CultureInfo.InvariantCulture);

    private static string Whole(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
