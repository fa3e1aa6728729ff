using System.Diagnostics;
using SalesAgent.Core.Audit.Refusals;
using SalesAgent.Core.People;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Ledger;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

/// <summary>
/// Takes clicks. Default deny: the verb must be one of the list, the ticket ours, the clicker in the directory and allowed, the message one
/// of the review's cards, the version and hash those of the draft as it is. The first decision wins by one conditional write; everybody
/// after is told who and when. What a verb does and says is its own (<see cref="ReviewVerb"/>).
/// </summary>
internal sealed class DecisionIntake(
    LeadRecords records,
    RepDirectory reps,
    ReviewCases cases,
    RecheckTimes recheckTimes,
    EmergencyStop emergency,
    LeadWork work,
    OpenLedger ledger,
    RefusalTrail refusals,
    TimeProvider time
)
{
    private static readonly ClickOutcome.Unknown NoSuchButton = new(
        "This button is not known here any more. Type `pending` to see what is open."
    );
    private static readonly ClickOutcome.Unknown NotOurs = new("This card is not known here any more. Type `pending` to see what is open.");

    public async Task<ClickOutcome> TakeAsync(ReviewClick click, ClickOrigin origin, CancellationToken cancellationToken)
    {
        if (ReviewVerbs.Find(click.Verb) is not { } verb)
            return NoSuchButton;

        using var span = LeadTrace.Begin(SpanNames.TakeDecision);
        if (!ReviewTicket.TryReadLead(click.Ticket, out var id))
            return await RefusedAsync(origin, RefusalReason.UnknownTicket, null, NotOurs);

        try
        {
            return await TakeAsync(verb, click, origin, id, span, cancellationToken);
        }
        catch (LeadGoneException)
        {
            return NotOurs;
        }
    }

    private async Task<ClickOutcome> TakeAsync(
        ReviewVerb verb,
        ReviewClick click,
        ClickOrigin origin,
        LeadId id,
        Activity? span,
        CancellationToken cancellationToken
    )
    {
        var state = await records.FindAsync(id, cancellationToken);
        if (state is not { IsBeingForgotten: false, Review: { } review })
            return await RefusedAsync(origin, RefusalReason.UnknownTicket, null, NotOurs);
        if (!ReviewTicket.Matches(click.Ticket, state.Lead.Id, review))
            return await RefusedAsync(origin, RefusalReason.UnknownTicket, id, NotOurs);

        LeadTrace.Link(span, state.Lead.Id, state.Lead.Trace);

        if (reps.Find(origin.AadObjectId) is not { } rep)
        {
            return await RefusedAsync(
                origin,
                RefusalReason.UnknownPerson,
                id,
                new ClickOutcome.NotAllowed(
                    "You are not in the rep directory of SalesAgent, so you cannot decide on drafts. Ask whoever runs it to add you."
                )
            );
        }

        if (!verb.MayBePressedBy(rep, state))
        {
            return await RefusedAsync(
                origin,
                RefusalReason.NotTheirs,
                id,
                new ClickOutcome.NotAllowed(
                    $"This is a lead of {reps.Find(state.Run.Dossier.RepId)?.Name ?? "somebody else"}: only they or a manager can decide on it."
                )
            );
        }

        if (!IsCardOf(review, origin.Card))
        {
            return await RefusedAsync(
                origin,
                RefusalReason.OtherMessage,
                id,
                new ClickOutcome.NotAllowed("This is a copy of the card. Please decide on the original; `pending` shows where it is.")
            );
        }

        if (verb.OnlyLooks)
            return new ClickOutcome.Shown(verb.Answer(click)) { Case = cases.Of(state) };

        if (await emergency.FindAsync(cancellationToken) is { } stop)
            return new ClickOutcome.NotNow(stop.SentenceFor(rep)) { Case = cases.Of(state) };

        var outcome = await DoAsync(verb.MeantBy(click, state), click, origin, rep, id, state, cancellationToken);
        return outcome is ClickOutcome.NotNow { IsOutdated: true }
            ? await RefusedAsync(origin, RefusalReason.Outdated, id, outcome)
            : outcome;
    }

    /// <param name="id">Only of a lead that is there.</param>
    private async Task<ClickOutcome> RefusedAsync(ClickOrigin origin, RefusalReason reason, LeadId? id, ClickOutcome outcome)
    {
        await refusals.OfPersonAsync(RefusalKind.Decision, reason, reps.Find(origin.AadObjectId)?.Id ?? origin.AadObjectId, id?.Value);
        return outcome;
    }

    private async Task<ClickOutcome> DoAsync(
        ReviewVerb verb,
        ReviewClick click,
        ClickOrigin origin,
        Rep rep,
        LeadId id,
        LeadState known,
        CancellationToken cancellationToken
    )
    {
        if (Refusal(verb, known, click, rep) is { } refusal)
            return refusal;

        var times = verb.LooksAtTimes ? await recheckTimes.AtAsync(known, cancellationToken) : null;
        if (times is not null && times.Gone.Except(click.KnownGone ?? []).Any())
            return await MarkAsync(verb, click, origin, rep, id, known, times, cancellationToken);

        // The queue is told first: should we die after the commit below, what the click asks for is done all the same.
        var item = await TellQueueAsync(verb.Work, id, cancellationToken);

        ClickOutcome? lost = null;
        var after = await records.ChangeAsync(
            known,
            now =>
            {
                lost = Refusal(verb, now, click, rep);
                if (lost is not null)
                    return null;

                now = now with { Review = Adopting(now.Review!, origin.Card) };
                var press = new VerbPress(click, rep, time.GetUtcNow(), times);
                return new LeadChange
                {
                    Review = verb.Transition(now, press) with { Revision = now.Review!.Revision + 1 },
                    Events = verb.Audit(now, press) is { } told ? [told] : [],
                };
            },
            cancellationToken
        );

        // Whoever was faster has an item of their own. Ours finds theirs done, or does it; where both are one, theirs is enough.
        if (lost is not null)
            return lost with { Next = item.IsHeld ? item : null };

        if (verb.Decides is not { } kind)
        {
            return new ClickOutcome.Begun(verb.Answer(click))
            {
                WhenDone = verb.AnswerWhenDone(click),
                Case = cases.Of(after),
                Next = item,
            };
        }

        LeadMetrics.Decision(kind is ReviewState.Approved ? "approved" : "rejected", after.Review!.Decision!.At - after.Run.EndedAt);
        return new ClickOutcome.Decided(verb.Answer(click)) { Case = cases.Of(after), Next = item };
    }

    /// <summary>
    /// Refuses an approval this once and marks on every card what is gone. The work item comes after the commit, unlike elsewhere:
    /// a card that misses the mark is refused and shown anew like this one, so nothing is lost if nobody goes on.
    /// </summary>
    private async Task<ClickOutcome> MarkAsync(
        ReviewVerb verb,
        ReviewClick click,
        ClickOrigin origin,
        Rep rep,
        LeadId id,
        LeadState known,
        TimesSeen times,
        CancellationToken cancellationToken
    )
    {
        ClickOutcome? lost = null;
        var isNews = false;
        var after = await records.ChangeAsync(
            known,
            now =>
            {
                lost = Refusal(verb, now, click, rep);
                isNews =
                    lost is null
                    && !(now.Review!.Gone is { } marked && marked.Version == click.Version && marked.Ids.SequenceEqual(times.Gone));
                return !isNews
                    ? null
                    : new LeadChange
                    {
                        Review = Adopting(now.Review!, origin.Card) with
                        {
                            Gone = new GoneTimes(click.Version, times.Gone),
                            Revision = now.Review!.Revision + 1,
                        },
                    };
            },
            cancellationToken
        );
        if (lost is not null)
            return lost;

        var next = isNews ? await work.TakeUpAsync(LeadWork.RunLead, id, cancellationToken, isUrgent: true) : null;
        return new ClickOutcome.TimeGone(ReviewCases.ToldOfGone(after)) { Case = cases.Of(after), Next = next };
    }

    /// <summary>Queue and ledger side by side: either may come first, and somebody waits.</summary>
    private async Task<LeasedWork> TellQueueAsync(string kind, LeadId id, CancellationToken cancellationToken)
    {
        var noting = ledger.NoteAsync(id, cancellationToken);
        var item = await work.TakeUpAsync(kind, id, cancellationToken, isUrgent: true);
        await noting;
        return item;
    }

    private ClickOutcome? Refusal(ReviewVerb verb, LeadState state, ReviewClick click, Rep rep)
    {
        if (!verb.Takes(state.Review!.State))
        {
            // The same click again gets the same answer.
            return state.Review.Decision is { } decision && decision.ByRepId == rep.Id && decision.Kind == verb.Decides
                ? new ClickOutcome.AlreadyDecided(verb.Answer(click)) { Case = cases.Of(state) }
                : ToldOf(state);
        }

        return !verb.NeedsCurrentDraft || click.IsAbout(state) ? null : Outdated(state);
    }

    private ClickOutcome ToldOf(LeadState state) =>
        state.Review!.State switch
        {
            ReviewState.Failed => new ClickOutcome.NotNow("There is no draft to decide on.") { Case = cases.Of(state) },
            ReviewState.Updating => new ClickOutcome.NotNow("The draft is being updated. Please look at it again in a moment.")
            {
                Case = cases.Of(state),
            },
            ReviewState.Superseded => new ClickOutcome.AlreadyDecided("A newer draft to the same person took the place of this one.")
            {
                Case = cases.Of(state),
            },
            ReviewState.Expired => new ClickOutcome.AlreadyDecided(cases.ToldOfExpiry(state)) { Case = cases.Of(state) },
            ReviewState.Approved or ReviewState.Rejected => new ClickOutcome.AlreadyDecided(ToldWho(state)) { Case = cases.Of(state) },
            _ => new ClickOutcome.NotNow("That cannot be done while the draft waits for a decision.") { Case = cases.Of(state) },
        };

    private string ToldWho(LeadState state)
    {
        var decision = state.Review!.Decision!;
        var verb = decision.Kind is ReviewState.Approved ? "approved" : "rejected";
        return $"{decision.ByName} {verb} this draft on {cases.Moment(state, decision.At)}.";
    }

    private ClickOutcome.NotNow Outdated(LeadState state) =>
        new($"The draft has changed since: this is version {state.Run.Dossier.Draft!.Version}. Please look at it again.")
        {
            Case = cases.Of(state),
            IsOutdated = true,
        };

    /// <summary>A card whose posting got no answer has no id here; then its conversation decides.</summary>
    private static bool IsCardOf(LeadReview review, CardReference clicked)
    {
        var here = review.Cards.Where(card => card.ConversationId == clicked.ConversationId).ToArray();
        return here.Any(card => card.ActivityId == clicked.ActivityId)
            || here.Any(card => card.ActivityId is null)
            || review.CopyMayExist
            || review.Cards.Count == 0;
    }

    /// <summary>Learns the id of a card that was clicked before we knew it.</summary>
    private static LeadReview Adopting(LeadReview review, CardReference clicked) =>
        clicked.ActivityId is null
        || review.Cards.Any(card => card.ConversationId == clicked.ConversationId && card.ActivityId == clicked.ActivityId)
            ? review
            : review with
            {
                Cards =
                [
                    .. review.Cards.Where(card => card.ActivityId is not null || card.ConversationId != clicked.ConversationId),
                    clicked,
                ],
            };
}
