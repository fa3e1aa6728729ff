using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Clicks on cards, as Universal Action and as its fallback. Who clicked and on which message comes from the activity, the rest from the
/// card.
/// </summary>
internal sealed class CardActions(DecisionIntake decisions, ShowReview show, ChatReply reply, AfterAnswer afterAnswer)
{
    /// <summary>Answers the click with the card as it is now; everybody else's copy follows from the queue.</summary>
    public async Task<AdaptiveCardInvokeResponse> OnExecuteAsync(
        ITurnContext turn,
        string? verb,
        JsonObject data,
        CancellationToken cancellationToken
    )
    {
        afterAnswer.Expect();

        var outcome = await TakeAsync(turn, verb, data, cancellationToken);
        return outcome.Case is { } shown
            ? CardAnswer.Card(ReviewCards.For(WithSentence(shown, outcome)))
            : CardAnswer.Message(PlainText.OneLine(outcome.Sentence));
    }

    /// <summary>The fallback: a message cannot be answered with a card, so the card is updated and the person told.</summary>
    public async Task OnSubmitAsync(ITurnContext turn, JsonObject data, CancellationToken cancellationToken)
    {
        var outcome = await TakeAsync(turn, Text(data, CardFields.Verb), data, cancellationToken);
        if (outcome.Case is not null && ReviewTicket.TryReadLead(Text(data, CardFields.Ticket), out var lead))
        {
            try
            {
                await show.BringUpToDateAsync(lead, cancellationToken);
            }
            catch (ConnectorException)
            {
                // The queue brings the card up to date; what was decided stands.
            }
        }

        await reply.SayAsync(turn, $"{outcome.Sentence}", cancellationToken);
    }

    private async Task<ClickOutcome> TakeAsync(ITurnContext turn, string? verb, JsonObject data, CancellationToken cancellationToken)
    {
        var click = new ReviewClick(
            Text(data, CardFields.Ticket),
            Number(data, CardFields.Version),
            Text(data, CardFields.Hash),
            verb,
            Ids(data, CardFields.Gone)
        )
        {
            Inputs = Texts(data),
        };
        var conversation = TeamsPlace.Bare(turn.Activity.Conversation!.Id);
        var card = TeamsReviewDesk.ReferenceTo(TeamsPlace.Of(turn), conversation, turn.Activity.ReplyToId);
        var outcome = await decisions.TakeAsync(click, new ClickOrigin(turn.Activity.From?.AadObjectId, card), cancellationToken);
        afterAnswer.GoOn(outcome.Next);
        return outcome;
    }

    private static ReviewCase WithSentence(ReviewCase shown, ClickOutcome outcome) =>
        outcome is ClickOutcome.NotNow or ClickOutcome.Begun ? shown with { Warnings = [outcome.Sentence, .. shown.Warnings] } : shown;

    private static string? Text(JsonObject data, string name) =>
        data[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Dictionary<string, string> Texts(JsonObject data)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in data)
        {
            if (Text(data, name) is { } text)
                texts[name] = text;
        }

        return texts;
    }

    private static string[]? Ids(JsonObject data, string name) =>
        Text(data, name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Number(JsonObject data, string name) =>
        data[name] switch
        {
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            JsonValue value when value.TryGetValue<string>(out var text) && int.TryParse(text, out var number) => number,
            _ => 0,
        };
}
