using System.Text.Json.Nodes;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>
/// Buttons that ask something of us. Each names the ticket and exactly what is shown, and nothing else:
/// what a click may do is decided by who clicks, not by what it carries.
/// </summary>
internal static class CaseActions
{
    /// <summary>An Action.Execute, for clients that can; the same as Action.Submit for those that cannot.</summary>
    public static JsonObject Ask(this ReviewCase review, CardVerb verb, string? style = null)
    {
        var fallback = Button("Action.Submit", verb, review, style);
        var action = Button("Action.Execute", verb, review, style);
        action["verb"] = verb.Name;
        action["fallback"] = fallback;
        return action;
    }

    private static JsonObject Button(string type, CardVerb verb, ReviewCase review, string? style)
    {
        var button = new JsonObject
        {
            ["type"] = type,
            ["title"] = verb.Title,
            ["data"] = new JsonObject
            {
                [CardFields.Ticket] = review.Ticket,
                [CardFields.Version] = review.Version,
                [CardFields.Hash] = review.ContentHash,
                [CardFields.Verb] = verb.Name,
            },
        };
        if (review.GoneTimes.Count > 0) button["data"]![CardFields.Gone] = string.Join(',', review.GoneTimes);
        if (style is not null) button["style"] = style;
        return button;
    }
}
