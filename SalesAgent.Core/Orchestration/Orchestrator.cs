using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Leads;
using SalesAgent.Core.People;
using SalesAgent.Core.Review;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// Takes a lead through the steps it has not done yet. Safe to repeat at any point: what is done stays done, and a write whose end
/// was not seen is looked for before it is made again.
/// </summary>
internal sealed partial class Orchestrator(
    LeadRecords records, RepDirectory reps, IEnumerable<IStep> steps, OpenLedger ledger, ShowReview show, TellFailure tellFailure,
    TimeProvider time, ILogger<Orchestrator> logger) : IWorkHandler
{
    /// <summary>A step of the last stage that failed for the moment is repeated by the queue this often; a person can ask for more.</summary>
    private const int TriesOfTheLastStage = 4;

    private const int TriesOfASimpleStep = 4;

    private readonly Dictionary<string, IStep> stepsByName = steps.ToDictionary(step => step.Name);

    public string Kind => LeadWork.RunLead;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        var id = LeadId.Parse(item.Subject);
        var state = await records.FindAsync(id, cancellationToken);

        // The item came first and the lead never did: whoever delivered it was told so and delivers again.
        if (state is null) return new WorkResult.Done();

        using var journal = new RunJournal(records, reps, state, time);
        if (journal.ClaimedFor is { Ticks: > 0 } wait) return new WorkResult.Later("somebody else works on it", wait);

        try
        {
            ReviewWishes.TakeUp(journal);
            return await RunAsync(journal, id, attempt, cancellationToken);
        }
        catch (RunTakenOverException)
        {
            Log.TakenOver(logger, id);
            return new WorkResult.Later("somebody else works on it");
        }
    }

    public async Task OnBuriedAsync(WorkItem item, string reason, CancellationToken cancellationToken)
    {
        if (await records.FindAsync(LeadId.Parse(item.Subject), cancellationToken) is { } state)
            await tellFailure.ToRepAsync(state, "SalesAgent gave up on this lead after many tries.", cancellationToken);
    }

    private async Task<WorkResult> RunAsync(RunJournal journal, LeadId id, int attempt, CancellationToken cancellationToken)
    {
        var tryAgain = false;
        foreach (var stage in StepOrder.Stages)
        {
            var isLast = ReferenceEquals(stage, StepOrder.Stages[^1]);
            var due = stage.Where(name => IsDue(journal.Run.Step(name), isLast)).ToArray();
            if (due.Length == 0) continue;

            var outcomes = await Task.WhenAll(due.Select(name => RunStepAsync(journal, stepsByName[name], attempt, cancellationToken)));
            foreach (var outcome in outcomes)
            {
                switch (outcome)
                {
                    case StepResult.Merged merged:
                        return await EndMergedAsync(journal, id, merged, cancellationToken);
                    case StepResult.Failed failed:
                        return await EndFailedAsync(journal, id, failed, cancellationToken);
                    case StepResult.Postponed postponed:
                        await journal.CommitAsync(cancellationToken, release: true);
                        await ledger.NoteAsync(id, OpenLedger.Patience + (postponed.Delay ?? TimeSpan.FromHours(1)), cancellationToken);
                        return new WorkResult.Later(postponed.Detail, postponed.Delay);
                    case StepResult.Missing { TryAgain: true } when isLast:
                        tryAgain = true;
                        break;
                    default:
                        break;
                }
            }

            if (due.Contains(StepNames.ResolveHubSpot)) journal.Note(run => run, Researched(journal));
        }

        journal.Note(run => run with { EndedAt = run.EndedAt ?? time.GetUtcNow() });
        await journal.CommitAsync(cancellationToken, review => ReviewWishes.Settled(review, journal.Run), release: true);
        Log.Ended(logger, id, journal.Run.Status);
        await show.BringUpToDateAsync(id, cancellationToken);

        if (tryAgain && attempt < TriesOfTheLastStage) return new WorkResult.Later("part of the last stage is missing");

        // A wish that came while we were at it has an item of its own. The ledger keeps the lead until it is decided.
        await ledger.NoteAsync(id, OpenLedger.WhileUndecided, cancellationToken);
        return new WorkResult.Done();
    }

    /// <summary>What was missing in the last stage is tried again whenever the run is taken up: a channel may be known by now.</summary>
    private static bool IsDue(StepReport step, bool isLastStage) =>
        step.Status is StepStatus.Waiting || (isLastStage && step.Status is StepStatus.Missing);

    private async Task<StepResult> RunStepAsync(RunJournal journal, IStep step, int attempt, CancellationToken cancellationToken)
    {
        using var trace = StepTrace.Begin(step.Name, journal.LeadId);
        var began = time.GetTimestamp();
        StepResult result;
        try
        {
            result = await step.RunAsync(journal, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            Log.ConnectorFailed(logger, failure, step.Name, journal.LeadId);
            result = OfFailure(journal, step, failure);
        }

        if (result is StepResult.Postponed postponed && attempt >= postponed.Attempts)
            result = new StepResult.Failed(postponed.Detail) { Events = postponed.Events };

        // A revision that does not work out leaves the draft as it was shown.
        if (result is StepResult.Failed late && journal.Dossier.WrittenDraft is { } written)
        {
            journal.Note(run => run with { Dossier = run.Dossier with { Draft = written } });
            result = new StepResult.Missing(late.Detail) { Events = late.Events };
        }

        var took = (long)time.GetElapsedTime(began).TotalMilliseconds;
        var report = result switch
        {
            StepResult.Done done => new StepReport(step.Name, StepStatus.Done, took, done.Detail),
            StepResult.Missing missing => new StepReport(step.Name, StepStatus.Missing, took, missing.Detail),
            StepResult.Failed failed => new StepReport(step.Name, StepStatus.Failed, took, failed.Detail),
            StepResult.Postponed later => new StepReport(step.Name, StepStatus.Waiting, took, later.Detail),
            StepResult.Merged => new StepReport(step.Name, StepStatus.Skipped, took, "Another lead about the same person came first."),
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no outcome of a step."),
        };
        StepTrace.End(trace, report.Status);
        journal.Note(run => (result is StepResult.Done done ? done.Change(run) : run).With(report), result.Events);

        // Reads are repeated after a crash; what a write told us must not be lost.
        if (StepOrder.WritesOutside(step.Name)) await journal.CommitAsync(cancellationToken);
        return result;
    }

    private static StepResult OfFailure(RunJournal journal, IStep step, ConnectorException failure)
    {
        AuditEvent[] told = [AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())];
        var sentence = $"{step.Outside} could not be read ({failure.Kind.Text()}).";
        if (!StepOrder.CanEndARun(step.Name)) return new StepResult.Missing(sentence) { Events = told };

        return failure.Kind is FailureKind.Refused or FailureKind.Unauthorised
            ? new StepResult.Failed(sentence) { Events = told }
            : new StepResult.Postponed(sentence, TriesOfASimpleStep, failure.RetryAfter) { Events = told };
    }

    private static AuditEvent Researched(RunJournal journal)
    {
        var reports = StepOrder.Stages[1].Select(journal.Run.Step).ToArray();
        return AuditEvent.ProspectResearch(
            journal.LeadId, string.Join(' ', reports.Select(report => report.Detail)), [.. reports.Select(report => (report.Name, report.Status.ToString()))]);
    }

    private async Task<WorkResult> EndMergedAsync(RunJournal journal, LeadId id, StepResult.Merged merged, CancellationToken cancellationToken)
    {
        journal.Note(
            run => SkippingTheRest(run) with { MergedInto = merged.IntoLead, EndedAt = time.GetUtcNow() },
            AuditEvent.ProspectResearch(journal.LeadId, "", ("merged_into", merged.IntoLead)));
        await journal.CommitAsync(cancellationToken, release: true);
        await ledger.RemoveAsync(id, cancellationToken);
        Log.Merged(logger, id, merged.IntoLead);
        return new WorkResult.Done();
    }

    private async Task<WorkResult> EndFailedAsync(RunJournal journal, LeadId id, StepResult.Failed failed, CancellationToken cancellationToken)
    {
        var step = journal.Run.Steps.First(report => report.Status is StepStatus.Failed).Name;
        journal.Note(
            run => SkippingTheRest(run) with { EndedAt = time.GetUtcNow() },
            AuditEvent.RunEnded(journal.LeadId, step, failed.Detail));
        await journal.CommitAsync(cancellationToken, release: true);
        Log.Failed(logger, id, step);
        await tellFailure.ToRepAsync(journal.State, failed.Detail, cancellationToken);
        await ledger.RemoveAsync(id, cancellationToken);
        return new WorkResult.Done();
    }

    private static Run SkippingTheRest(Run run) => run with
    {
        Steps = [.. run.Steps.Select(step => step.Status is StepStatus.Waiting ? step with { Status = StepStatus.Skipped } : step)],
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Step {Step} of lead {LeadId}: a connector failed.")]
        public static partial void ConnectorFailed(ILogger logger, Exception exception, string step, string leadId);

        [LoggerMessage(2, LogLevel.Information, "Lead {LeadId} went through its steps: {Status}.")]
        public static partial void Ended(ILogger logger, LeadId leadId, string status);

        [LoggerMessage(3, LogLevel.Warning, "Lead {LeadId} ended at {Step}.")]
        public static partial void Failed(ILogger logger, LeadId leadId, string step);

        [LoggerMessage(4, LogLevel.Information, "Lead {LeadId} is about the same person as {Other} and was joined to it.")]
        public static partial void Merged(ILogger logger, LeadId leadId, string other);

        [LoggerMessage(5, LogLevel.Information, "Lead {LeadId} is worked on elsewhere; left to them.")]
        public static partial void TakenOver(ILogger logger, LeadId leadId);
    }
}
