using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>
/// Looks after a draft that nobody decides on: reminds its rep once, and closes it in the end. When to look next is in the open ledger,
/// so it happens whichever instance is alive by then.
/// </summary>
internal sealed partial class TendReview(
    LeadRecords records,
    RepDirectory reps,
    RemindRep remind,
    LeadWork work,
    OpenLedger ledger,
    IOptions<ReviewOptions> options,
    IOptions<SchedulingOptions> scheduling,
    OutsidePatience patience,
    RateLimitPauses rateLimits,
    TimeProvider time,
    ILogger<TendReview> logger
) : IWorkHandler
{
    private readonly WorkingHours everybodys = WorkingHours.Parse(scheduling.Value.WorkingHours);

    public string Kind => LeadWork.TendReview;

    /// <summary>Has it looked after if something is due, for work that is repeated if we die before this is on the queue.</summary>
    /// <returns>How long it may be left alone.</returns>
    public async Task<TimeSpan> RequestAsync(LeadState state, CancellationToken cancellationToken)
    {
        var waiting = WaitingOf(state);
        if (waiting?.IsDue(time.GetUtcNow()) != true)
            return Sooner(waiting, OpenLedger.WhileUndecided);

        await work.RequestAsync(LeadWork.TendReview, LeadId.Parse(state.Lead.Id), cancellationToken);
        return OpenLedger.Patience;
    }

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        if (await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false } state || WaitingOf(state) is not { } waiting)
            return new WorkResult.Done();

        var now = time.GetUtcNow();
        if (waiting.ExpireAt <= now)
        {
            await ExpireAsync(state, id, cancellationToken);
            return new WorkResult.Done();
        }

        var wait = OpenLedger.WhileUndecided;
        if (waiting.RemindAt <= now)
        {
            try
            {
                wait = await remind.AboutWhatWaitsAsync(RepOf(state), WaitingOf, cancellationToken);
                rateLimits.Forget(About(id));
            }
            catch (ConnectorException failure)
            {
                Log.NotReminded(logger, failure, id);

                // Noted, or the sweep takes the lead for lost and puts it back long before the pause is over.
                var isRateLimit = failure.Kind is FailureKind.RateLimited;
                var stall = isRateLimit ? rateLimits.Again(About(id), failure.VendorName()) : new Stall(now, attempt, failure.VendorName());
                var pause = patience.PauseAfter(attempt, stall, isRateLimit, failure.RetryAfter);
                await ledger.NoteAsync(id, OpenLedger.Patience + pause, cancellationToken);
                return patience.Next(failure.Kind.ToString(), attempt, stall, isRateLimit, pause);
            }
        }

        // Decided meanwhile: the ledger is for whoever carries that out.
        if (await records.FindAsync(id, cancellationToken) is { } after && WaitingOf(after) is { } still)
            await ledger.NoteAsync(id, Sooner(still, wait), cancellationToken);
        return new WorkResult.Done();
    }

    private static string About(LeadId id) => $"{LeadWork.TendReview} {id}";

    private TimeSpan Sooner(Waiting? waiting, TimeSpan other) =>
        waiting?.Until(time.GetUtcNow()) is { } until && until < other ? until : other;

    private async Task ExpireAsync(LeadState known, LeadId id, CancellationToken cancellationToken)
    {
        // The queue is told first: should we die after the commit below, the draft is taken back all the same.
        var item = await work.TakeUpAsync(LeadWork.CarryOut, id, cancellationToken);
        await ledger.NoteAsync(id, cancellationToken);
        await records.ChangeAsync(
            known,
            state =>
            {
                // A decision that was faster stands, and other times begin the wait anew.
                var now = time.GetUtcNow();
                if (WaitingOf(state) is not { ExpireAt: { } end, Reason: var reason } || end > now)
                    return null;

                var draft = state.Run.Dossier.Draft!;
                return new LeadChange
                {
                    Review = state.Review! with
                    {
                        State = ReviewState.Expired,
                        Expiry = new Expiry(now, reason),
                        Revision = state.Review.Revision + 1,
                    },
                    Events =
                    [
                        AuditEvent.ApprovalExpired(
                            id.Value,
                            draft.Version,
                            draft.ContentHash,
                            JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString())
                        ),
                    ],
                };
            },
            cancellationToken
        );
        await work.GoOnAsync(item, cancellationToken);
    }

    private Waiting? WaitingOf(LeadState state)
    {
        var rep = RepOf(state);
        return Waiting.Of(state, rep.Hours ?? everybodys, rep.TimeZone, options.Value);
    }

    private Rep RepOf(LeadState state) => reps.Find(state.Run.Dossier.RepId) ?? reps.TakesUnclear;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The rep of lead {LeadId} is not reminded yet: Teams failed.")]
        public static partial void NotReminded(ILogger logger, Exception exception, LeadId leadId);
    }
}
