using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>How a step ended.</summary>
internal abstract record StepResult
{
    private StepResult() { }

    /// <summary>What to write into the audit together with the outcome.</summary>
    public IReadOnlyList<AuditEvent> Events { get; init; } = [];

    /// <summary>What kept a step from being done, when that was a call to the outside.</summary>
    public FailureKind? Because { get; init; }

    /// <summary>It looked or wrote; "found nothing" included.</summary>
    /// <param name="Detail">A short sentence for a person.</param>
    /// <param name="Change">What the run knows now.</param>
    public sealed record Done(string Detail, Func<Run, Run> Change) : StepResult;

    /// <summary>It could not; the run goes on without.</summary>
    /// <param name="TryAgain">The queue may repeat it by itself once the card is out.</param>
    /// <param name="Delay">How long the other side wants to be left alone before that; null when it did not say.</param>
    public sealed record Missing(string Detail, bool TryAgain = false, TimeSpan? Delay = null) : StepResult;

    /// <summary>What it was about to write is no longer right: the run goes back to the steps that are waiting again.</summary>
    /// <param name="Change">What the run knows now, and which steps wait.</param>
    public sealed record Outdated(string Detail, Func<Run, Run> Change) : StepResult;

    /// <summary>There is nothing to review without it: the run ends.</summary>
    public sealed record Failed(string Detail) : StepResult;

    /// <summary>The queue shall repeat it.</summary>
    /// <param name="Attempts">After so many tries it has failed; null: the queue's own patience decides.</param>
    /// <param name="Delay">How long the other side wants to be left alone; null when it did not say.</param>
    public sealed record Postponed(string Detail, int? Attempts = null, TimeSpan? Delay = null) : StepResult
    {
        /// <summary>For whom it waits, where that is not what the step usually depends on: a name for people.</summary>
        public string? Outside { get; init; }
    }

    /// <summary>HubSpot names another owner, and no draft is written yet: the run goes on as a lead of <paramref name="RepId"/>.</summary>
    public sealed record OwnerFound(string RepId, Func<Run, Run> Change) : StepResult;

    /// <summary>It is about somebody who was forgotten: the run ends, and the lead is erased.</summary>
    /// <param name="Known">The keys by which they are known.</param>
    public sealed record Unwanted(ForgottenPerson Person, IReadOnlyList<PersonKey> Known) : StepResult;

    /// <summary>Another lead about the same person came first; this one stops here, silently.</summary>
    public sealed record Merged(string IntoLead) : StepResult;
}
