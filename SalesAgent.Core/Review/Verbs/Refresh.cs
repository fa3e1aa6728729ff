using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>The card as it is now, for whoever still sees that something is under way.</summary>
public sealed class Refresh : ReviewVerb
{
    private Refresh() { }

    public static Refresh Verb { get; } = new();

    public override string Name => "refresh";

    public override string Title => "Refresh";

    internal override bool OnlyLooks => true;

    internal override bool NeedsCurrentDraft => false;

    internal override string Work => LeadWork.ShowCards;

    public override VerbOffer? OfferOn(ReviewCase card) => card.InProgress ? new VerbOffer(VerbPlace.Progress) : null;

    internal override bool Takes(ReviewState state) => true;

    internal override LeadReview Transition(LeadState lead, VerbPress press) => lead.Review!;

    internal override AuditEvent? Audit(LeadState lead, VerbPress press) => null;

    internal override string Answer(ReviewClick click) => "This is the card as it is now.";
}
