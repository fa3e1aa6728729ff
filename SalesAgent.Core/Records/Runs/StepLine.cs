namespace SalesAgent.Core.Records.Runs;

/// <summary>What there is to know about a step beside what it does: its line in <see cref="StepOrder"/>.</summary>
/// <param name="Name">People script against it, and stored runs have it: it never changes.</param>
/// <param name="Title">On the card, before what the step found or what is missing.</param>
public sealed record StepLine(string Name, string Title)
{
    /// <summary>Without it there is nothing to review: it can end a run.</summary>
    public bool CanEndARun { get; init; }

    /// <summary>
    /// What it learns from the outside cannot be read again, so it is committed before anything else leaves for the outside.
    /// </summary>
    public bool WritesOutside { get; init; }

    /// <summary>It reads what belongs to the rep, so it is done again when another rep takes the lead.</summary>
    public bool ReadsFromRep { get; init; }

    /// <summary>It makes the draft from what is known, so it is done again when the draft should say something else.</summary>
    public bool MakesDraft { get; init; }
}
