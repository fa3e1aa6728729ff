using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs.Buttons;

namespace SalesAgent.Core.Review.Verbs;

/// <summary>
/// A button on a card and all that it means: one class, and one line in <see cref="ReviewVerbs.All"/>. Cards take their buttons from that
/// list and clicks are looked up in it. <see cref="DecisionIntake"/> checks who clicked and makes the one conditional write; the verb says
/// the rest.
/// </summary>
public abstract class ReviewVerb
{
    /// <summary>As it travels in a click. Cards outlive releases, so it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>On the button.</summary>
    public abstract string Title { get; }

    /// <summary>What can be filled in before the button is pressed, and how it is read.</summary>
    public virtual IReadOnlyList<VerbInput> Inputs => [];

    /// <summary>Where a card offers it; null where it does not.</summary>
    public abstract VerbOffer? OfferOn(ReviewCase card);

    /// <summary>
    /// In which states it does something. A click in another state is told what became of the draft, and changes nothing.
    /// </summary>
    internal abstract bool Takes(ReviewState state);

    /// <summary>The click must name the draft as it is now, by version and hash.</summary>
    internal virtual bool NeedsCurrentDraft => true;

    /// <summary>The times that the draft offers are looked up again first, and whoever clicked has to have seen which are gone.</summary>
    internal virtual bool LooksAtTimes => false;

    /// <summary>It shows the card and changes nothing, so that it also works while everything is stopped.</summary>
    internal virtual bool OnlyLooks => false;

    /// <summary>The state it ends the review in; null when it decides nothing.</summary>
    internal virtual ReviewState? Decides => null;

    /// <summary>The kind of work that follows, of <see cref="LeadWork"/>. It brings every card up to date.</summary>
    internal abstract string Work { get; }

    internal virtual bool MayBePressedBy(Rep rep, LeadState lead) => RepDirectory.MayDecide(rep, lead.Run.Dossier.RepId ?? "");

    /// <summary>The verb that a click asks for in truth: what is filled in may say more than the button.</summary>
    internal virtual ReviewVerb MeantBy(ReviewClick click, LeadState lead) => this;

    /// <summary>
    /// The review after the click; its revision is raised by the caller. Pure: it is repeated when somebody else wrote meanwhile.
    /// </summary>
    internal abstract LeadReview Transition(LeadState lead, VerbPress press);

    /// <summary>What the audit is told in the same write; null: nothing.</summary>
    internal abstract AuditEvent? Audit(LeadState lead, VerbPress press);

    /// <summary>A sentence for whoever clicked.</summary>
    internal abstract string Answer(ReviewClick click);

    /// <summary>The same once it is done; null when the card says it all.</summary>
    internal virtual string? AnswerWhenDone(ReviewClick click) => null;

    public override string ToString() => Name;
}
