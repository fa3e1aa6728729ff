using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Review;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>Buttons that open the draft and the contact. Rows of their own: they decide nothing.</summary>
internal static class Links
{
    private const int MostDraftLinks = 2;

    /// <summary>Three buttons in a row lose their words on a phone.</summary>
    private const int InOneRow = 2;

    public static IEnumerable<JsonObject> Rows(ReviewCase review) =>
        (review.Draft?.Links ?? [])
            .Take(MostDraftLinks)
            .Select(link => CardInputs.Open(link.Title, link.Target))
            .Append(CardInputs.Open("Open in HubSpot", review.Prospect.HubSpotLink))
            .OfType<JsonObject>()
            .Chunk(InOneRow)
            .Select(ActionSet);
}
