using Microsoft.Extensions.Logging;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Work;

/// <summary>Keeps an item ours while it is worked on: renews at a third of the lease, and says when it was lost all the same.</summary>
internal sealed partial class WorkLease : IAsyncDisposable
{
    private readonly IWorkQueue queue;
    private readonly TimeSpan length;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource lost = new();
    private readonly Task renewing;

    public WorkLease(LeasedWork work, IWorkQueue queue, TimeSpan length, TimeProvider time, ILogger logger)
    {
        Work = work;
        this.queue = queue;
        this.length = length;
        this.time = time;
        this.logger = logger;
        renewing = RenewAsync();
    }

    /// <summary>With its newest receipt. Settled once <see cref="EndAsync"/> is through.</summary>
    public LeasedWork Work { get; private set; }

    /// <summary>Cancelled when somebody else may have the item.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Stops renewing, so that the receipt stays what it is.</summary>
    public async Task EndAsync()
    {
        await ended.CancelAsync();
        await renewing;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        ended.Dispose();
        lost.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            // From when the lease ends rather than from now: handed-over work has used up some of it.
            await WaitAsync(Work.Left(time) - (2 * length / 3));
            if (ended.IsCancellationRequested)
                return;
            if (await TryRenewAsync())
                continue;

            var left = Work.Left(time);
            if (left <= TimeSpan.Zero)
                break;
            await WaitAsync(left < length / 10 ? left : length / 10);
        }

        Log.Lost(logger, Work.Item.Kind, Work.Id);
        await lost.CancelAsync();
    }

    // Every item ends this wait before its time, and an exception for each costs more than some of its steps.
    private async Task WaitAsync(TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>False: not this time, or never again if the lease has ended by now.</summary>
    private async Task<bool> TryRenewAsync()
    {
        try
        {
            using var span = LeadTrace.Begin(SpanNames.RenewWork, Work.Item.Subject);

            // Not cancelled with the rest: a renewal whose receipt nobody got would make the item look lost.
            var renewed = await queue.RenewAsync(Work, length, CancellationToken.None);
            Work = renewed ?? Work with { LeasedUntil = DateTimeOffset.MinValue, Length = TimeSpan.Zero };
            return renewed is not null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.NotRenewed(logger, Work.Item.Kind, Work.Id, failure.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Kind} {WorkId} is no longer ours: its work is cancelled.")]
        public static partial void Lost(ILogger logger, string kind, string workId);

        [LoggerMessage(2, LogLevel.Warning, "The lease of {Kind} {WorkId} could not be renewed: {Failure}.")]
        public static partial void NotRenewed(ILogger logger, string kind, string workId, string failure);
    }
}
