using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Orchestration;

/// <summary>One step of one run, once: whatever comes of it is noted in the journal, with how long it took and what the audit is told.</summary>
internal sealed partial class StepAttempt(IEnumerable<IStep> steps, TimeProvider time, ILogger<StepAttempt> logger)
{
    private const int TriesOfASimpleStep = 4;

    private readonly Dictionary<string, IStep> byName = steps.ToDictionary(step => step.Name);

    /// <param name="attempt">The queue's, from 1: a step that was postponed too often has failed.</param>
    public async Task<StepResult> RunAsync(RunJournal journal, string name, int attempt, CancellationToken cancellationToken)
    {
        var step = byName[name];
        using var span = LeadTrace.Begin(step.Name, journal.LeadId);
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
        if (result is StepResult.Failed late && journal.Dossier.WrittenDraft is not null)
        {
            journal.Note(run => run with { Dossier = run.Dossier.AsWritten() });
            result = new StepResult.Missing(late.Detail) { Events = late.Events };
        }

        var took = (long)time.GetElapsedTime(began).TotalMilliseconds;
        var report = result switch
        {
            StepResult.Done done => new StepReport(step.Name, StepStatus.Done, took, done.Detail),
            StepResult.Missing missing => new StepReport(step.Name, StepStatus.Missing, took, missing.Detail),
            StepResult.Failed failed => new StepReport(step.Name, StepStatus.Failed, took, failed.Detail),
            StepResult.Postponed later => new StepReport(step.Name, StepStatus.Waiting, took, later.Detail),
            StepResult.Outdated outdated => new StepReport(step.Name, StepStatus.Waiting, took, outdated.Detail),
            StepResult.Unwanted unwanted => new StepReport(step.Name, StepStatus.Skipped, took, unwanted.Person.Sentence),
            StepResult.Merged => new StepReport(step.Name, StepStatus.Skipped, took, "Another lead about the same person came first."),
            _ => throw new InvalidOperationException($"{result.GetType().Name} is no outcome of a step."),
        };
        span.End(report.Status);
        LeadMetrics.Step(step.Name, report.Status, time.GetElapsedTime(began));
        journal.Note(run => Changed(run, result).With(report), result.Events);
        return result;
    }

    private static Run Changed(Run run, StepResult result) => result switch
    {
        StepResult.Done done => done.Change(run),
        StepResult.Outdated outdated => outdated.Change(run),
        _ => run,
    };

    private static StepResult OfFailure(RunJournal journal, IStep step, ConnectorException failure)
    {
        AuditEvent[] told = [AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())];
        var sentence = $"{step.Outside} could not be read ({failure.Kind.Text()}).{failure.Remedy()}";
        if (!StepOrder.CanEndARun(step.Name)) return new StepResult.Missing(sentence) { Events = told };

        return failure.Kind is FailureKind.Refused or FailureKind.Unauthorised
            ? new StepResult.Failed(sentence) { Events = told }
            : new StepResult.Postponed(sentence, TriesOfASimpleStep, failure.RetryAfter) { Events = told };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Step {Step} of lead {LeadId}: a connector failed.")]
        public static partial void ConnectorFailed(ILogger logger, Exception exception, string step, string leadId);
    }
}
