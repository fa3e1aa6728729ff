using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>The draft is not wanted: it is taken back, and its task closed.</summary>
public sealed class Reject : ReviewVerb
{
    private Reject() { }

    public static Reject Verb { get; } = new();

    /// <summary>One of <see cref="RejectReason.All"/>, if one is picked.</summary>
    public static VerbInput.Choice Reason { get; } =
        new("rejectReason", "Why?", "Pick a reason", [.. RejectReason.All.Select(reason => new VerbOption(reason.Code, reason.Title))]);

    public static VerbInput.Words Note { get; } = new("rejectNote", "Anything to add?", "Optional: kept with the decision", 500);

    public override string Name => "reject";

    public override string Title => "Reject";

    public override IReadOnlyList<VerbInput> Inputs => [Reason, Note];

    internal override ReviewState? Decides => ReviewState.Rejected;

    internal override string Work => LeadWork.CarryOut;

    public override VerbOffer? OfferOn(ReviewCase card) =>
        Takes(card.State) ? new VerbOffer(VerbPlace.Decision, VerbTone.Destructive) : null;

    internal override bool Takes(ReviewState state) => state is ReviewState.Proposed;

    internal override LeadReview Transition(LeadState lead, VerbPress press) =>
        press.Decided(lead, ReviewState.Rejected, Reason.In(press.Click), Note.In(press.Click));

    internal override AuditEvent Audit(LeadState lead, VerbPress press)
    {
        var draft = lead.Run.Dossier.Draft!;
        return AuditEvent.ApprovalDenied(
            lead.Lead.Id,
            press.By.Id,
            draft.Version,
            draft.ContentHash,
            Reason.In(press.Click),
            Note.In(press.Click)
        );
    }

    internal override string Answer(ReviewClick click) => "Rejected.";
}
