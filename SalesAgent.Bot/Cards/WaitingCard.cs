using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Bot.Cards.Sections;
using SalesAgent.Core.Review;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards;

/// <summary>A lead whose draft waits for a vendor. It asks for nothing: the draft takes its place by itself.</summary>
internal static class WaitingCard
{
    public static JsonObject Render(ReviewCase review)
    {
        var waits = review.Waits!;
        var body = new List<JsonObject> { review.Header($"Waiting for {waits.For}", "emphasis") };
        body.Add(
            Container([
                Line(new Run(Sentence(waits.For))),
                Line(new Run($"Waiting since {review.Moment(waits.Since)}.", Tone.Subtle)).Spaced("Small"),
            ])
        );
        body.AddRange(review.Background());
        body.AddRange(Links.Rows(review));
        body.Add(Footer.Lead(review));
        return CardElements.Card(ReviewCards.SummaryOf(review), body);
    }

    public static string Sentence(string vendor) =>
        $"{char.ToUpperInvariant(vendor[0])}{vendor[1..]} isn't answering at the moment. I'll carry on as soon as it does, and the draft will appear here. Nothing is lost, and nothing was sent.";
}
