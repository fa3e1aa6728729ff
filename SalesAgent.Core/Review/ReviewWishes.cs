using SalesAgent.Core.Orchestration;

namespace SalesAgent.Core.Review;

/// <summary>Turns what a reviewer asked for into steps that are due again.</summary>
internal static class ReviewWishes
{
    private static readonly string[] AfterOtherTimes = [StepNames.CalendarAvailability, StepNames.GenerateMessage, StepNames.CreateDraft];
    private static readonly string[] AfterNewKnowledge = [StepNames.GenerateMessage, StepNames.CreateDraft];

    /// <summary>Safe to repeat: the wish stays with the review until the run has met it.</summary>
    public static void TakeUp(RunJournal journal)
    {
        if (journal.Review is not { State: ReviewState.Updating, Wish: { } wish }) return;

        journal.Note(run => wish.Times is { } times
            ? Due(run with { Dossier = run.Dossier with { WantedTimes = times } }, AfterOtherTimes)
            : Due(run, [.. Unfinished(run), .. Unfinished(run).Any(name => !StepOrder.WritesOutside(name)) ? AfterNewKnowledge : []]));
    }

    /// <summary>The review once a run has gone through: buttons are back, and the cards follow.</summary>
    public static LeadReview? Settled(LeadReview? review, Run run) => review switch
    {
        { State: ReviewState.Updating } => review with { State = ReviewState.Proposed, Wish = null, Revision = review.Revision + 1 },
        { State: ReviewState.Proposed } when run.Step(StepNames.CreateHubSpotTask).Status is StepStatus.Missing => review with { Revision = review.Revision + 1 },
        _ => review,
    };

    private static string[] Unfinished(Run run) =>
        [.. run.Steps.Where(step => step.Status is StepStatus.Missing or StepStatus.Failed or StepStatus.Skipped).Select(step => step.Name)];

    private static Run Due(Run run, IReadOnlyCollection<string> names) => run with
    {
        EndedAt = null,
        Steps = [.. run.Steps.Select(step => names.Contains(step.Name) ? step with { Status = StepStatus.Waiting } : step)],
    };
}
