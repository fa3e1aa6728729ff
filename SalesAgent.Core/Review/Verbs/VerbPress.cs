using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>A click that was let through.</summary>
/// <param name="By">Allowed to press the button.</param>
/// <param name="Times">What had become of the times that the draft offers; null when the verb does not look, or it offers none.</param>
internal sealed record VerbPress(ReviewClick Click, Rep By, DateTimeOffset At, TimesSeen? Times)
{
    /// <summary>The review of <paramref name="lead"/> with a decision on its draft.</summary>
    public LeadReview Decided(LeadState lead, ReviewState kind, string? reasonCode = null, string? note = null)
    {
        var draft = lead.Run.Dossier.Draft!;
        return lead.Review! with
        {
            State = kind,
            Decision = new Decision(kind, By.Id, By.Name, At, draft.Version, draft.ContentHash, reasonCode, note, Times, LeadTrace.Current),
        };
    }
}
