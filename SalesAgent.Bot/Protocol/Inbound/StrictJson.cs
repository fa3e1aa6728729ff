using System.Text.Json;
using System.Text.Unicode;

namespace SalesAgent.Bot.Protocol;

/// <summary>
/// JSON that every reader understands alike. The SDK reads names in any case and takes the last of two, so one of our checks could see
/// another sender than it does: names that are equal but for their case are refused, and so are texts that are none (half a surrogate
/// pair).
/// </summary>
internal static class StrictJson
{
    /// <summary>Levels of nesting. A card with inputs needs about a dozen.</summary>
    public const int DepthLimit = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DepthLimit };

    /// <exception cref="JsonException">It is not one JSON value, or not a strict one.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw new JsonException("Not UTF-8.");

        var document = JsonDocument.Parse(json, Options);
        try
        {
            Check(document.RootElement, texts: json.Span.IndexOf("\\u"u8) >= 0);
            return document;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            document.Dispose();
            throw unreadable as JsonException ?? new JsonException("A text that is none.", unreadable);
        }
    }

    /// <param name="texts">Only an escape can hold half a pair: the bytes themselves are UTF-8.</param>
    private static void Check(JsonElement element, bool texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(element.GetPropertyCount(), StringComparer.OrdinalIgnoreCase);
                foreach (var member in element.EnumerateObject())
                {
                    if (!names.Add(member.Name))
                        throw new JsonException("A name comes twice.");
                    Check(member.Value, texts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Check(item, texts);
                break;
            case JsonValueKind.String when texts:
                _ = element.GetString();
                break;
        }
    }
}
