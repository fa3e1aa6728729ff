using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Cards.Elements;

/// <summary>Inputs and buttons that decide nothing themselves.</summary>
internal static class CardInputs
{
    public static JsonObject Choices(string id, string label, IEnumerable<(string Value, string Title)> choices) =>
        new()
        {
            ["type"] = "Input.ChoiceSet",
            ["id"] = id,
            ["label"] = label,
            ["wrap"] = true,
            ["choices"] = new JsonArray([.. choices.Select(Choice)]),
        };

    public static JsonObject Text(string id, string label, string placeholder, int maximumLength) =>
        new()
        {
            ["type"] = "Input.Text",
            ["id"] = id,
            ["label"] = label,
            ["placeholder"] = placeholder,
            ["isMultiline"] = true,
            ["maxLength"] = maximumLength,
        };

    public static JsonObject Toggle(string title, string target) =>
        new()
        {
            ["type"] = "Action.ToggleVisibility",
            ["title"] = title,
            ["targetElements"] = new JsonArray(target),
        };

    /// <summary>Null when the address is not one a browser should be sent to, or too long for a card.</summary>
    public static JsonObject? Open(string title, Uri? target)
    {
        if (target is not { IsAbsoluteUri: true } || target.Scheme is not ("https" or "http"))
            return null;
        if (CardSize.Of(target.AbsoluteUri) > 1200)
            return null;

        return new JsonObject
        {
            ["type"] = "Action.OpenUrl",
            ["title"] = PlainText.Fit(PlainText.OneLine(title), Run.Name),
            ["url"] = target.AbsoluteUri,
        };
    }

    private static JsonObject Choice((string Value, string Title) choice) =>
        new() { ["title"] = PlainText.Fit(PlainText.OneLine(choice.Title), Run.Name), ["value"] = choice.Value };
}
