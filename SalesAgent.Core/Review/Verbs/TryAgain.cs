using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>What could not be done is done again.</summary>
public sealed class TryAgain : ReviewVerb
{
    private TryAgain() { }

    public static TryAgain Verb { get; } = new();

    public override string Name => "retry";

    public override string Title => "Try again";

    /// <summary>It asks for what is missing now, whatever was on the screen.</summary>
    internal override bool NeedsCurrentDraft => false;

    internal override string Work => LeadWork.RunLead;

    public override VerbOffer? OfferOn(ReviewCase card) =>
        card switch
        {
            { State: ReviewState.Proposed } when card.Steps.Any(step => step.Status is StepStatus.Missing) => new VerbOffer(
                VerbPlace.OpenPoints
            ),
            { State: ReviewState.Failed, Waits: null } when MayEndOtherwise(card) => new VerbOffer(VerbPlace.Decision, VerbTone.Positive),
            _ => null,
        };

    internal override bool Takes(ReviewState state) => state is ReviewState.Proposed or ReviewState.Failed;

    internal override LeadReview Transition(LeadState lead, VerbPress press) =>
        lead.Review! with
        {
            State = ReviewState.Updating,
            Wish = new ReviewWish(null, Retry: true),
        };

    internal override AuditEvent? Audit(LeadState lead, VerbPress press) => null;

    internal override string Answer(ReviewClick click) => "Trying the missing parts again.";

    /// <summary>Without a usable address the same run would end the same way.</summary>
    private static bool MayEndOtherwise(ReviewCase card) =>
        card.GivenUp || card.Steps.FirstOrDefault(step => step.Status is StepStatus.Failed)?.Name != StepNames.ExtractProspect;
}
