using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Cards;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Protocol;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Records;
using SalesAgent.Core.Review;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Bot.Teams;

/// <summary>
/// Clicks on cards, as Universal Action and as its fallback. Who clicked and on which message comes from the activity, the rest from the
/// card.
/// </summary>
internal sealed class CardActions(
    DecisionIntake decisions,
    FinishedCase finished,
    ShowReview show,
    LeadRecords leads,
    LeadWork work,
    ChatReply reply,
    AfterAnswer afterAnswer,
    TimeProvider time
)
{
    /// <summary>
    /// Answers the click with the finished card when the work it began ends soon, else with one that says what is under way; everybody
    /// else's copy follows from the queue.
    /// </summary>
    public async Task<AdaptiveCardInvokeResponse> OnExecuteAsync(
        ITurnContext turn,
        string? verb,
        JsonObject data,
        CancellationToken cancellationToken
    )
    {
        var clicked = time.GetTimestamp();
        var outcome = await TakeAsync(turn, verb, data, cancellationToken);
        if (outcome.Case is not { } taken)
        {
            await GoOnAsync(outcome);
            return CardAnswer.Message(PlainText.Said(outcome.Sentence));
        }

        ReviewCase shown;
        using (LeadTrace.Begin(SpanNames.AnswerClick, taken.LeadId))
            shown = await finished.AfterAsync(taken, () => GoOnAsync(outcome), clicked, cancellationToken);
        await afterAnswer.LookAfterAsync(shown, cancellationToken);
        return CardAnswer.Card(ReviewCards.For(WithSentence(shown, outcome, isDone: taken.InProgress && !shown.InProgress)));
    }

    /// <summary>The fallback: a message cannot be answered with a card, so the card is updated and the person told.</summary>
    public async Task OnSubmitAsync(ITurnContext turn, JsonObject data, CancellationToken cancellationToken)
    {
        var outcome = await TakeAsync(turn, Text(data, CardFields.Verb), data, cancellationToken);
        if (outcome.Case is not null && ReviewTicket.TryReadLead(Text(data, CardFields.Ticket), out var lead))
        {
            try
            {
                if (outcome is ClickOutcome.Shown && await leads.FindAsync(lead, cancellationToken) is { } state)
                    await show.AgainAsync(state, cancellationToken);
                else
                    await show.BringUpToDateAsync(lead, cancellationToken);
            }
            catch (ConnectorException)
            {
                // The queue brings the card up to date; what was decided stands.
            }
        }

        await GoOnAsync(outcome);
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
        return await decisions.TakeAsync(click, new ClickOrigin(turn.Activity.From?.AadObjectId, card), cancellationToken);
    }

    private Task GoOnAsync(ClickOutcome outcome) =>
        outcome.Next is { } item ? work.GoOnAsync(item, CancellationToken.None) : Task.CompletedTask;

    /// <param name="isDone">What was under way when the click was taken has ended: the sentence about it is not true any more.</param>
    private static ReviewCase WithSentence(ReviewCase shown, ClickOutcome outcome, bool isDone)
    {
        var sentence = outcome switch
        {
            ClickOutcome.Begun begun => isDone ? begun.WhenDone : begun.Sentence,
            ClickOutcome.NotNow => isDone ? null : outcome.Sentence,
            _ => null,
        };
        return sentence is null ? shown : shown with { Warnings = [sentence, .. shown.Warnings] };
    }

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
