using System.Text.Json;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>A model's answer as the one JSON object it was asked for.</summary>
internal static class AnswerJson
{
    private const int LongestAnswer = 16_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Null when it is none.</summary>
    public static JsonDocument? Parse(string answer)
    {
        if (answer.Length > LongestAnswer)
            return null;

        try
        {
            var document = JsonDocument.Parse(WithoutFence(answer.Trim()), Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>Null when it is no text.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
    }

    /// <summary>Small models like to wrap JSON in a code fence whatever they are told.</summary>
    private static string WithoutFence(string answer)
    {
        if (!answer.StartsWith("```", StringComparison.Ordinal) || !answer.EndsWith("```", StringComparison.Ordinal) || answer.Length < 6)
            return answer;

        var firstLine = answer.IndexOf('\n', StringComparison.Ordinal);
        return firstLine < 0 ? answer : answer[(firstLine + 1)..^3];
    }
}
