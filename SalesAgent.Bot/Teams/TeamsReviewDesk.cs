using Microsoft.Bot.Schema;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Teams;

/// <summary>Shows reviews as Adaptive Cards where the rep wants them.</summary>
internal sealed class TeamsReviewDesk(ConversationBook book, TeamsPosts posts) : IReviewDesk
{
    private const string ConnectorName = "teams";
    private const string PostedTwice = "This card may appear twice: it is not known whether an earlier one arrived.";

    public async Task<Presentation> PresentAsync(Rep rep, ReviewCase reviewCase, bool mayBeRepeated, CancellationToken cancellationToken)
    {
        while (await book.PlaceOfAsync(rep.Id, cancellationToken) is { } place)
        {
            var shown = mayBeRepeated ? reviewCase with { Warnings = [.. reviewCase.Warnings, PostedTwice] } : reviewCase;
            try
            {
                return new Presentation.Shown(await PostAsync(place, shown, cancellationToken));
            }
            catch (ConnectorFailureException gone) when (gone.Kind is ConnectorFailure.NotInRoster or ConnectorFailure.NotFound)
            {
                await book.ForgetAsync(rep.Id, place, cancellationToken);
            }
            catch (ConnectorFailureException failure)
            {
                throw AsConnectorFailure(failure);
            }
        }

        return new Presentation.Nowhere(
            $"No Teams conversation is known for {rep.Name}: add the app to a team or chat and write `use this channel` to it."
        );
    }

    public Task<bool> UpdateAsync(CardReference card, ReviewCase reviewCase, CancellationToken cancellationToken) =>
        UpdateAsync(card, CardOf(reviewCase), cancellationToken);

    public Task<bool> WithdrawAsync(CardReference card, ForgottenPerson person, CancellationToken cancellationToken) =>
        UpdateAsync(card, Said.Card(ForgottenCard.Render(person), ForgottenCard.Summary), cancellationToken);

    public Task<bool> HandOverAsync(CardReference card, Rep to, CancellationToken cancellationToken) =>
        UpdateAsync(card, Said.Card(HandedOverCard.Render(to), HandedOverCard.Summary), cancellationToken);

    private async Task<bool> UpdateAsync(CardReference card, Activity activity, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.UpdateCard);
        try
        {
            await posts.UpdateAsync(RouteOf(card), card.ActivityId!, activity, cancellationToken);
            return true;
        }
        catch (ConnectorFailureException gone) when (gone.Kind is ConnectorFailure.NotFound or ConnectorFailure.NotInRoster)
        {
            return false;
        }
        catch (ConnectorFailureException failure)
        {
            throw AsConnectorFailure(failure);
        }
    }

    public async Task RemindAsync(Rep rep, CardReference? at, ChatText text, CancellationToken cancellationToken)
    {
        try
        {
            if (at is not null)
            {
                await posts.SendAsync(RouteOf(at), Said.Text(text.Markdown), cancellationToken);
                return;
            }
        }
        catch (ConnectorFailureException gone) when (gone.Kind is ConnectorFailure.NotInRoster or ConnectorFailure.NotFound)
        {
            // Said where the rep can be reached by now.
        }
        catch (ConnectorFailureException failure)
        {
            throw AsConnectorFailure(failure);
        }

        await TellAsync(rep, text, cancellationToken);
    }

    public async Task TellAsync(Rep rep, ChatText text, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.TellRep);
        if (await book.PlaceOfAsync(rep.Id, cancellationToken) is not { } place)
            return;

        try
        {
            await posts.SendAsync(place.In(place.ConversationId).Reference, Said.Text(text.Markdown), cancellationToken);
        }
        catch (ConnectorFailureException failure)
        {
            throw AsConnectorFailure(failure);
        }
    }

    /// <summary>Posts one more copy where somebody asked for it; in a channel that is the thread they asked in.</summary>
    public async Task<CardReference> PostHereAsync(TeamsPlace here, ReviewCase reviewCase, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.PostCard);
        var sent = await posts.SendAsync(here.Reference, CardOf(reviewCase), cancellationToken);
        return ReferenceTo(here, TeamsPlace.Bare(here.Reference.Conversation.Id), sent);
    }

    private async Task<CardReference> PostAsync(TeamsPlace place, ReviewCase reviewCase, CancellationToken cancellationToken)
    {
        if (!place.IsChannel)
            return await PostHereAsync(place, reviewCase, cancellationToken);

        using var span = LeadTrace.Begin(SpanNames.PostCard);
        var post = await posts.PostAsync(place, CardOf(reviewCase), cancellationToken);
        return ReferenceTo(place.In(post.Id), place.ConversationId, post.ActivityId);
    }

    /// <summary>How a card is found again from the message that was clicked.</summary>
    public static CardReference ReferenceTo(TeamsPlace place, string conversationId, string? activityId) =>
        new(conversationId, activityId, TeamsPlaceRow.WriteRoute(place));

    public static ConnectorException AsConnectorFailure(ConnectorFailureException failure) =>
        new(
            ConnectorName,
            failure.Operation,
            failure.Kind switch
            {
                ConnectorFailure.Throttled or ConnectorFailure.Precondition => FailureKind.RateLimited,
                ConnectorFailure.Unauthorized => FailureKind.Unauthorised,
                ConnectorFailure.OutcomeUnknown => FailureKind.OutcomeUnknown,
                ConnectorFailure.UnexpectedReply => FailureKind.Unreadable,
                ConnectorFailure.Transient or ConnectorFailure.ServerError => FailureKind.Unavailable,
                _ => FailureKind.Refused,
            },
            failure
        )
        {
            RetryAfter = failure.RetryAfter,
            Code = failure.Code,
        };

    private static Activity CardOf(ReviewCase reviewCase) => Said.Card(ReviewCards.For(reviewCase), ReviewCards.SummaryOf(reviewCase));

    private static ConversationReference RouteOf(CardReference card) => TeamsPlaceRow.ReadRoute(card.Route);
}
