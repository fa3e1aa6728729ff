using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Review;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>The end of a card: what to name when asking somebody about it.</summary>
internal static class Footer
{
    /// <summary>The lead's id is in every log line and trace about it, and is what <c>audit show</c> and <c>/workflows</c> take.</summary>
    public static JsonObject Lead(ReviewCase review) => Line(new Run($"Lead {review.LeadId}", Tone.Subtle)).Spaced("Small");
}
