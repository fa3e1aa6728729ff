using System.Text.Json.Nodes;
using SalesAgent.Bot.Cards.Elements;
using SalesAgent.Core.Review;
using SalesAgent.Core.Review.Verbs;
using SalesAgent.Core.Review.Verbs.Buttons;
using static SalesAgent.Bot.Cards.Elements.CardElements;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>
/// Buttons that ask something of us: those of <see cref="ReviewVerbs.All"/> that the case offers. Each names the ticket and exactly what is
/// shown, and nothing else: what a click may do is decided by who clicks, not by what it carries.
/// </summary>
internal static class CaseActions
{
    /// <summary>
    /// The buttons of one place: a row of them, and below it a hidden panel for each that has inputs of its own. Empty when there are none.
    /// </summary>
    public static IReadOnlyList<JsonObject> Buttons(this ReviewCase review, VerbPlace place)
    {
        var row = new List<JsonObject>();
        var panels = new List<JsonObject>();
        foreach (var verb in ReviewVerbs.All)
        {
            if (verb.OfferOn(review) is not { } offer || offer.Place != place)
                continue;

            var inputs = verb.Inputs.Select(Rendered).OfType<JsonObject>().ToArray();
            var button = Ask(review, verb, StyleOf(offer.Tone));
            if (inputs.Length == 0)
            {
                row.Add(button);
                continue;
            }

            var panel = $"{verb.Name}Panel";
            row.Add(CardInputs.Toggle($"{verb.Title}…", panel));
            panels.Add(Container([.. inputs, ActionSet([button])]).Styled("emphasis").Hidden(panel));
        }

        return row.Count == 0 ? [] : [ActionSet(row), .. panels];
    }

    /// <summary>
    /// Hidden inputs are submitted with every button and must never be required: nobody could see what is missing. Null for what stands on
    /// the card itself.
    /// </summary>
    private static JsonObject? Rendered(VerbInput input)
    {
        switch (input)
        {
            case VerbInput.Choice choice:
                var set = CardInputs.Choices(choice.Field, choice.Label, choice.Options.Select(option => (option.Code, option.Title)));
                set["style"] = "compact";
                set["placeholder"] = choice.Placeholder;
                return set;
            case VerbInput.Words words:
                return CardInputs.Text(words.Field, words.Label, words.Placeholder, words.MostCharacters);
            case VerbInput.Times:
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "No element for this input.");
        }
    }

    private static string? StyleOf(VerbTone tone) =>
        tone switch
        {
            VerbTone.Plain => null,
            VerbTone.Positive => "positive",
            VerbTone.Destructive => "destructive",
            _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, "No style for this tone."),
        };

    /// <summary>An Action.Execute, for clients that can; the same as Action.Submit for those that cannot.</summary>
    private static JsonObject Ask(ReviewCase review, ReviewVerb verb, string? style)
    {
        var fallback = Button("Action.Submit", verb, review, style);
        var action = Button("Action.Execute", verb, review, style);
        action["verb"] = verb.Name;
        action["fallback"] = fallback;
        return action;
    }

    private static JsonObject Button(string type, ReviewVerb verb, ReviewCase review, string? style)
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
        if (review.GoneTimes.Count > 0)
            button["data"]![CardFields.Gone] = string.Join(',', review.GoneTimes);
        if (style is not null)
            button["style"] = style;
        return button;
    }
}
