using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>The draft is right and stays in the mailbox for its rep to send.</summary>
public sealed class Approve : ReviewVerb
{
    private Approve() { }

    public static Approve Verb { get; } = new();

    public override string Name => "approve";

    public override string Title => "Approve draft";

    public override IReadOnlyList<VerbInput> Inputs => OtherTimes.Verb.Inputs;

    internal override bool LooksAtTimes => true;

    internal override ReviewState? Decides => ReviewState.Approved;

    internal override string Work => LeadWork.CarryOut;

    public override VerbOffer? OfferOn(ReviewCase card) =>
        Takes(card.State) && card.Draft is not null ? new VerbOffer(VerbPlace.Decision, VerbTone.Positive) : null;

    internal override bool Takes(ReviewState state) => state is ReviewState.Proposed;

    /// <summary>Times that were picked and not used would be lost: the draft is brought up to date first, and decided on then.</summary>
    internal override ReviewVerb MeantBy(ReviewClick click, LeadState lead) =>
        Takes(lead.Review!.State)
        && click.IsAbout(lead)
        && OtherTimes.Times.In(click) is { } picked
        && lead.Run.Dossier.Availability is { } availability
        && !picked.ToHashSet(StringComparer.Ordinal).SetEquals(availability.Offered.Select(slot => slot.Id))
            ? OtherTimes.Verb
            : this;

    internal override LeadReview Transition(LeadState lead, VerbPress press) => press.Decided(lead, ReviewState.Approved);

    internal override AuditEvent Audit(LeadState lead, VerbPress press)
    {
        var draft = lead.Run.Dossier.Draft!;
        return AuditEvent.ApprovalGranted(
            lead.Lead.Id,
            press.By.Id,
            draft.Version,
            draft.ContentHash,
            press.Times switch
            {
                null => "none",
                { Gone.Count: > 0 } => "gone",
                { IsKnown: false } => "unknown",
                _ => "free",
            },
            press.Times is { Gone: { Count: > 0 } gone } ? $"Approved although no longer free: {ReviewCases.Named(lead, gone)}." : null
        );
    }

    /// <summary>What became of the draft is for the card to say, once Gmail was asked.</summary>
    internal override string Answer(ReviewClick click) => "Approved.";
}
