using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Orchestration.Correspondents;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Joining;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// Takes a lead through the steps it has not done yet. Safe to repeat at any point: what is done stays done, and a write whose end
/// was not seen is looked for before it is made again.
/// </summary>
internal sealed partial class Orchestrator(
    LeadRecords records,
    RepDirectory reps,
    StepAttempt steps,
    OpenLedger ledger,
    ShowReview show,
    TellFailure tellFailure,
    PutOff putOff,
    GiveUpRun giveUp,
    HoldRequests holds,
    TendReview tend,
    ForgetRequests forgetRequests,
    LeadClaims claims,
    JoinLead join,
    LaterWords laterWords,
    OrphanRequests orphans,
    TimeProvider time,
    ILogger<Orchestrator> logger
) : IWorkHandler
{
    /// <summary>With the queue's pauses that is half an hour; then the ledger has it tried again.</summary>
    private const int TriesOfTelling = 6;

    public string Kind => LeadWork.RunLead;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        var state = await records.FindAsync(id, cancellationToken);

        // The item came first and the lead never did (whoever delivered it was told so and delivers again), or it was forgotten.
        if (state is null or { IsBeingForgotten: true })
            return new WorkResult.Done();

        // What came in about it since belongs to the lead it was joined to.
        if (state.Run.MergedInto is not null)
        {
            if (state.Later is not null && await join.HolderOfAsync(state, cancellationToken) is { } holder)
                await join.AddAsync(holder, state.Signs, cancellationToken);
            await ledger.SettleAsync(id, state.Audit, cancellationToken);
            return new WorkResult.Done();
        }

        using var span = LeadTrace.GoOn(SpanNames.RunLead, id.Value, state.Lead.Trace);
        using var journal = new RunJournal(records, reps, state, claims);
        if (journal.ClaimedFor is { Ticks: > 0 } wait)
            return new WorkResult.Wait("somebody else works on it", wait < LeadClaims.LooksEach ? wait : LeadClaims.LooksEach);

        try
        {
            // Whoever died with a write under way is not waited for as long as one that lives: what came of it is looked at once more,
            // later.
            if (state.Run.Intents.Count > 0 && claims.IsDead(state.Run.Claim))
                await orphans.RequestAsync(id, cancellationToken);
            while (true)
            {
                var before = journal.Run;
                var repeated = await LateAnswers.TakeUpAsync(journal, item, attempt, cancellationToken);
                var unread = await laterWords.TakeUpAsync(journal, cancellationToken);
                if (journal.Run.IsFailed)
                    return await ToldAsync(journal.State, id, attempt, cancellationToken);

                var result = await RunAsync(journal, id, attempt, before, repeated, cancellationToken);

                if (unread is not null && result is WorkResult.Done)
                    return putOff.Reading(id, unread, attempt);

                // Somebody asked for a change or told us more while we were at it: their own item found us here and waits.
                if (
                    result is not WorkResult.Done
                    || (journal.Review is not { State: ReviewState.Updating } && !LaterWords.ArePending(journal))
                )
                {
                    return result;
                }
            }
        }
        catch (ConnectorException failure)
        {
            // All is stored; only a card does not show it yet.
            return putOff.Card(id, failure, attempt);
        }
        catch (Exception over) when (over is LeadTakenOverException or LeadGoneException)
        {
            Log.TakenOver(logger, id);
            if (journal.State.IsBeingForgotten)
                await journal.LetGoAsync(cancellationToken);
            else if (journal.MayHaveWritten)
                await orphans.RequestAsync(id, cancellationToken);
            return new WorkResult.Wait("somebody else works on it", LeadClaims.LooksEach);
        }
    }

    public Task OnBuriedAsync(WorkItem item, string reason, CancellationToken cancellationToken) =>
        giveUp.DoAsync(LeadId.Parse(item.Subject), cancellationToken);

    /// <param name="repeated">Steps that could only not be done because nobody answered.</param>
    private async Task<WorkResult> RunAsync(
        RunJournal journal,
        LeadId id,
        int attempt,
        Run before,
        IReadOnlyList<string> repeated,
        CancellationToken cancellationToken
    )
    {
        var missing = new List<(string Step, StepResult.Missing Missing)>();
        var (hasResearched, hasResolved) = (false, false);
        for (var at = 0; at < StepOrder.Stages.Count; at++)
        {
            var stage = StepOrder.Stages[at];
            var isLast = ReferenceEquals(stage, StepOrder.Stages[^1]);
            var due = stage.Where(name => IsDue(journal.Run, name, isLast)).ToArray();
            hasResearched |= due.Any(StepOrder.Research.Contains);
            hasResolved |= due.Contains(StepNames.ResolveHubSpot);

            var running = due.Length;
            var outcomes = await Task.WhenAll(
                due.Select(async name =>
                {
                    var outcome = await steps.RunAsync(journal, name, attempt, cancellationToken);

                    // Reads are repeated after a crash; what a write told us must not be lost while others still run. After the last of a
                    // stage nothing leaves the process before the next commit: an intent's, or the end's.
                    if (Interlocked.Decrement(ref running) > 0 && StepOrder.WritesOutside(name))
                        await journal.CommitAsync(cancellationToken);
                    return outcome;
                })
            );

            // It may arrive after it was looked for in vain and written once more.
            if (journal.MayHaveWritten && outcomes.Any(outcome => outcome.Because is FailureKind.OutcomeUnknown))
                await orphans.RequestAsync(id, cancellationToken);
            foreach (var (name, outcome) in due.Zip(outcomes))
            {
                switch (outcome)
                {
                    case StepResult.Merged merged:
                        return await EndMergedAsync(journal, id, merged, cancellationToken);
                    case StepResult.Unwanted unwanted:
                        await forgetRequests.AgainAsync(id, unwanted.Known, unwanted.Person, cancellationToken);
                        return new WorkResult.Done();
                    case StepResult.Failed failed:
                        return await EndFailedAsync(journal, id, failed, attempt, cancellationToken);
                    case StepResult.Postponed postponed:
                        return await putOff.WholeRunAsync(
                            journal,
                            id,
                            postponed.Outside ?? steps.OutsideOf(name),
                            postponed,
                            attempt,
                            cancellationToken
                        );
                    case StepResult.OwnerFound found:
                        if (journal.MayHaveWritten)
                            await orphans.RequestAsync(id, cancellationToken);
                        journal.Note(run => OfAnotherRep(found.Change(run), found.RepId));
                        at = -1;
                        break;
                    case StepResult.Outdated:
                        at = -1;
                        break;
                    case StepResult.Missing { TryAgain: true } part:
                        missing.Add((name, part));
                        break;
                    default:
                        break;
                }
            }

            // HubSpot was asked beside the mailbox and has named further addresses of theirs: there is more to look for.
            if (at > 0 && due.Contains(StepNames.ResolveHubSpot) && LeadAddresses.AreMoreThanSearched(journal.Dossier, reps))
            {
                journal.Note(run => run.Repeat([StepNames.SearchEmail]) with { Dossier = run.Dossier with { Correspondence = null } });
                if (repeated.Count > 0)
                    repeated = [.. repeated.Union([StepNames.SearchEmail])];
                at--;
                continue;
            }

            if (!hasResearched || !StepOrder.EndsResearch(stage))
                continue;

            if (hasResolved)
                journal.Note(run => run, Researched(journal));
            (hasResearched, hasResolved) = (false, false);
            await LateAnswers.WorkInAsync(journal, before, repeated, cancellationToken);
        }

        missing.RemoveAll(part =>
            journal.Run.Step(part.Step).Status is not StepStatus.Missing || !LateAnswers.IsWanted(part.Step, journal.Review)
        );
        var stall = missing.Count == 0 ? null : putOff.For(journal, steps.OutsideOf(missing[0].Step));
        var endsNow = journal.Run.EndedAt is null;
        journal.Note(run => run with { EndedAt = run.EndedAt ?? time.GetUtcNow(), Stalled = stall });
        await journal.CommitAsync(cancellationToken, review => ReviewWishes.Settled(review, before, journal), release: true);
        if (endsNow)
            LeadMetrics.Lead(journal.Run.Status);
        Log.Ended(logger, id, journal.Run.Status);
        await holds.RequestAsync(journal.State, cancellationToken);
        await show.BringUpToDateAsync(journal.State, cancellationToken);
        if (stall is not null)
        {
            if (journal.Review is { Cards.Count: > 0 })
                await tend.RequestAsync(journal.State, cancellationToken);
            return await putOff.PartsAsync(journal, id, stall, missing, attempt, cancellationToken);
        }

        // The ledger keeps the lead until it is decided, and brings it back when the wait itself asks for something.
        await ledger.NoteAsync(
            id,
            journal.Review is { Cards.Count: > 0 } ? await tend.RequestAsync(journal.State, cancellationToken) : PutOff.LongestPause,
            cancellationToken
        );

        // Whoever decided in this moment has noted an earlier time, which ours has just replaced.
        if (await records.FindReviewAsync(id, cancellationToken) is { State: not ReviewState.Proposed })
            await ledger.NoteAsync(id, cancellationToken);
        return new WorkResult.Done();
    }

    /// <summary>
    /// What was missing in the last stage is tried again whenever the run is taken up: a channel may be known by now. A run that had ended
    /// before there was such a step does not go back for it.
    /// </summary>
    private static bool IsDue(Run run, string name, bool isLastStage) =>
        run.HasMet(name) && (run.Step(name).Status is StepStatus.Waiting || (isLastStage && run.Step(name).Status is StepStatus.Missing));

    private static AuditEvent Researched(RunJournal journal)
    {
        var reports = StepOrder.Research.Select(journal.Run.Step).ToArray();
        return AuditEvent.ProspectResearch(
            journal.LeadId,
            string.Join(' ', reports.Select(report => report.Detail)),
            [.. reports.Select(report => (report.Name, report.Status.ToString()))]
        );
    }

    private async Task<WorkResult> EndMergedAsync(
        RunJournal journal,
        LeadId id,
        StepResult.Merged merged,
        CancellationToken cancellationToken
    )
    {
        // The other lead first: should we die in between, it is told again what it knows.
        if (
            await records.FindAsync(LeadId.Parse(merged.IntoLead), cancellationToken) is { } other
            && await join.HolderOfAsync(other, cancellationToken) is { } holder
        )
        {
            await join.AddAsync(holder, journal.State.Signs, cancellationToken);
        }

        journal.Note(
            run => SkippingTheRest(run) with { MergedInto = merged.IntoLead, EndedAt = time.GetUtcNow() },
            AuditEvent.ProspectResearch(journal.LeadId, "", ("merged_into", merged.IntoLead))
        );
        await journal.CommitAsync(cancellationToken, release: true);
        await ledger.SettleAsync(id, journal.State.Audit, cancellationToken);
        LeadMetrics.Lead("merged");
        Log.Merged(logger, id, merged.IntoLead);
        return new WorkResult.Done();
    }

    private async Task<WorkResult> EndFailedAsync(
        RunJournal journal,
        LeadId id,
        StepResult.Failed failed,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        var step = journal.Run.Steps.First(report => report.Status is StepStatus.Failed).Name;
        journal.Note(
            run => SkippingTheRest(run) with { EndedAt = time.GetUtcNow() },
            AuditEvent.RunEnded(journal.LeadId, step, failed.Detail)
        );
        await journal.CommitAsync(cancellationToken, release: true);
        LeadMetrics.Lead("failed");
        Log.Failed(logger, id, step);
        return await ToldAsync(journal.State, id, attempt, cancellationToken);
    }

    /// <summary>Also where a process died between the end of a run and telling of it.</summary>
    private async Task<WorkResult> ToldAsync(LeadState state, LeadId id, int attempt, CancellationToken cancellationToken)
    {
        if (await tellFailure.ToRepAsync(state, cancellationToken))
        {
            await ledger.SettleAsync(id, state.Audit, cancellationToken);
            return new WorkResult.Done();
        }

        // The ledger keeps it and has it tried again when the queue has tried enough.
        await ledger.NoteAsync(id, PutOff.LongestPause, cancellationToken);
        return attempt < TriesOfTelling ? new WorkResult.Later("the rep could not be told that there is no draft") : new WorkResult.Done();
    }

    /// <summary>
    /// What was read in the mailbox and the calendar of somebody else is not theirs, nor is a text in somebody else's name.
    /// </summary>
    private static Run OfAnotherRep(Run run, string repId) =>
        (
            run with
            {
                Dossier = run.Dossier with { RepId = repId, Correspondence = null, Availability = null, Message = null, Draft = null },
            }
        ).Due([.. StepOrder.FromRep, .. StepOrder.Draft]);

    private static Run SkippingTheRest(Run run) =>
        run with
        {
            Steps = [.. run.Steps.Select(step => step.Status is StepStatus.Waiting ? step with { Status = StepStatus.Skipped } : step)],
        };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Lead {LeadId} went through its steps: {Status}.")]
        public static partial void Ended(ILogger logger, LeadId leadId, string status);

        [LoggerMessage(2, LogLevel.Warning, "Lead {LeadId} ended at {Step}.")]
        public static partial void Failed(ILogger logger, LeadId leadId, string step);

        [LoggerMessage(3, LogLevel.Information, "Lead {LeadId} is about the same person as {Other} and was joined to it.")]
        public static partial void Merged(ILogger logger, LeadId leadId, string other);

        [LoggerMessage(4, LogLevel.Information, "Lead {LeadId} is worked on elsewhere; left to them.")]
        public static partial void TakenOver(ILogger logger, LeadId leadId);
    }
}
