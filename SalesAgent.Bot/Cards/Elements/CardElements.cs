using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Cards.Elements;

/// <summary>
/// The few Adaptive Card 1.5 elements our cards are made of. All text goes into TextRuns, one block a line:
/// TextRuns know no Markdown, and line breaks inside a block differ from client to client.
/// </summary>
internal static class CardElements
{
    public static JsonObject Card(string spoken, IEnumerable<JsonObject> body) =>
        new()
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["fallbackText"] = spoken,
            ["speak"] = spoken,
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = Array(body),
        };

    /// <summary>One more element, where it can only be made once the size of the others is known.</summary>
    public static void Insert(this JsonObject card, int index, JsonObject element) => ((JsonArray)card["body"]!).Insert(index, element);

    /// <summary>One line. Runs that say nothing are left out.</summary>
    public static JsonObject Line(params ReadOnlySpan<Run> runs)
    {
        var inlines = new JsonArray();
        foreach (var run in runs)
        {
            if (!string.IsNullOrWhiteSpace(run.Text))
                inlines.Add((JsonNode)TextRun(run));
        }

        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = inlines };
    }

    /// <summary>A line whose text is already neutral and measured: a line of a mail.</summary>
    public static JsonObject ExactLine(string text) =>
        new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(new JsonObject { ["type"] = "TextRun", ["text"] = text }) };

    public static JsonObject Container(IEnumerable<JsonObject> items) => new() { ["type"] = "Container", ["items"] = Array(items) };

    public static JsonObject ActionSet(IEnumerable<JsonObject> actions) => new() { ["type"] = "ActionSet", ["actions"] = Array(actions) };

    public static JsonObject Spaced(this JsonObject element, string spacing)
    {
        element["spacing"] = spacing;
        return element;
    }

    public static JsonObject Separated(this JsonObject element)
    {
        element["separator"] = true;
        return element;
    }

    public static JsonObject Styled(this JsonObject container, string style)
    {
        container["style"] = style;
        return container;
    }

    /// <summary>Not shown until the toggle of that id is pressed.</summary>
    public static JsonObject Hidden(this JsonObject element, string id)
    {
        element["id"] = id;
        element["isVisible"] = false;
        return element;
    }

    public static JsonObject RightToLeft(this JsonObject container, bool rightToLeft)
    {
        if (rightToLeft)
            container["rtl"] = true;
        return container;
    }

    private static JsonObject TextRun(Run run)
    {
        // A space at either end joins runs; inside, white space is one space.
        var text = PlainText.OneLine(run.Text);
        if (char.IsWhiteSpace(run.Text[0]))
            text = $" {text}";
        if (char.IsWhiteSpace(run.Text[^1]))
            text = $"{text} ";

        var node = new JsonObject { ["type"] = "TextRun", ["text"] = PlainText.Fit(text, run.Bytes) };
        switch (run.Tone)
        {
            case Tone.Strong:
                node["weight"] = "Bolder";
                break;
            case Tone.Subtle:
                node["isSubtle"] = true;
                break;
            case Tone.Title:
                node["size"] = "Large";
                node["weight"] = "Bolder";
                break;
            case Tone.Attention:
                node["color"] = "Attention";
                node["weight"] = "Bolder";
                break;
        }

        return node;
    }

    private static JsonArray Array(IEnumerable<JsonObject> nodes) => new([.. nodes]);
}
