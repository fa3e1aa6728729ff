using SalesAgent.Core.Audit;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>What a lead left outside our store, by id and without a word about the person: what is still to be erased there.</summary>
internal sealed record LeadTraces
{
    /// <summary>In whose mailbox and calendar; null when the lead was nobody's yet.</summary>
    public string? RepId { get; init; }

    public IReadOnlyList<string> Drafts { get; init; } = [];
    public IReadOnlyList<long> Tasks { get; init; } = [];
    public IReadOnlyList<long> Notes { get; init; } = [];

    /// <summary>Entries of the rep's calendar.</summary>
    public IReadOnlyList<string> Holds { get; init; } = [];

    public IReadOnlyList<CardReference> Cards { get; init; } = [];

    public bool IsEmpty => Drafts.Count + Tasks.Count + Notes.Count + Holds.Count + Cards.Count == 0;

    /// <summary>Everything whose id is known. What was written without our hearing of it is for <see cref="LostWrites"/> to find.</summary>
    public static LeadTraces Of(LeadState state, IReadOnlyList<AuditEntry> told)
    {
        var (dossier, review) = (state.Run.Dossier, state.Review);
        return new LeadTraces
        {
            RepId = dossier.RepId,
            Drafts =
                review?.CarriedOut.MailOutcome is CarryingOut.Deleted
                    ? []
                    : [.. new[] { dossier.MailboxDraft?.DraftId }.Concat(Told("draft_id")).OfType<string>().Distinct()],
            Tasks = [.. new[] { dossier.TaskId?.Value }.Concat(Numbers("task_id")).OfType<long>().Distinct()],
            Notes = [.. new[] { dossier.NoteId?.Value }.Concat(Numbers("note_id")).OfType<long>().Distinct()],
            Holds =
            [
                .. (review?.Holds?.Times ?? [])
                    .Where(time => time.State is not HeldTimeState.LeftOut)
                    .Select(time => HoldPlan.EntryOf(state, time).EventId),
            ],
            Cards = [.. (review?.Cards ?? []).Where(card => card.ActivityId is not null)],
        };

        // The audit also knows the notes of decisions, which are kept nowhere else.
        IEnumerable<string?> Told(string fact) => told.Select(entry => entry.Metadata.GetValueOrDefault(fact));
        IEnumerable<long?> Numbers(string fact) => Told(fact).Select(text => long.TryParse(text, out var id) ? id : (long?)null);
    }
}
