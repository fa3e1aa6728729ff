using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>Other times are to be worked into the text: a new version of the draft, which is decided on anew.</summary>
public sealed class OtherTimes : ReviewVerb
{
    private OtherTimes() { }

    public static OtherTimes Verb { get; } = new();

    public static VerbInput.Times Times { get; } = new("times");

    public override string Name => "times";

    public override string Title => "Use these times";

    public override IReadOnlyList<VerbInput> Inputs => [Times];

    internal override string Work => LeadWork.RunLead;

    public override VerbOffer? OfferOn(ReviewCase card) =>
        Takes(card.State) && card is { Draft: not null, Times.Count: > 0 } ? new VerbOffer(VerbPlace.Times) : null;

    internal override bool Takes(ReviewState state) => state is ReviewState.Proposed;

    internal override LeadReview Transition(LeadState lead, VerbPress press) =>
        lead.Review! with
        {
            State = ReviewState.Updating,
            Wish = new ReviewWish(Times.In(press.Click) ?? [], Retry: false),
        };

    internal override AuditEvent? Audit(LeadState lead, VerbPress press) => null;

    internal override string Answer(ReviewClick click) =>
        (click.Verb == Name, Times.In(click)) switch
        {
            (true, null or { Count: 0 }) => "Taking the times out of the draft.",
            (true, _) => "Updating the draft with these times.",
            _ => "You picked other times, so the draft is updated first. Please check it and decide then.",
        };

    internal override string? AnswerWhenDone(ReviewClick click) =>
        click.Verb == Name
            ? null
            : "You picked other times, so the draft was updated first, and nothing is decided yet. Please check it and decide.";
}
