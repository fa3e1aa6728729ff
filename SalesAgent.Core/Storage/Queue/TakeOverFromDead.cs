using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;

namespace SalesAgent.Core.Storage.Queue;

/// <summary>
/// Gives the queue back what a dead process of this machine held, without waiting for its leases: before the first piece of work at the
/// start, and every two seconds for those that die beside us. What somebody has received since is theirs and stays so.
/// </summary>
internal sealed partial class TakeOverFromDead(Instances instances, IWorkQueue queue, TimeProvider time, ILogger<TakeOverFromDead> logger)
    : BackgroundService
{
    private static readonly TimeSpan LooksEach = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TakeOverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    internal async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in instances.FindDead())
            {
                using (file)
                    await TakeOverAsync(file, cancellationToken);
            }

            instances.Tidy();
        }
        catch (Exception failure) when (failure is StorageUnavailableException or IOException or UnauthorizedAccessException)
        {
            Log.NotNow(logger, failure);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LooksEach, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TakeOverAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A stop is no failure.
        }
    }

    private async Task TakeOverAsync(InstanceFile file, CancellationToken cancellationToken)
    {
        var held = file.Read();
        LeasedWork[] leased =
        [
            .. held.Where(item => item is { Id: not null, Receipt: not null })
                .Select(item => new LeasedWork(item.Id!, item.Receipt!, item.Item, item.Attempts, item.EnqueuedAt, default)),
        ];
        var released = leased.Length == 0 ? 0 : await queue.ReclaimAsync(leased, cancellationToken);

        // It may have arrived and may not: one too many finds nothing to do.
        WorkItem[] sent = [.. held.Where(item => item.Id is null).Select(item => item.Item)];
        if (sent.Length > 0)
            await queue.EnqueueAsync(sent, TimeSpan.Zero, cancellationToken);
        file.Settle();
        if (released + sent.Length > 0)
            Log.TakenOver(logger, released + sent.Length);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} items of a process that died are back on the queue.")]
        public static partial void TakenOver(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "What a dead process held could not be given back to the queue; it is tried again.")]
        public static partial void NotNow(ILogger logger, Exception exception);
    }
}
