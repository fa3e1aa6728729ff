using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

/// <summary>Looks through the open ledger each minute and puts back work that is due and has no item.</summary>
internal sealed partial class LedgerSweep(
    OpenLedger ledger,
    LeadRecords records,
    LeadWork work,
    TimeProvider time,
    ILogger<LedgerSweep> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StorageUnavailableException failure)
            {
                Log.NotNow(logger, failure);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        // What is still on the queue waits for its turn, however long the queue is: it is not lost.
        var overdue = await ledger.OverdueAsync(cancellationToken);
        var missing = await work.MissingAsync([.. overdue.Select(row => (LeadId.Parse(row.LeadId), PutBackAt(row)))], cancellationToken);
        IReadOnlyDictionary<WorkItem, DateTimeOffset>? buried = null;
        foreach (var row in overdue)
        {
            var (id, hasItem) = (
                LeadId.Parse(row.LeadId),
                !missing.Contains(new(LeadWork.RunLead, row.LeadId)) || !missing.Contains(new(LeadWork.CarryOut, row.LeadId))
            );

            // A run may wait for half a day, and what was decided meanwhile does not wait for it.
            if (hasItem && await records.FindReviewAsync(id, cancellationToken) is not { CarriedOut.Finished: false })
                continue;

            var state = await records.FindAsync(id, cancellationToken);
            if (hasItem && (state is null || !missing.Contains(new(KindFor(state), row.LeadId))))
                continue;

            // Never accepted, and its sender was told so; or only its audit is left.
            if (state is null)
            {
                if (await records.FindChainAsync(id, cancellationToken) is { } chain)
                    await ledger.SettleAsync(id, chain, cancellationToken);
                else
                    await ledger.RemoveAsync(id, cancellationToken);
                continue;
            }

            // Finished: only the row outlived it.
            if (
                state is { Run.MergedInto: not null }
                || state.Review is { State: ReviewState.Failed, WaitsFor: null, Cards.Count: > 0 } or { CarriedOut.Finished: true }
            )
            {
                await ledger.SettleAsync(id, state.Audit, cancellationToken);
                continue;
            }

            // Given up since it was last asked for: an operator decides when it is tried again.
            var kind = KindFor(state);
            buried ??= await work.BuriedAsync(cancellationToken);
            if (buried.TryGetValue(new(kind, row.LeadId), out var buriedAt) && buriedAt >= Milliseconds(row.NotedAt))
                continue;

            var isUrgent =
                state.Lead.Incoming.IsUrgent
                || state.Review is { State: ReviewState.Updating or ReviewState.Approved or ReviewState.Rejected };
            await ledger.NoteAsync(id, cancellationToken);
            await work.RequestAsync(kind, id, cancellationToken, isUrgent);
            Log.PutBack(logger, kind, id);
        }
    }

    private static string KindFor(LeadState state) => state.Review is { IsClosed: true } ? LeadWork.CarryOut : LeadWork.RunLead;

    /// <summary>As exact as the queue keeps its times.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>When its work was last put on the queue; a moment that a wrong clock has put ahead is none.</summary>
    private DateTimeOffset PutBackAt(OpenLead row)
    {
        var at = row.DueAt - OpenLedger.Patience;
        return StoredTime.IsFromAhead(at, time.GetUtcNow()) ? DateTimeOffset.MinValue : at;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Put {Kind} of lead {LeadId} back on the queue: it was due and had no item.")]
        public static partial void PutBack(ILogger logger, string kind, LeadId leadId);

        [LoggerMessage(2, LogLevel.Warning, "The open ledger could not be read.")]
        public static partial void NotNow(ILogger logger, Exception exception);
    }
}
