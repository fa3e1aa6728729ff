using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Cards.Elements;

/// <summary>
/// How much of a card's budget something takes: bytes as JSON, with everything beyond ASCII escaped. The cautious
/// measure: however a card is written to the wire, it is not longer.
/// </summary>
internal static class CardSize
{
    /// <summary>Teams refuses messages of about 28 KB, envelope included; this leaves room for it.</summary>
    public const int Budget = 20 * 1024;

    private const int Escaped = 6;

    public static int Of(JsonNode card)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        card.WriteTo(writer);
        writer.Flush();
        return (int)writer.BytesCommitted;
    }

    public static int Of(ReadOnlySpan<char> text)
    {
        var bytes = 0;
        foreach (var character in text) bytes += IsPlain(character) ? 1 : Escaped;
        return bytes;
    }

    public static int Of(string text) => Of(text.AsSpan());

    private static bool IsPlain(char character) =>
        character is >= ' ' and <= '~' and not ('"' or '&' or '\'' or '+' or '<' or '>' or '\\' or '`');
}
