namespace SalesAgent.Core.Records.Runs;

/// <summary>How one step of a run went.</summary>
/// <param name="Name">As in <see cref="StepNames"/>.</param>
/// <param name="Milliseconds">Wall time of the step, 0 and up.</param>
/// <param name="Detail">A short sentence for a person: what was found, or what is missing and why.</param>
public sealed record StepReport(string Name, StepStatus Status, long Milliseconds, string Detail)
{
    /// <summary>
    /// Of a step that is missing for want of an answer: true while the queue repeats it, false once that was given up and a new work item
    /// is needed. Null when repeating it alone would change nothing.
    /// </summary>
    public bool? TryAgain { get; init; }
}
