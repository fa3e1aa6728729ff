using System.Collections.Concurrent;
using System.Diagnostics;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;
using Spectre.Console;

namespace SalesAgent.Bot.Cli;

/// <summary>The steps as they happen, from the spans they leave; what each found comes with the stored run.</summary>
internal sealed class DemoSteps : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(60);

    private readonly ConcurrentDictionary<string, Activity> spans = new();
    private readonly ActivityListener listener;

    public DemoSteps()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source == LeadTrace.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = span => spans[span.OperationName] = span,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public async Task<LeadState?> FollowAsync(Task<LeadState?> ending)
    {
        LeadState? state = null;
        if (!AnsiConsole.Profile.Capabilities.Ansi)
        {
            // Nothing can be drawn over in a file or a pipe.
            state = await ending;
            AnsiConsole.Write(Picture(state));
            return state;
        }

        await AnsiConsole
            .Live(Picture(null))
            .StartAsync(async live =>
            {
                while (await Task.WhenAny(ending, Task.Delay(Frame)) != ending)
                    live.UpdateTarget(Picture(null));
                state = await ending;
                live.UpdateTarget(Picture(state));
            });
        return state;
    }

    public void Dispose() => listener.Dispose();

    private Table Picture(LeadState? state)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "", "");
        foreach (var name in StepOrder.Names)
        {
            var report = state?.Run.Step(name);
            var (mark, took) =
                report is not null ? (Mark(report.Status), $"{report.Milliseconds} ms")
                : spans.TryGetValue(name, out var span)
                    ? span.IsStopped
                            ? (Mark(span.GetTagItem(LeadTrace.StatusTag) as StepStatus?), $"{span.Duration.TotalMilliseconds:0} ms")
                        : ("[yellow]…[/]", "")
                : ("[grey]·[/]", "");
            table.AddRow(new Markup(mark), new Text(name), new Text(took), new Text(report?.Detail ?? ""));
        }

        return table;
    }

    private static string Mark(StepStatus? status) =>
        status switch
        {
            StepStatus.Done => "[green]✓[/]",
            StepStatus.Missing => "[yellow]![/]",
            StepStatus.Failed => "[red]✗[/]",
            StepStatus.Skipped => "[grey]-[/]",
            _ => "[grey]·[/]",
        };
}
