using System.Diagnostics.Metrics;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Bot.Operations.Telemetry;

/// <summary>
/// What has a level rather than a count, looked at each 15 seconds: the queue, the open cards, and whether nothing can be sent. A level
/// that could not be read is not reported, rather than as an old one.
/// </summary>
internal sealed partial class Gauges(
    IWorkQueue queue,
    OpenReviews open,
    RepDirectory reps,
    DraftOnlyProof proof,
    EmergencyStop stop,
    TimeProvider time,
    ILogger<Gauges> logger
) : BackgroundService
{
    private const int MostBuried = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Its own, so that it ends with this instance of the app.
    private readonly Meter meter = new(LeadMetrics.MeterName);

    private volatile Levels? last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Register();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A stop is no failure.
        }
        finally
        {
            last = null;
        }
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    private void Register()
    {
        meter.CreateObservableGauge(
            "salesagent.queue.depth",
            () => Of(levels => levels.Depth),
            description: "Work items that are alive; of a storage queue about so many."
        );
        meter.CreateObservableGauge(
            "salesagent.queue.age",
            () => Of(levels => levels.OldestSeconds),
            "s",
            "How long the oldest work item has been there."
        );
        meter.CreateObservableGauge(
            "salesagent.queue.buried",
            () => Of(levels => levels.Buried),
            description: "Items that were given up and wait for a person; 1000 stands for as many or more."
        );
        meter.CreateObservableGauge(
            "salesagent.cards.open",
            () => Of(levels => levels.OpenCards),
            description: "Drafts that wait for a decision."
        );
        meter.CreateObservableGauge(
            "salesagent.stopped",
            () => Of(levels => levels.Stopped),
            description: "1 while everything is stopped."
        );
        meter.CreateObservableGauge(
            "salesagent.draft_only.proven",
            () => proof.Last is { } tried ? [new Measurement<long>(tried.Escaped.Count == 0 ? 1 : 0)] : Array.Empty<Measurement<long>>(),
            description: "1 while the last trial to send was refused."
        );
    }

    private Measurement<long>[] Of(Func<Levels, long> level) => last is { } levels ? [new Measurement<long>(level(levels))] : [];

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var oldest = await queue.ListAsync(1, cancellationToken);
            long cards = 0;
            foreach (var rep in reps.All)
                cards += (await open.OfAsync(rep.Id, cancellationToken)).Count;
            last = new Levels(
                await queue.CountAsync(cancellationToken),
                oldest is [var first, ..] ? (long)Math.Max(0, (now - first.EnqueuedAt).TotalSeconds) : 0,
                (await queue.ListBuriedAsync(MostBuried, cancellationToken)).Count,
                cards,
                await stop.FindAsync(cancellationToken) is null ? 0 : 1
            );
        }
        catch (StorageUnavailableException failure)
        {
            last = null;
            Log.NotNow(logger, failure);
        }
    }

    private sealed record Levels(long Depth, long OldestSeconds, long Buried, long OpenCards, long Stopped);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The levels of the queue and of the open cards could not be read.")]
        public static partial void NotNow(ILogger logger, Exception exception);
    }
}
