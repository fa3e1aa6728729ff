using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Holds;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>
/// Brings the rep's calendar to what <see cref="HoldPlan"/> says: removes what should not be held any more, holds what should be. Safe to
/// repeat: an entry's id is made here, so that asking again gives the same entry. A lead never fails for want of a hold.
/// </summary>
internal sealed partial class HoldTimes(
    LeadRecords records,
    RepDirectory reps,
    CalendarClient calendar,
    ShowReview show,
    IOptions<GoogleOptions> google,
    LeadClaims claims,
    OutsidePatience patience,
    RateLimitPauses rateLimits,
    OpenLedger ledger,
    TimeProvider time,
    ILogger<HoldTimes> logger
) : IWorkHandler
{
    /// <summary>After so many tries the card says what could not be done.</summary>
    private const int Tries = 5;

    public string Kind => LeadWork.HoldTimes;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        if (
            !google.Value.Calendar.Holds
            || await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false, Review: not null } state
        )
        {
            return new WorkResult.Done();
        }

        using var span = LeadTrace.GoOn(SpanNames.HoldTimes, id.Value, state.Lead.Trace);
        var worker = Guid.NewGuid().ToString("N");
        state = await ClaimAsync(state, worker, cancellationToken);
        if (!HoldPlan.IsDue(state, time.GetUtcNow()))
            return attempt > 1 ? await ShowAsync(id, attempt, cancellationToken) : new WorkResult.Done();
        if (state.Review!.Holds!.Claim is not { } claim || claim.Worker != worker)
            return new WorkResult.Wait("somebody else holds its times", LeadClaims.LooksEach);

        try
        {
            // The calendar of somebody who left the directory is not ours to touch, and nobody else's is meant.
            if (reps.HolderOf(state.Run.Dossier.RepId) is { Email: var mailbox })
            {
                while (await NextAsync(state, worker, mailbox, cancellationToken) is { } after)
                    state = after;
            }

            rateLimits.Forget(LeadClaims.Holds(id.Value));
            var had = state.Review!.Holds!.Problem;
            await EndAsync(state, worker, null, [], cancellationToken);
            return had is null ? new WorkResult.Done() : await ShowAsync(id, attempt, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.NotYet(logger, failure, id);
            var isRateLimit = failure.Kind is FailureKind.RateLimited;
            var stall = isRateLimit
                ? rateLimits.Again(LeadClaims.Holds(id.Value), failure.VendorName())
                : new Stall(time.GetUtcNow(), attempt, failure.VendorName());
            if (failure.Kind.MayPass() && !patience.IsOver(attempt, stall, isRateLimit))
            {
                // Tried for as long as the queue tries anything; the card says so once that takes a while.
                await EndAsync(
                    state,
                    worker,
                    stall.Times < Tries ? state.Review!.Holds!.Problem : $"{Undone(state)} yet ({failure.Kind.Text()}); I'll keep trying.",
                    [],
                    cancellationToken
                );
                if (stall.Times == Tries)
                    await ShowAsync(id, Tries, cancellationToken);
                return patience.Next(
                    failure.Kind.ToString(),
                    attempt,
                    stall,
                    isRateLimit,
                    patience.PauseAfter(attempt, stall, isRateLimit, failure.RetryAfter)
                );
            }

            // This adds an audit entry, perhaps after the lead was settled. Noted as open, the lead is settled and anchored again.
            await ledger.NoteAsync(id, cancellationToken);
            await EndAsync(
                state,
                worker,
                $"{Undone(state)} ({failure.Kind.Text()}).{failure.Remedy()}",
                [AuditEvent.ConnectorError(id.Value, failure.ConnectorName, failure.Operation, failure.Kind.ToString())],
                cancellationToken
            );
            return await ShowAsync(id, attempt, cancellationToken);
        }
        catch (LeadTakenOverException)
        {
            return new WorkResult.Wait("somebody else holds its times", LeadClaims.LooksEach);
        }
    }

    /// <summary>Writes down what will be asked for, unless there is nothing to do or somebody is at it.</summary>
    private Task<LeadState> ClaimAsync(LeadState state, string worker, CancellationToken cancellationToken) =>
        records.ChangeAsync(
            state,
            now =>
            {
                var at = time.GetUtcNow();
                var isTaken = claims.LeftOf(LeadClaims.Holds(now.Lead.Id), now.Review!.Holds?.Claim, writes: false) > TimeSpan.Zero;
                return isTaken || !HoldPlan.IsDue(now, at)
                    ? null
                    : new LeadChange
                    {
                        Review = now.Review with
                        {
                            Holds = (now.Review.Holds ?? new LeadHolds([])) with
                            {
                                Times = HoldPlan.WithIntents(now, at),
                                Claim = claims.Take(LeadClaims.Holds(now.Lead.Id), worker),
                            },
                        },
                    };
            },
            cancellationToken
        );

    /// <summary>Does one thing and records it, on what is decided by then; null when nothing is left.</summary>
    private async Task<LeadState?> NextAsync(LeadState state, string worker, string mailbox, CancellationToken cancellationToken)
    {
        if (HoldPlan.ToRelease(state, time.GetUtcNow()) is { } over)
        {
            if (over.State is not HeldTimeState.LeftOut)
                await RemoveAsync(mailbox, HoldPlan.EntryOf(state, over), cancellationToken);
            return await RecordAsync(state, worker, times => times.Where(one => one != over), cancellationToken);
        }

        if (HoldPlan.ToTake(state, time.GetUtcNow()) is not { } asked)
            return null;

        var made = await calendar.CreateEventAsync(mailbox, HoldPlan.EntryOf(state, asked), cancellationToken);
        var known = asked with { State = made is CalendarHold.Removed ? HeldTimeState.LeftOut : HeldTimeState.Held };
        return await RecordAsync(state, worker, times => times.Select(one => one == asked ? known : one), cancellationToken);
    }

    /// <summary>What the rep made of it is theirs: a hold that was moved, confirmed or has guests stays.</summary>
    private async Task RemoveAsync(string mailbox, NewHold entry, CancellationToken cancellationToken)
    {
        var there = await calendar.GetEventAsync(mailbox, entry.EventId, cancellationToken);
        if (there is CalendarHold.Held { IsStillAHold: true } held && held.Start == entry.Start && held.End == entry.End)
            await calendar.DeleteEventAsync(mailbox, entry.EventId, cancellationToken);
    }

    private Task<LeadState> RecordAsync(
        LeadState state,
        string worker,
        Func<IEnumerable<HeldTime>, IEnumerable<HeldTime>> change,
        CancellationToken cancellationToken
    ) =>
        records.ChangeAsync(
            state,
            now =>
            {
                if (now.Review!.Holds is not { Claim: { } claim } holds || claim.Worker != worker)
                    throw new LeadTakenOverException();

                var at = time.GetUtcNow();
                var review = now.Review with
                {
                    Holds = holds with { Times = [.. change(holds.Times)], Claim = claims.Take(LeadClaims.Holds(now.Lead.Id), worker) },
                };
                return new LeadChange
                {
                    Review = review with { Holds = review.Holds with { Times = HoldPlan.WithIntents(now with { Review = review }, at) } },
                };
            },
            cancellationToken
        );

    private async Task<LeadState> EndAsync(
        LeadState state,
        string worker,
        string? problem,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        var after = await records.ChangeAsync(
            state,
            now =>
                now.Review!.Holds is not { Claim: { } claim } holds || claim.Worker != worker
                    ? null
                    : new LeadChange
                    {
                        Review = now.Review with
                        {
                            Holds = holds with { Problem = problem, Claim = null },
                            Revision = problem == holds.Problem ? now.Review.Revision : now.Review.Revision + 1,
                        },
                        Events = events,
                    },
            cancellationToken
        );
        if (after.Review?.Holds?.Claim is null)
            claims.Release(LeadClaims.Holds(after.Lead.Id));
        return after;
    }

    private async Task<WorkResult> ShowAsync(LeadId id, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            await show.BringUpToDateAsync(id, cancellationToken);
            return new WorkResult.Done();
        }
        catch (ConnectorException failure)
        {
            Log.NotShown(logger, failure, id);
            return attempt < Tries ? new WorkResult.Later(failure.Kind.ToString(), failure.RetryAfter) : new WorkResult.Done();
        }
    }

    private string Undone(LeadState state) =>
        HoldPlan.ToRelease(state, time.GetUtcNow()) is null
            ? "The offered times could not be held in the calendar"
            : "The held times could not be removed from the calendar";

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The times of lead {LeadId} are not held, or no longer needed and not yet released: the calendar failed."
        )]
        public static partial void NotYet(ILogger logger, Exception exception, LeadId leadId);

        [LoggerMessage(2, LogLevel.Warning, "The card of lead {LeadId} does not say yet what became of its holds.")]
        public static partial void NotShown(ILogger logger, Exception exception, LeadId leadId);
    }
}
