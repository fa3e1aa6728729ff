using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.Gmail;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Leads;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Orchestration.Steps;
using SalesAgent.Core.People;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

/// <summary>
/// Does what a decision asks for. Approved: the draft stays in Gmail, a note says so. Rejected or superseded: the draft goes, the task is
/// closed, a note gives the reason. Expired: the draft goes, the task stays open, for the lead has no answer yet. Each part is recorded once it is done, so a repeat goes on where it stopped.
/// </summary>
internal sealed partial class CarryOutDecision(
    LeadRecords records, RepDirectory reps, GmailClient gmail, HubSpotClient hubSpot, ShowReview show, OpenReviews open, OpenLedger ledger,
    HoldRequests holds, RunClaims claims, RemoveOrphans orphans, TimeProvider time, ILogger<CarryOutDecision> logger) : IWorkHandler
{
    /// <summary>After so many tries the card says what could not be done, instead of waiting in silence.</summary>
    private const int Tries = 5;

    public string Kind => LeadWork.CarryOut;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        var state = await records.FindAsync(id, cancellationToken);
        if (state is not { IsBeingForgotten: false, Review: { State: ReviewState.Approved or ReviewState.Rejected or ReviewState.Superseded or ReviewState.Expired } review }) return new WorkResult.Done();
        if (review.CarriedOut.Finished) return new WorkResult.Done();

        using var span = LeadTrace.GoOn(SpanNames.CarryOut, id.Value, review.Decision?.Trace ?? state.Lead.Trace, beside: state.Lead.Trace);

        // Nobody could close a task that is being filed at this moment.
        if (review.State is not ReviewState.Approved && claims.LeftOf(RunClaims.Run(id.Value), state.Run.Claim, state.Run.Intents.Count > 0) is { Ticks: > 0 } left)
            return new WorkResult.Wait("the run still writes", left < RunClaims.LooksEach ? left : RunClaims.LooksEach);

        var worker = Guid.NewGuid().ToString("N");
        var diedWriting = claims.IsDead(review.CarriedOut.Claim) && IsWriting(review.CarriedOut);
        state = await ClaimAsync(state, worker, cancellationToken);
        if (state.Review!.CarriedOut is not { Finished: false, Claim: { } holder }) return new WorkResult.Done();
        if (holder.Worker != worker) return new WorkResult.Wait("somebody else carries it out", RunClaims.LooksEach);
        if (diedWriting) await orphans.RequestAsync(id, cancellationToken);

        await holds.RequestAsync(state, cancellationToken);
        var rep = reps.Find(state.Run.Dossier.RepId) ?? reps.Default;
        var last = attempt >= Tries;
        var lookFirst = state.Review.CarriedOut.NoteIntended;
        try
        {
            state = await SettleAsync(
                state, done => done.MailOutcome, () => SettleMailAsync(state, rep, cancellationToken),
                (done, said) => done with { MailOutcome = said }, last, "Gmail could not be asked about the draft.", cancellationToken);
            state = await SettleAsync(
                state, done => done.TaskOutcome, () => SettleTaskAsync(state, cancellationToken),
                (done, said) => done with { TaskOutcome = said }, last, "The task in HubSpot could not be closed.", cancellationToken);
            state = await SettleNoteAsync(state, rep, lookFirst, last, cancellationToken);

            // Decided is not open, whatever else is left; and the last commit then says that nothing is.
            await open.RemoveAsync(rep.Id, id, cancellationToken);
            state = await show.BringUpToDateAsync(state, now => Released(now, worker, finished: true), cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.NotYet(logger, failure, id);
            await ReleaseAsync(state, worker, finished: false, cancellationToken);
            return new WorkResult.Later(failure.Kind.ToString(), failure.RetryAfter);
        }
        catch (RunTakenOverException)
        {
            if (IsWriting(state.Review!.CarriedOut)) await orphans.RequestAsync(id, cancellationToken);
            return new WorkResult.Wait("somebody else carries it out");
        }

        if (state.Review is { CarriedOut.Finished: false }) state = await ReleaseAsync(state, worker, finished: true, cancellationToken);
        await ledger.SettleAsync(id, state.Audit, cancellationToken);
        return new WorkResult.Done();
    }

    private Task<LeadState> ClaimAsync(LeadState state, string worker, CancellationToken cancellationToken) => records.ChangeAsync(
        state,
        now =>
        {
            var done = now.Review!.CarriedOut;
            var isTaken = claims.LeftOf(RunClaims.Decision(now.Lead.Id), done.Claim, IsWriting(done)) > TimeSpan.Zero;
            return done.Finished || isTaken ? null : new LeadChange { Review = now.Review with { CarriedOut = done with { Claim = claims.Take(RunClaims.Decision(now.Lead.Id), worker) } } };
        },
        cancellationToken);

    /// <summary>A note may be on its way; all else that is done here may be done twice.</summary>
    private static bool IsWriting(CarryingOut done) => done is { NoteIntended: true, NoteOutcome: null };

    private Task<LeadState> ReleaseAsync(LeadState state, string worker, bool finished, CancellationToken cancellationToken) => records.ChangeAsync(
        state,
        now => Released(now.Review!, worker, finished) is { } released && released != now.Review ? new LeadChange { Review = released } : null,
        cancellationToken);

    private static LeadReview Released(LeadReview review, string worker, bool finished) => review.CarriedOut is { Claim: { } holder } done && holder.Worker == worker
        ? review with { CarriedOut = done with { Claim = null, Finished = finished } }
        : review;

    /// <summary>Does one part unless it is done, and records what came of it.</summary>
    /// <param name="givenUp">What the card says when it cannot be done.</param>
    private async Task<LeadState> SettleAsync(
        LeadState state, Func<CarryingOut, string?> known, Func<Task<string>> settle, Func<CarryingOut, string, CarryingOut> with, bool last, string givenUp,
        CancellationToken cancellationToken)
    {
        var sofar = state.Review!.CarriedOut;
        if (known(sofar) is not null) return state;

        string outcome;
        try
        {
            outcome = await settle();
        }
        catch (ConnectorException failure) when (last || failure.Kind is FailureKind.Refused or FailureKind.Unauthorised)
        {
            outcome = givenUp;
        }

        return await RecordAsync(state, WithNext(state, with(sofar, outcome)), [], cancellationToken);
    }

    /// <summary>With the parts that need no call to the outside, and the intent of the one that comes next: they need no commits of their own.</summary>
    private static CarryingOut WithNext(LeadState state, CarryingOut done)
    {
        if (done.TaskOutcome is null && TaskToClose(state) is null) done = done with { TaskOutcome = "" };
        if (done is not { MailOutcome: not null, TaskOutcome: not null, NoteOutcome: null }) return done;
        return state is { Run.Dossier.Crm: not null, Review.Decision: not null } ? done with { NoteIntended = true } : done with { NoteOutcome = "" };
    }

    private Task<LeadState> RecordAsync(LeadState state, CarryingOut after, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken) =>
        records.ChangeAsync(
            state,
            now => now.Review!.CarriedOut.Claim?.Worker != after.Claim!.Worker ? throw new RunTakenOverException() : new LeadChange
            {
                Review = now.Review with
                {
                    CarriedOut = after with { Claim = claims.Take(RunClaims.Decision(now.Lead.Id), after.Claim.Worker) },
                    Revision = after.Sentence == now.Review.CarriedOut.Sentence ? now.Review.Revision : now.Review.Revision + 1,
                },
                Events = events,
            },
            cancellationToken);

    /// <summary>Only what Gmail says about the draft is claimed.</summary>
    private async Task<string> SettleMailAsync(LeadState state, Rep rep, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleMail, state.Lead.Id);
        var (dossier, kind) = (state.Run.Dossier, state.Review!.State);
        if (dossier.MailboxDraft is not { } there || dossier.WrittenDraft is not { } written) return "There was no draft in Gmail.";

        var now = await gmail.ReadDraftAsync(rep.Email, there.DraftId, cancellationToken);
        if (now is null) return kind is ReviewState.Approved ? "The draft is no longer in Gmail: it was sent or deleted there." : "The draft is not in Gmail any more.";

        var untouched = CreateDraft.SameAs(now, written);
        if (kind is ReviewState.Approved)
            return untouched ? "Ready in Gmail, not sent." : "Ready in Gmail, not sent. It was edited there after it was shown here.";
        if (!untouched) return "The draft was edited in Gmail after it was shown here, so it was left there.";

        await gmail.DeleteDraftAsync(rep.Email, there.DraftId, cancellationToken);
        return CarryingOut.Deleted;
    }

    private async Task<string> SettleTaskAsync(LeadState state, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleTask, state.Lead.Id);
        if (TaskToClose(state) is { } task) await hubSpot.CompleteTaskAsync(task, cancellationToken);
        return "";
    }

    /// <summary>An approved draft still has to be sent by the rep, and one that expired leaves a lead without an answer: the task stays open for that.</summary>
    private static TaskId? TaskToClose(LeadState state) =>
        state.Review!.State is ReviewState.Approved or ReviewState.Expired ? null : state.Run.Dossier.TaskId;

    /// <param name="lookFirst">An earlier attempt may have written it.</param>
    private async Task<LeadState> SettleNoteAsync(LeadState state, Rep rep, bool lookFirst, bool last, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SettleNote, state.Lead.Id);
        var sofar = state.Review!.CarriedOut;
        if (sofar.NoteOutcome is not null) return state;

        if (state.Run.Dossier.Crm is not { } crm || state.Review.Decision is not { } decision)
            return await RecordAsync(state, sofar with { NoteOutcome = "" }, [], cancellationToken);

        if (!sofar.NoteIntended) state = await RecordAsync(state, sofar with { NoteIntended = true }, [], cancellationToken);
        try
        {
            var reference = FilingReference.For(state.Lead.Id, "DECISION");
            var note = lookFirst ? await hubSpot.FindNoteByReferenceAsync(crm.Contact, reference, cancellationToken) : null;
            note ??= await hubSpot.CreateNoteAsync(
                new NewNote
                {
                    Contact = crm.Contact,
                    Company = crm.Company,
                    Owner = await hubSpot.OwnerOfAsync(rep, cancellationToken),
                    At = time.GetUtcNow(),
                    Text = new TimelineText { Lines = NoteLines(decision, sofar), Reference = reference },
                },
                cancellationToken);
            return await RecordAsync(
                state, state.Review!.CarriedOut with { NoteOutcome = "" }, [AuditEvent.NoteCreated(state.Lead.Id, note.Value.ToString(), "decision")], cancellationToken);
        }
        catch (ConnectorException failure) when (last || failure.Kind is FailureKind.Refused or FailureKind.Unauthorised)
        {
            return await RecordAsync(state, state.Review!.CarriedOut with { NoteOutcome = "The note in HubSpot could not be written." }, [], cancellationToken);
        }
    }

    private static string[] NoteLines(Decision decision, CarryingOut done) => decision.Kind is ReviewState.Approved
        ? [$"{decision.ByName} approved the draft. {done.MailOutcome}"]
        : [
            $"{decision.ByName} rejected the draft.",
            .. RejectReason.Describe(decision.ReasonCode, decision.Note)?.Split('\n') ?? [],
            done.MailOutcome ?? "",
        ];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The decision on lead {LeadId} is not carried out yet: a connector failed.")]
        public static partial void NotYet(ILogger logger, Exception exception, LeadId leadId);
    }
}
