using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesAgent.Bot.Sandbox.Wire;

/// <summary>Reads of foreign JSON that answer null instead of throwing when a value is absent or of another kind.</summary>
internal static class JsonReading
{
    public static JsonObject? Child(this JsonNode? node, string name) => Value(node, name) as JsonObject;

    /// <summary>A string, or a number or boolean in its JSON spelling; null for anything else.</summary>
    public static string? Text(this JsonNode? node, string name) => Value(node, name).AsText();

    public static string? AsText(this JsonNode? node) =>
        node is not JsonValue value
            ? null
            : value.GetValueKind() switch
            {
                JsonValueKind.String => value.GetValue<string>(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
                _ => null,
            };

    public static bool Flag(this JsonNode? node, string name) =>
        Value(node, name) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static int? Number(this JsonNode? node, string name) =>
        Value(node, name) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>The items of an array; none where it is absent.</summary>
    public static IReadOnlyList<JsonNode?> Items(this JsonNode? node, string name) =>
        Value(node, name) is JsonArray items ? [.. items] : [];

    private static JsonNode? Value(JsonNode? node, string name) =>
        node is JsonObject known && known.TryGetPropertyValue(name, out var value) ? value : null;
}
