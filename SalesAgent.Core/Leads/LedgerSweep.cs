using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Review;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Leads;

/// <summary>Looks through the open ledger each minute and puts back work that is due and has no item.</summary>
internal sealed partial class LedgerSweep(OpenLedger ledger, LeadRecords records, LeadWork work, TimeProvider time, ILogger<LedgerSweep> logger) : BackgroundService
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
        var lost = await work.WithoutItemAsync([.. overdue.Select(row => (LeadId.Parse(row.LeadId), PutBackAt(row)))], cancellationToken);
        foreach (var row in overdue.Where(row => lost.Contains(row.LeadId)))
        {
            var id = LeadId.Parse(row.LeadId);
            var state = await records.FindAsync(id, cancellationToken);

            // Never accepted, and its sender was told so; or only its audit is left.
            if (state is null)
            {
                if (await records.FindChainAsync(id, cancellationToken) is { } chain) await ledger.SettleAsync(id, chain, cancellationToken);
                else await ledger.RemoveAsync(id, cancellationToken);
                continue;
            }

            // Finished: only the row outlived it.
            if (state is { Run.MergedInto: not null } || state.Review is { State: ReviewState.Failed, WaitsFor: null, Cards.Count: > 0 } or { CarriedOut.Finished: true })
            {
                await ledger.SettleAsync(id, state.Audit, cancellationToken);
                continue;
            }

            var kind = state.Review is { State: ReviewState.Approved or ReviewState.Rejected or ReviewState.Superseded or ReviewState.Expired } ? LeadWork.CarryOut : LeadWork.RunLead;
            var isUrgent = LeadIntake.IsUrgent(state.Lead.Incoming) || state.Review is { State: ReviewState.Updating or ReviewState.Approved or ReviewState.Rejected };
            await ledger.NoteAsync(id, cancellationToken);
            await work.RequestAsync(kind, id, cancellationToken, isUrgent);
            Log.PutBack(logger, kind, id);
        }
    }

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
