using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// One of the steps of <see cref="StepOrder"/>. A step that writes to the outside commits its intent first, through the journal.
/// </summary>
internal interface IStep
{
    string Name { get; }

    /// <summary>What it depends on, as the subject of a sentence: "The calendar" (could not be read).</summary>
    string Outside { get; }

    /// <summary>
    /// Runs it on what the run knows. A connector failure that it lets through becomes <see cref="StepResult.Missing"/>,
    /// or <see cref="StepResult.Postponed"/> for a step that can end a run.
    /// </summary>
    Task<StepResult> RunAsync(RunJournal journal, CancellationToken cancellationToken);
}
