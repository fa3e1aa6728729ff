using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>Reading single values from bodies whose writers do not agree on types.</summary>
internal static class PayloadFields
{
    /// <summary>The deepest real body, a contact with its history, has seven levels.</summary>
    public const int MaximumDepth = 32;

    private const long FirstMillisecond = 946_684_800_000; // 2000-01-01: seconds sent as milliseconds are before it.
    private const long LastMillisecond = 4_102_444_800_000; // 2100-01-01

    public static JsonDocument Parse(ReadOnlyMemory<byte> body) =>
        JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaximumDepth });

    /// <summary>Epoch milliseconds of this century, or false.</summary>
    public static bool TryMoment(long milliseconds, out DateTimeOffset moment)
    {
        var isUsable = milliseconds is >= FirstMillisecond and < LastMillisecond;
        moment = isUsable ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isUsable;
    }

    /// <summary>A member, or null when it is not there, is JSON null, or the parent is no object.</summary>
    public static JsonElement? Member(this JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var member)
        && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;

    /// <summary>A string, number or truth value as text; the <c>value</c> of a contact property; else null.</summary>
    public static string? Text(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            JsonValueKind.Object when element.TryGetProperty("value"u8, out var value) && value.ValueKind != JsonValueKind.Object =>
                value.Text(),
            _ => null,
        };

    /// <summary>An integer, also in quotes, or null. Never through a double: ids reach beyond 2^53.</summary>
    public static long? Integer(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetInt64(out var number) => number,
            JsonValueKind.String
            or JsonValueKind.Object
                when long.TryParse(element.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    /// <summary>A key that says nothing about anybody and is the same for the same parts.</summary>
    public static string Key(string prefix, ReadOnlySpan<string> parts)
    {
        // With their lengths, so that no two lists of parts read the same.
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}\n");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return $"{prefix}:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }
}
