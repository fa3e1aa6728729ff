using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Cards.Sections;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Core.Review.Verbs.Buttons;
using static SalesAgent.Bot.Cards.Elements.CardElements;
using static SalesAgent.Bot.Cards.Elements.CardInputs;

namespace SalesAgent.Bot.Cards;

/// <summary>
/// A draft that waits for a decision, or whose new version is being made. Safe for every viewer: who may decide is checked on the click.
/// </summary>
internal static class DraftCard
{
    private const int MostTimes = 6;

    public static JsonObject Render(ReviewCase review)
    {
        var waits = review.State == ReviewState.Proposed;
        var body = new List<JsonObject> { review.Header(StateOf(review), "accent") };
        if (!waits && review.Waits is { } vendor)
            body.Add(Line(new Run($"Waiting for {vendor.For}: the new version follows automatically as soon as it answers.")));
        body.AddRange(review.Buttons(VerbPlace.Progress));
        body.AddRange(review.Background());
        if (OpenPoints.Section(review) is { } openPoints)
            body.Add(openPoints);

        var belowEnvelope = 0;
        if (review.Draft is { } draft)
        {
            body.Add(MailSection.Envelope(draft).Separated().Spaced("Medium"));
            belowEnvelope = body.Count;
        }

        if (waits)
        {
            body.AddRange(Times(review));
            body.AddRange(Decision(review));
        }

        if (review.Draft?.WrittenBy is { Length: > 0 } writer)
            body.Add(Line(new Run(writer, Tone.Subtle)));
        body.Add(Footer.Lead(review));
        var card = CardElements.Card(ReviewCards.SummaryOf(review), body);
        if (review.Draft is { } mail)
        {
            // Everything but the mail's text is capped; the text gets all the room that is left.
            var room = CardSize.Budget - CardSize.Of(card);
            if (room > 0)
                card.Insert(belowEnvelope, MailSection.Body(mail, room).Spaced("Medium"));
        }

        return card;
    }

    private static string StateOf(ReviewCase review) =>
        review.State == ReviewState.Updating ? review.Progress ?? "Updating the draft…" : "Waiting for your decision";

    private static IEnumerable<JsonObject> Times(ReviewCase review)
    {
        if (review.Times is not { } times || review.Draft is null)
            yield break;

        if (times.Count == 0)
        {
            yield return Line(new("Times: ", Tone.Strong), new("nothing free in the calendar, so none are offered.")).Separated();
            yield break;
        }

        // What the draft offers is always among the choices: an approval that left one out would change the draft.
        var shown = times
            .OrderByDescending(time => time.Selected)
            .Take(Math.Max(MostTimes, times.Count(time => time.Selected)))
            .OrderBy(time => time.Id, StringComparer.Ordinal)
            .ToList();
        var zones = shown.Select(time => time.Zones).Distinct().ToArray() is [var shared] ? $" ({shared})" : "";
        var choices = Choices(
            OtherTimes.Times.Field,
            PlainText.Fit(PlainText.OneLine($"Times offered in the mail{zones}"), Run.Line),
            shown.Select(time => (time.Id, Titled(time)))
        );

        string Titled(TimeChoice time)
        {
            var clock = zones.Length > 0 ? time.Clock : $"{time.Clock} ({time.Zones})";
            return review.GoneTimes.Contains(time.Id) ? $"No longer free: {clock}" : clock;
        }

        choices["style"] = "expanded";
        choices["isMultiSelect"] = true;
        choices["value"] = string.Join(',', shown.Where(time => time.Selected).Select(time => time.Id));
        var buttons = review.Buttons(VerbPlace.Times);
        if (buttons is [var row, ..])
            row.Spaced("Small");
        yield return Container([choices, .. buttons]).Separated().Spaced("Medium");
    }

    private static IEnumerable<JsonObject> Decision(ReviewCase review)
    {
        if (review.Draft is not null)
        {
            yield return Line(new Run("Nothing is sent: the draft stays in Gmail until you send it.", Tone.Strong))
                .Separated()
                .Spaced("Medium");
        }

        foreach (var element in review.Buttons(VerbPlace.Decision))
            yield return element;

        foreach (var row in Links.Rows(review))
            yield return row;
    }
}
