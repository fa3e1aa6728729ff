using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Wire;

namespace SalesAgent.Bot.Sandbox.Teams;

/// <summary>Finds the buttons and inputs of a card, and puts them together as the Teams client does.</summary>
internal static class CardActions
{
    /// <summary>The first button of a type with that verb (authored, or in its data as <c>verb</c>); null when the card has none.</summary>
    public static JsonObject? Find(JsonObject card, string type, string verb) =>
        Elements(card)
            .FirstOrDefault(element =>
                element.Text("type") == type && (element.Text("verb") == verb || element.Child("data").Text("verb") == verb)
            );

    public static IReadOnlyList<string> Verbs(JsonObject card) =>
        [
            .. Elements(card)
                .Where(element => element.Text("type") is "Action.Execute" or "Action.Submit")
                .Select(element => element.Text("verb") ?? element.Child("data").Text("verb"))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The authored data with every input of the card by id, as typed or as it stood there.</summary>
    /// <exception cref="ArgumentException">An input is not on the card, or a required one is empty: a client would not let that
    /// through.</exception>
    public static JsonNode? Data(JsonObject card, JsonObject action, IReadOnlyDictionary<string, string>? inputs)
    {
        var authored = action["data"]?.DeepClone();
        if (authored is not (null or JsonObject))
            return authored;
        var fields = Elements(card)
            .Where(element =>
                element.Text("type")?.StartsWith("Input.", StringComparison.Ordinal) is true && element.Text("id") is not null
            )
            .ToList();
        if (inputs?.Keys.FirstOrDefault(name => fields.All(field => field.Text("id") != name)) is { } stray)
            throw new ArgumentException($"The card has no input '{stray}'.", nameof(inputs));

        var data = authored as JsonObject ?? [];
        if (action.Text("associatedInputs") is "none")
            return data;
        foreach (var field in fields)
        {
            var id = field.Text("id")!;
            var value = inputs?.GetValueOrDefault(id) ?? field.Text("value");
            if (string.IsNullOrWhiteSpace(value) && field.Flag("isRequired"))
                throw new ArgumentException($"The input '{id}' is required.", nameof(inputs));
            if (value is not null)
                data[id] = value;
        }

        return data;
    }

    // A card nests its elements in arrays and objects of many names; a fallback is another card's business.
    private static IEnumerable<JsonObject> Elements(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject element:
                if (element.ContainsKey("type"))
                    yield return element;
                foreach (var (name, inner) in element)
                {
                    if (name is "data" or "refresh" or "msteams" or "fallback")
                        continue;
                    foreach (var found in Elements(inner))
                        yield return found;
                }

                break;
            case JsonArray items:
                foreach (var found in items.SelectMany(Elements))
                    yield return found;
                break;
        }
    }
}
