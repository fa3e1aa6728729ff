using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// What becomes of a lead whose work item was buried: it is listed for the operator, and the rep is told what is missing. Putting the
/// item back on the queue goes on where it stopped.
/// </summary>
internal sealed partial class GiveUpRun(
    LeadRecords records,
    RepDirectory reps,
    TellFailure tellFailure,
    ShowReview show,
    OpenLedger ledger,
    TimeProvider time,
    ILogger<GiveUpRun> logger
)
{
    public async Task DoAsync(LeadId id, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false, Run.MergedInto: null } state)
            return;

        state = await records.ChangeAsync(state, Change, cancellationToken);
        if (!state.Run.GivenUp)
        {
            await ShowAsync(state, id, cancellationToken);
            return;
        }

        LeadMetrics.Lead("failed");
        Log.GivenUp(logger, id);
        if (await tellFailure.ToRepAsync(state, cancellationToken))
            await ledger.SettleAsync(id, state.Audit, cancellationToken);
        else
            await ledger.NoteAsync(id, PutOff.LongestPause, cancellationToken);
    }

    private LeadChange? Change(LeadState now)
    {
        // The draft that was shown stays, and can be decided on again.
        if (now.Run.Dossier.WrittenDraft is not null)
        {
            var run = now.Run.StopRepeating();
            if (now.Review is not { State: ReviewState.Updating } updating)
            {
                return now.Run.Stalled is null
                    ? null
                    : new LeadChange
                    {
                        Run = run,
                        Review = now.Review is { } review ? review with { Revision = review.Revision + 1 } : null,
                    };
            }

            run = run with
            {
                EndedAt = time.GetUtcNow(),
                Dossier = run.Dossier.AsWritten(),
                Steps =
                [
                    .. run.Steps.Select(step =>
                        step.Status is StepStatus.Waiting ? step with { Status = StepStatus.Missing, TryAgain = false } : step
                    ),
                ],
            };
            return new LeadChange
            {
                Run = run,
                Review = updating with { State = ReviewState.Proposed, Wish = null, WaitsFor = null, Revision = updating.Revision + 1 },
            };
        }

        var unfinished = now.Run.AsOfThisBuild();
        if (unfinished.EndedAt is not null || !unfinished.Steps.Any(step => step.Status is StepStatus.Waiting))
            return null;

        // Whose lead it is stayed unknown: no mail was written, and somebody has to find out.
        var ended = unfinished.GiveUp(time.GetUtcNow());
        if (reps.Find(ended.Dossier.RepId) is null)
            ended = ended with { Dossier = ended.Dossier with { RepId = reps.TakesUnclear.Id } };
        var step = ended.Steps.First(report => report.Status is StepStatus.Failed);
        return new LeadChange { Run = ended, Events = [AuditEvent.RunEnded(now.Lead.Id, step.Name, step.Detail)] };
    }

    private async Task ShowAsync(LeadState state, LeadId id, CancellationToken cancellationToken)
    {
        try
        {
            await show.BringUpToDateAsync(state, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            // The ledger brings the lead back, and its card with it.
            Log.NotShown(logger, failure, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Lead {LeadId} was given up: nobody outside answered for as long as the queue tries.")]
        public static partial void GivenUp(ILogger logger, LeadId leadId);

        [LoggerMessage(2, LogLevel.Warning, "The card of lead {LeadId} does not say yet that parts of it were given up.")]
        public static partial void NotShown(ILogger logger, Exception exception, LeadId leadId);
    }
}
