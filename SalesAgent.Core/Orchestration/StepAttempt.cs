using Microsoft.Extensions.Logging;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// One step of one run, once: whatever comes of it is noted in the journal, with how long it took and what the audit is told.
/// </summary>
internal sealed partial class StepAttempt(IEnumerable<IStep> steps, TimeProvider time, ILogger<StepAttempt> logger)
{
    /// <summary>
    /// A rate limit lifts within minutes. A lead without a draft waits so long for what its draft should know, instead of being drafted
    /// without it; a longer one leaves a draft that says what is missing.
    /// </summary>
    private static readonly TimeSpan PatienceWithRateLimits = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, IStep> byName = steps.ToDictionary(step => step.Name);

    /// <summary>What a step depends on, as it stands within a sentence.</summary>
    public string OutsideOf(string name) =>
        byName[name].Outside is ['T', 'h', 'e', ' ', ..] and var outside ? $"the {outside[4..]}" : byName[name].Outside;

    /// <param name="attempt">The queue's, from 1: a step that was postponed too often has failed.</param>
    public async Task<StepResult> RunAsync(RunJournal journal, string name, int attempt, CancellationToken cancellationToken)
    {
        var step = byName[name];
        using var span = LeadTrace.Begin(step.Name, journal.LeadId);
        var began = time.GetTimestamp();
        StepResult result;
        try
        {
            result =
                journal.IsRepGone && name != StepNames.ExtractProspect
                    ? new StepResult.Failed("Its rep has left the directory, so nothing is done in their name any more.")
                    : await step.RunAsync(journal, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            // Who has not connected an account is a state of affairs, and no fault to look for in a stack.
            Log.ConnectorFailed(logger, GoogleRemedy.IsForTheRep(failure) ? null : failure, failure.Message, step.Name, journal.LeadId);
            result = OfFailure(journal, step, failure);
        }

        // Tries for which nobody answered say nothing about what was asked.
        if (result is StepResult.Postponed { Attempts: { } most } postponed && attempt - (journal.Run.Stalled?.Times ?? 0) >= most)
            result = new StepResult.Failed(postponed.Detail) { Events = postponed.Events };

        // A revision that nobody asked for is no reason to keep the rep from the draft that is there.
        if (
            result is StepResult.Postponed later
            && journal.Dossier.WrittenDraft is not null
            && journal.Review?.Wish is not { Times: not null }
        )
        {
            journal.Note(run => run with { Dossier = run.Dossier.AsWritten() });
            result = new StepResult.Missing(later.Detail, TryAgain: true, later.Delay) { Events = later.Events, Because = later.Because };
        }

        if (result is StepResult.Failed without && !StepOrder.CanEndARun(name))
            result = new StepResult.Missing(without.Detail) { Events = without.Events };

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
            StepResult.Missing missing => new StepReport(step.Name, StepStatus.Missing, took, missing.Detail)
            {
                TryAgain = missing.TryAgain ? true : null,
            },
            StepResult.Failed failed => new StepReport(step.Name, StepStatus.Failed, took, failed.Detail),
            StepResult.Postponed waiting => new StepReport(step.Name, StepStatus.Waiting, took, waiting.Detail),
            StepResult.OwnerFound => new StepReport(step.Name, StepStatus.Waiting, took, "HubSpot says whose lead it is."),
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

    private static Run Changed(Run run, StepResult result) =>
        result switch
        {
            StepResult.Done done => done.Change(run),
            StepResult.Outdated outdated => outdated.Change(run),
            _ => run,
        };

    private StepResult OfFailure(RunJournal journal, IStep step, ConnectorException failure)
    {
        AuditEvent[] told = [AuditEvent.ConnectorError(journal.LeadId, failure.ConnectorName, failure.Operation, failure.Kind.ToString())];
        var sentence = $"{step.Outside} could not be read ({failure.Kind.Text()}).{failure.Remedy()}";
        if (StepOrder.CanEndARun(step.Name))
        {
            return failure.Kind.MayPass()
                ? new StepResult.Postponed(sentence, Delay: failure.RetryAfter) { Events = told, Because = failure.Kind }
                : new StepResult.Failed(sentence) { Events = told };
        }

        return IsWorthWaitingFor(journal, failure)
            ? new StepResult.Postponed(sentence, Delay: failure.RetryAfter) { Events = told, Because = failure.Kind }
            : new StepResult.Missing(sentence, TryAgain: failure.Kind.MayPass(), failure.RetryAfter)
            {
                Events = told,
                Because = failure.Kind,
            };
    }

    /// <summary>A turn in our own line comes for sure; a vendor's limit is waited for as long as limits usually last.</summary>
    private bool IsWorthWaitingFor(RunJournal journal, ConnectorException failure) =>
        failure.Kind is FailureKind.RateLimited
        && journal.Dossier.WrittenDraft is null
        && (
            failure.IsOwnPace
            || (journal.Run.Stalled?.Waited(time.GetUtcNow()) ?? TimeSpan.Zero) + (failure.RetryAfter ?? TimeSpan.Zero)
                < PatienceWithRateLimits
        );

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Step {Step} of lead {LeadId}: a connector failed. {Failure}")]
        public static partial void ConnectorFailed(ILogger logger, Exception? exception, string failure, string step, string leadId);
    }
}
