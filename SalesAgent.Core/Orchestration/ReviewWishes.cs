using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Orchestration;

/// <summary>Turns what a reviewer asked for into steps that are due again.</summary>
internal static class ReviewWishes
{
    private static readonly string[] AfterOtherTimes = [StepNames.CalendarAvailability, .. StepOrder.Draft];

    /// <summary>Safe to repeat: the wish stays with the review until the run has met it.</summary>
    public static void TakeUp(RunJournal journal)
    {
        journal.TakeUp(
            journal.Review is not { State: ReviewState.Updating, Wish: { } wish }
                ? null
                : run =>
                    wish.Times is { } times
                        ? (run with { Dossier = run.Dossier with { WantedTimes = times } }).Due(AfterOtherTimes)
                        // What made the version that an earlier pass could not end is still what makes it.
                        : run.Due(DueOnRetry(run)) with
                        {
                            MadeUp = run.EndedAt is null ? run.MadeUp : null,
                        }
        );
    }

    /// <summary>The review once a run has gone through: buttons are back, and the cards follow.</summary>
    public static LeadReview? Settled(LeadReview? review, Run before, RunJournal journal) =>
        review switch
        {
            { State: ReviewState.Updating } when journal.HasTakenUpWish => review with
            {
                State = ReviewState.Proposed,
                Wish = null,
                WaitsFor = null,
                Revision = review.Revision + 1,
            },
            { State: ReviewState.Proposed or ReviewState.Approved } when ShowsOtherwise(before, journal.Run) => review with
            {
                Revision = review.Revision + 1,
            },
            { State: ReviewState.Proposed } when journal.HasNews => review with { Revision = review.Revision + 1 },
            _ => review,
        };

    /// <summary>
    /// The card is posted in parallel with the last step that it has a line about, so it may predate that step's result or show an outdated
    /// one.
    /// </summary>
    private static bool ShowsOtherwise(Run before, Run after) =>
        StepOrder.OnCard.Any(name =>
        {
            var (then, now) = (before.Step(name), after.Step(name));
            var isNews = then.Status is StepStatus.Missing || (StepOrder.Stages[^1].Contains(name) && now.Status is StepStatus.Missing);
            return isNews && (then.Status, then.Detail, then.TryAgain) != (now.Status, now.Detail, now.TryAgain);
        });

    /// <summary>
    /// What is unfinished, and what builds on it. A revision that did not get into the mailbox is made anew, with the times that were
    /// wanted.
    /// </summary>
    private static string[] DueOnRetry(Run run)
    {
        var unfinished = Unfinished(run);
        if (run.Dossier.WrittenDraft is not null && unfinished.Contains(StepNames.CreateDraft))
            return [.. unfinished, .. AfterOtherTimes];
        return unfinished.Any(name => !StepOrder.WritesOutside(name)) ? [.. unfinished, .. StepOrder.Draft] : unfinished;
    }

    private static string[] Unfinished(Run run) =>
        [
            .. run
                .Steps.Where(step => step.Status is StepStatus.Missing or StepStatus.Failed or StepStatus.Skipped)
                .Select(step => step.Name),
        ];
}
