using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Core.Review;

/// <summary>
/// Does what a decision asks for. Approved: the draft stays in Gmail, a note says so. Rejected or superseded: the draft goes, the task is
/// closed, a note gives the reason. Expired: the draft goes, the task stays open, for the lead has no answer yet. Each part is recorded
/// once it is done, so a repeat goes on where it stopped.
/// </summary>
internal sealed partial class CarryOutDecision(
    LeadRecords records,
    DecisionOutside outside,
    ShowReview show,
    OpenReviews open,
    OpenLedger ledger,
    OutsidePatience patience,
    HoldRequests holds,
    LeadClaims claims,
    OrphanRequests orphans,
    TimeProvider time,
    ILogger<CarryOutDecision> logger
) : IWorkHandler
{
    private const string Mail = "mail",
        Filing = "task",
        Note = "note",
        Card = "card";

    public string Kind => LeadWork.CarryOut;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        var state = await records.FindAsync(id, cancellationToken);
        if (state is not { IsBeingForgotten: false, Review: { IsClosed: true } review })
            return new WorkResult.Done();
        if (review.CarriedOut.Finished)
        {
            if (review.CarriedOut.GivenUp is not { Count: > 0 })
                return new WorkResult.Done();

            // Perhaps not listed yet: whoever gave it up may have died before. Only an operator's retry opens it again, and each once.
            if (!item.IsRetried || item.Retry == review.CarriedOut.Reopened)
                return NotDone(review.CarriedOut);

            await ledger.NoteAsync(id, cancellationToken);
            state = await ReopenAsync(state, item.Retry, cancellationToken);
        }

        using var span = LeadTrace.GoOn(SpanNames.CarryOut, id.Value, review.Decision?.Trace ?? state.Lead.Trace, beside: state.Lead.Trace);

        // Nobody could close a task that is being filed at this moment.
        if (
            review.State is not ReviewState.Approved
            && claims.LeftOf(LeadClaims.Run(id.Value), state.Run.Claim, state.Run.Intents.Count > 0) is { Ticks: > 0 } left
        )
        {
            return new WorkResult.Wait("the run still writes", left < LeadClaims.LooksEach ? left : LeadClaims.LooksEach);
        }

        var worker = Guid.NewGuid().ToString("N");
        var diedWriting = claims.IsDead(review.CarriedOut.Claim) && IsWriting(review.CarriedOut);
        state = await ClaimAsync(state, worker, cancellationToken);
        if (state.Review!.CarriedOut is not { Finished: false, Claim: { } holder })
            return new WorkResult.Done();
        if (holder.Worker != worker)
            return new WorkResult.Wait("somebody else carries it out", LeadClaims.LooksEach);
        if (diedWriting)
            await orphans.RequestAsync(id, cancellationToken);

        await holds.RequestAsync(state, cancellationToken);
        var lookFirst = state.Review.CarriedOut.NoteIntended;
        var tries = new DecisionTries(patience, attempt, Stall.After(state.Review.CarriedOut.Stalled, "", time.GetUtcNow()));
        try
        {
            state = await SettleAsync(
                state,
                Mail,
                done => done.MailOutcome,
                () => outside.MailAsync(state, cancellationToken),
                (done, said) => done with { MailOutcome = said },
                tries,
                "Gmail could not be asked about the draft.",
                cancellationToken
            );
            state = await SettleAsync(
                state,
                Filing,
                done => done.TaskOutcome,
                () => TaskAsync(state, cancellationToken),
                (done, said) => done with { TaskOutcome = said },
                tries,
                "The task in HubSpot could not be closed.",
                cancellationToken
            );

            // The note tells what became of the draft.
            if (state.Review!.CarriedOut is { MailOutcome: not null, TaskOutcome: not null, NoteOutcome: null })
                state = await SettleNoteAsync(state, lookFirst, tries, cancellationToken);

            // Decided is not open, whatever else is left; and the last commit then says that nothing is.
            await open.RemoveAsync(state.Run.Dossier.RepId ?? "", id, cancellationToken);
            if (tries.Failures.Count == 0)
                state = await ShowAsync(state, worker, tries, cancellationToken);
            if (tries.Failures.Count > 0)
                return await PutOffAsync(state, id, worker, tries, cancellationToken);
        }
        catch (LeadTakenOverException)
        {
            if (IsWriting(state.Review!.CarriedOut))
                await orphans.RequestAsync(id, cancellationToken);
            return new WorkResult.Wait("somebody else carries it out", LeadClaims.LooksEach);
        }

        if (state.Review is { CarriedOut.Finished: false })
            state = await ReleaseAsync(state, worker, finished: true, cancellationToken);
        await ledger.SettleAsync(id, state.Audit, cancellationToken);
        return state.Review!.CarriedOut.GivenUp is { Count: > 0 } ? NotDone(state.Review.CarriedOut) : new WorkResult.Done();
    }

    private static WorkResult.GiveUp NotDone(CarryingOut done) =>
        new(
            $"not done after the decision: {string.Join(", ", done.GivenUp!)}{(done.Refusals is { } refusals ? $" ({string.Join("; ", refusals)})" : "")}"
        );

    /// <summary>What was given up is tried anew.</summary>
    private Task<LeadState> ReopenAsync(LeadState state, string? retry, CancellationToken cancellationToken) =>
        records.ChangeAsync(
            state,
            now =>
                now.Review!.CarriedOut is not { Finished: true, GivenUp: { Count: > 0 } parts } done
                    ? null
                    : new LeadChange
                    {
                        Review = now.Review with
                        {
                            CarriedOut = done with
                            {
                                Finished = false,
                                GivenUp = null,
                                Refusals = null,
                                Reopened = retry,
                                Stalled = null,
                                MailOutcome = parts.Contains(Mail) ? null : done.MailOutcome,
                                TaskOutcome = parts.Contains(Filing) ? null : done.TaskOutcome,
                                NoteOutcome = parts.Contains(Note) ? null : done.NoteOutcome,
                            },
                            Revision = now.Review.Revision + 1,
                        },
                    },
            cancellationToken
        );

    /// <summary>Goes on later. The card says what it waits for once that takes a while.</summary>
    private async Task<WorkResult> PutOffAsync(
        LeadState state,
        LeadId id,
        string worker,
        DecisionTries tries,
        CancellationToken cancellationToken
    )
    {
        foreach (var failure in tries.Failures)
            Log.NotYet(logger, failure, id);

        // The note may arrive after it was looked for in vain and written once more.
        if (IsWriting(state.Review!.CarriedOut) && tries.Failures.Any(failure => failure.Kind is FailureKind.OutcomeUnknown))
            await orphans.RequestAsync(id, cancellationToken);
        var (asked, isRateLimit) = (
            tries.Failures.Max(failure => failure.RetryAfter),
            tries.Failures.All(failure => failure.Kind is FailureKind.RateLimited)
        );
        var stall = tries.Stall with { For = tries.Failures[0].VendorName() };
        var pause = patience.PauseAfter(tries.Attempt, stall, isRateLimit, asked);

        // Where only the card is missing, it cannot say so; and once it can, it is there.
        var isCardOnly = state.Review!.CarriedOut is { MailOutcome: not null, TaskOutcome: not null, NoteOutcome: not null };
        var waitsFor = !isCardOnly && patience.IsWorthTelling(stall, asked) ? stall.For : null;
        state = Forgotten(
            await records.ChangeAsync(
                state,
                now =>
                    Released(now.Review!, worker, finished: false) is var released && released.CarriedOut is { Finished: false } done
                        ? new LeadChange
                        {
                            Review = released with
                            {
                                CarriedOut = done with { Stalled = stall, WaitsFor = waitsFor ?? done.WaitsFor },
                                Revision = waitsFor is null || waitsFor == done.WaitsFor ? released.Revision : released.Revision + 1,
                            },
                        }
                        : null,
                cancellationToken
            )
        );
        await ledger.NoteAsync(id, OpenLedger.Patience + pause, cancellationToken);
        if (waitsFor is not null)
            await TryShowAsync(state, id, cancellationToken);
        return patience.Next(
            $"the decision waits for {stall.For} ({tries.Failures[0].Kind.Text()})",
            tries.Attempt,
            stall,
            isRateLimit,
            pause
        );
    }

    private async Task<LeadState> ShowAsync(LeadState state, string worker, DecisionTries tries, CancellationToken cancellationToken)
    {
        try
        {
            return Forgotten(await show.BringUpToDateAsync(state, now => Released(now, worker, finished: true), cancellationToken));
        }
        catch (ConnectorException failure)
        {
            if (!tries.GivesUp(failure))
                return state;

            return await records.ChangeAsync(
                state,
                now => new LeadChange { Review = now.Review! with { CarriedOut = now.Review.CarriedOut.Without(Card, failure.Message) } },
                cancellationToken
            );
        }
    }

    private async Task TryShowAsync(LeadState state, LeadId id, CancellationToken cancellationToken)
    {
        try
        {
            await show.BringUpToDateAsync(state, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.NotShown(logger, failure, id);
        }
    }

    private Task<LeadState> ClaimAsync(LeadState state, string worker, CancellationToken cancellationToken) =>
        records.ChangeAsync(
            state,
            now =>
            {
                var done = now.Review!.CarriedOut;
                var isTaken = claims.LeftOf(LeadClaims.Decision(now.Lead.Id), done.Claim, IsWriting(done)) > TimeSpan.Zero;
                return done.Finished || isTaken
                    ? null
                    : new LeadChange
                    {
                        Review = now.Review with
                        {
                            CarriedOut = done with { Claim = claims.Take(LeadClaims.Decision(now.Lead.Id), worker) },
                        },
                    };
            },
            cancellationToken
        );

    /// <summary>A note may be on its way; all else that is done here may be done twice.</summary>
    private static bool IsWriting(CarryingOut done) => done is { NoteIntended: true, NoteOutcome: null };

    private async Task<LeadState> ReleaseAsync(LeadState state, string worker, bool finished, CancellationToken cancellationToken) =>
        Forgotten(
            await records.ChangeAsync(
                state,
                now =>
                    Released(now.Review!, worker, finished) is { } released && released != now.Review
                        ? new LeadChange { Review = released }
                        : null,
                cancellationToken
            )
        );

    /// <summary>With no claim remembered that is given back.</summary>
    private LeadState Forgotten(LeadState after)
    {
        if (after.Review?.CarriedOut.Claim is null)
            claims.Release(LeadClaims.Decision(after.Lead.Id));
        return after;
    }

    private static LeadReview Released(LeadReview review, string worker, bool finished) =>
        review.CarriedOut is { Claim: { } holder } done && holder.Worker == worker
            ? review with
            {
                CarriedOut = done with { Claim = null, Finished = finished, Stalled = finished ? null : done.Stalled },
            }
            : review;

    /// <summary>Does one part unless it is done, and records what came of it.</summary>
    /// <param name="givenUp">What the card says when it cannot be done.</param>
    private async Task<LeadState> SettleAsync(
        LeadState state,
        string part,
        Func<CarryingOut, string?> known,
        Func<Task<(string, AuditEvent?)>> settle,
        Func<CarryingOut, string, CarryingOut> with,
        DecisionTries tries,
        string givenUp,
        CancellationToken cancellationToken
    )
    {
        var sofar = state.Review!.CarriedOut;
        if (known(sofar) is not null)
            return state;

        try
        {
            var (outcome, told) = await settle();
            return await RecordAsync(state, WithNext(state, with(sofar, outcome)), told is null ? [] : [told], cancellationToken);
        }
        catch (ConnectorException failure)
        {
            return tries.GivesUp(failure)
                ? await RecordAsync(state, WithNext(state, with(sofar.Without(part, failure.Message), givenUp)), [], cancellationToken)
                : state;
        }
    }

    private async Task<(string, AuditEvent?)> TaskAsync(LeadState state, CancellationToken cancellationToken)
    {
        await outside.TaskAsync(state, cancellationToken);
        return ("", null);
    }

    /// <summary>
    /// With the parts that need no call to the outside, and the intent of the one that comes next: they need no commits of their own.
    /// </summary>
    private static CarryingOut WithNext(LeadState state, CarryingOut done)
    {
        if (done is { TaskOutcome: null, MailOutcome: not null } && DecisionOutside.TaskToClose(state) is null)
            done = done with { TaskOutcome = "" };
        if (done is not { MailOutcome: not null, TaskOutcome: not null, NoteOutcome: null })
            return done;
        return DecisionOutside.HasContact(state) && state.Review!.Decision is not null
            ? done with
            {
                NoteIntended = true,
            }
            : done with
            {
                NoteOutcome = "",
            };
    }

    private Task<LeadState> RecordAsync(
        LeadState state,
        CarryingOut after,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        records.ChangeAsync(
            state,
            now =>
                now.Review!.CarriedOut.Claim?.Worker != after.Claim!.Worker
                    ? throw new LeadTakenOverException()
                    : new LeadChange
                    {
                        Review = now.Review with
                        {
                            CarriedOut = after with
                            {
                                Claim = claims.Take(LeadClaims.Decision(now.Lead.Id), after.Claim.Worker),
                                WaitsFor = null,
                            },
                            Revision =
                                (after with { WaitsFor = null }).Sentence == now.Review.CarriedOut.Sentence
                                    ? now.Review.Revision
                                    : now.Review.Revision + 1,
                        },
                        Events = events,
                    },
            cancellationToken
        );

    /// <param name="lookFirst">An earlier attempt may have written it.</param>
    private async Task<LeadState> SettleNoteAsync(LeadState state, bool lookFirst, DecisionTries tries, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleNote, state.Lead.Id);
        var sofar = state.Review!.CarriedOut;
        if (!DecisionOutside.HasContact(state) || state.Review.Decision is not { } decision)
            return await RecordAsync(state, sofar with { NoteOutcome = "" }, [], cancellationToken);

        if (!sofar.NoteIntended)
            state = await RecordAsync(state, sofar with { NoteIntended = true }, [], cancellationToken);
        try
        {
            var note = await outside.NoteAsync(state, decision, lookFirst, cancellationToken);
            return await RecordAsync(
                state,
                state.Review!.CarriedOut with
                {
                    NoteOutcome = "",
                },
                note is { } written ? [AuditEvent.NoteCreated(state.Lead.Id, written.ToString(), "decision")] : [],
                cancellationToken
            );
        }
        catch (ConnectorException failure)
        {
            return !tries.GivesUp(failure)
                ? state
                : await RecordAsync(
                    state,
                    state.Review!.CarriedOut.Without(Note, failure.Message) with
                    {
                        NoteOutcome = "The note in HubSpot could not be written.",
                    },
                    [],
                    cancellationToken
                );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The decision on lead {LeadId} is not carried out yet: a connector failed.")]
        public static partial void NotYet(ILogger logger, Exception exception, LeadId leadId);

        [LoggerMessage(2, LogLevel.Warning, "The card of lead {LeadId} does not say yet what its decision waits for.")]
        public static partial void NotShown(ILogger logger, Exception exception, LeadId leadId);
    }
}
