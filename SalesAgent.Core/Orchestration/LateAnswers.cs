using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Orchestration;

/// <summary>
/// Makes up for what was missing while a vendor did not answer. What a draft should have known becomes its next version, as long as nobody
/// has decided; what it can do without is only shown.
/// </summary>
internal static class LateAnswers
{
    /// <summary>Makes steps due whose answer may be there by now.</summary>
    /// <param name="item">An operator's retry goes on where the run was given up, once.</param>
    /// <param name="attempt">Of the work item: a new one also repeats steps that an earlier one gave up.</param>
    /// <returns>Those of them that only read.</returns>
    public static async Task<IReadOnlyList<string>> TakeUpAsync(
        RunJournal journal,
        WorkItem item,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        if (journal is { HasLostItsRep: true, Run.EndedAt: null })
            journal.Note(run => (run with { Dossier = new Dossier() }).Due(StepOrder.Names));
        var isNew = attempt == 1;
        if (item.IsRetried && item.Retry != journal.Run.Reopened)
        {
            // In memory until the next commit: a process that dies before it leaves the retry as it was.
            isNew = true;
            journal.Note(run => (run.GivenUp ? run.Reopen() : run) with { Reopened = item.Retry });
        }

        // A revision that did not get into the mailbox is begun anew, with the buttons at rest: nobody decides on what is about to change.
        if (IsDue(journal.Run.Step(StepNames.CreateDraft), isNew) && journal.Review is { State: ReviewState.Proposed })
            await BeginRevisionAsync(journal, cancellationToken);
        ReviewWishes.TakeUp(journal);

        string[] due = [.. StepOrder.Research.Where(name => IsDue(journal.Run.Step(name), isNew) && IsWanted(name, journal.Review))];
        if (due.Length > 0)
            journal.Note(run => run.Repeat(due));
        return due;
    }

    /// <summary>After the steps that read: has the draft written anew where it should say something else now.</summary>
    /// <param name="before">The run before they were repeated.</param>
    public static async Task WorkInAsync(
        RunJournal journal,
        Run before,
        IReadOnlyList<string> repeated,
        CancellationToken cancellationToken
    )
    {
        if (!repeated.Any(name => journal.Run.Step(name).Status is StepStatus.Done))
            return;
        if (journal.Dossier.WrittenDraft is null)
        {
            if (journal.Dossier.Message is not null)
                journal.Note(run => run.Due(StepOrder.Draft));
            return;
        }

        if (Learned(journal.Dossier, before.Dossier, repeated) is not { } learned)
            return;

        await BeginRevisionAsync(journal, cancellationToken);
        if (journal.Review is { State: ReviewState.Updating })
        {
            var words = IsOtherOccasion(journal.Dossier, before.Dossier) ? null : journal.Dossier.Message;
            journal.TakeUp(run =>
                (run with { Dossier = run.Dossier with { Message = words } }).Due(StepOrder.Draft) with
                {
                    MadeUp = learned,
                }
            );
        }
    }

    /// <summary>Whether anybody still has something of it.</summary>
    public static bool IsWanted(string step, LeadReview? review) =>
        (step, review) switch
        {
            // What was filed before a draft was turned down is looked for and closed.
            (StepNames.CreateHubSpotTask, _) => true,
            (StepNames.ResolveHubSpot, { State: ReviewState.Approved }) => true,
            (_, null or { IsClosed: false }) => true,
            _ => false,
        };

    private static bool IsDue(StepReport step, bool isNew) =>
        step is { Status: StepStatus.Missing, TryAgain: { } goesOn } && (goesOn || isNew);

    /// <summary>A decision that is faster stands: then the draft stays as it was decided on.</summary>
    internal static Task BeginRevisionAsync(RunJournal journal, CancellationToken cancellationToken) =>
        journal.CommitAsync(
            cancellationToken,
            review =>
                review is { State: ReviewState.Proposed }
                    ? review with
                    {
                        State = ReviewState.Updating,
                        Wish = new ReviewWish(null, Retry: true),
                    }
                    : review
        );

    /// <summary>HubSpot's record told of a form or a message that the draft does not know.</summary>
    private static bool IsOtherOccasion(Dossier now, Dossier before) =>
        (now.Prospect?.FormName, now.Prospect?.Message) != (before.Prospect?.FormName, before.Prospect?.Message);

    private static string? Learned(Dossier dossier, Dossier before, IReadOnlyList<string> repeated)
    {
        if (repeated.Contains(StepNames.ResolveHubSpot) && IsOtherOccasion(dossier, before))
            return "HubSpot did not answer at first. Its record says what they asked for, and this version answers that.";
        if (repeated.Contains(StepNames.CalendarAvailability) && dossier.Availability is { Offered.Count: > 0 })
            return "The calendar did not answer at first. It can be read now, so this version offers times.";
        return !repeated.Contains(StepNames.SearchEmail)
            || dossier.Correspondence is not { Reply: { } reply }
            || dossier.WrittenDraft?.ThreadId == reply.ThreadId
                ? null
            : repeated.Contains(StepNames.ResolveHubSpot) && dossier.Correspondence.Searched is { Count: > 1 }
                ? "HubSpot did not answer at first. It names further addresses of theirs, and this version goes on with mail under them."
            : "Gmail did not answer at first. Earlier mail can be read now, and this version answers it.";
    }
}
