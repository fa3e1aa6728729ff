using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Cards.Sections;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs.Buttons;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>
/// A draft nobody has to decide on any more: who decided and when, what followed, where the draft lies. The same for every viewer.
/// </summary>
internal static class ClosedCard
{
    /// <summary>The newest of what came in since.</summary>
    private const int MostNews = 3;

    private const string TextPanel = "textPanel";

    /// <summary>What hides the text until it is asked for: names and values beside the text itself.</summary>
    private const int PanelFrame = 400;

    public static JsonObject Render(ReviewCase review)
    {
        var (state, style) = StateOf(review);
        var body = new List<JsonObject> { review.Header(state, style) };
        body.AddRange(Decision(review));
        foreach (var told in review.CameLater.TakeLast(MostNews))
            body.Add(Line(new("New: ", Tone.Strong), new(told, Bytes: Run.Paragraph)).Spaced("Small"));
        body.AddRange(review.Buttons(VerbPlace.Progress));
        if (review.AboutHolds is { } holds)
            body.Add(Line(new Run(holds)).Spaced("Small"));
        if (OpenPoints.Section(review) is { } openPoints && review.State == ReviewState.Approved)
            body.Add(openPoints);

        var belowToggle = 0;
        if (review.Draft is { } draft)
        {
            body.Add(MailSection.Envelope(draft).Separated().Spaced("Medium"));
            body.Add(ActionSet([CardInputs.Toggle("Show or hide the text", TextPanel)]));
            belowToggle = body.Count;
        }

        body.AddRange(Links.Rows(review));
        body.Add(Footer.Lead(review));
        var card = CardElements.Card(ReviewCards.SummaryOf(review), body);
        if (review.Draft is { } mail)
            card.Insert(belowToggle, MailSection.Body(mail, CardSize.Budget - CardSize.Of(card) - PanelFrame).Hidden(TextPanel));
        return card;
    }

    private static (string State, string Style) StateOf(ReviewCase review) =>
        review.State switch
        {
            ReviewState.Approved => ("Approved, not sent", "good"),
            ReviewState.Rejected => ("Rejected", "attention"),
            ReviewState.Expired => ("Expired", "warning"),
            _ => ("Replaced by a newer draft", "emphasis"),
        };

    private static IEnumerable<JsonObject> Decision(ReviewCase review)
    {
        if (review.Decision is not { } decision)
        {
            if (review.State == ReviewState.Superseded)
                yield return Line(new Run("There is nothing to decide here: a newer draft to the same person took its place."));
            if (review.Expired is not { } expired)
                yield break;

            yield return Line(new Run(expired.Sentence));
            yield return Line(new Run(expired.Outcome ?? "Withdrawing the draft…", Tone.Strong)).Spaced("Small");
            yield break;
        }

        var verb = decision.Kind == ReviewState.Rejected ? "Rejected by " : "Approved by ";
        yield return Line(new(verb), new(decision.By, Tone.Strong, Run.Name), new($" · {review.Moment(decision.At)}"));
        if (!string.IsNullOrWhiteSpace(decision.Reason))
            yield return Line(new("Reason: ", Tone.Strong), new(decision.Reason, Bytes: Run.Paragraph)).Spaced("Small");

        if (decision.Times is { } times)
            yield return Line(new Run(times)).Spaced("Small");
        yield return Line(new Run(decision.Outcome ?? "In progress…", Tone.Strong)).Spaced("Small");
        if (review.TaskFiled)
            yield return Line(new Run("Task and note are in HubSpot.", Tone.Subtle)).Spaced("Small");
    }
}
