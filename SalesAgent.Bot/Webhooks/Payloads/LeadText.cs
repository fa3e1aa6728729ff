using System.Text;
using SalesAgent.Core.Texts;

namespace SalesAgent.Bot.Webhooks.Payloads;

/// <summary>
/// Text that strangers typed, made harmless to store and show: no control characters, no tricks with direction, not too long.
/// </summary>
internal static class LeadText
{
    public const int NameCharacters = 200;
    public const int PhoneCharacters = 60;
    public const int MessageCharacters = 8_000;

    /// <summary>Read so much further, to see whether the last character goes on.</summary>
    private const int Beyond = 64;

    /// <summary>One line: line breaks and tabs become spaces. Null when nothing is left.</summary>
    public static string? Line(string? text, int most = NameCharacters) => Clean(text, most, keepLines: false);

    /// <summary>Several lines, each ended by one line feed. Null when nothing is left.</summary>
    public static string? Lines(string? text, int most = MessageCharacters) => Clean(text, most, keepLines: true);

    private static string? Clean(string? text, int most, bool keepLines)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length == text.Length && text.Length <= most && IsPlain(text))
            return text;

        var cleaned = new StringBuilder(Math.Min(trimmed.Length, most));
        for (var i = 0; i < trimmed.Length && cleaned.Length < most + Beyond; i++)
        {
            var character = trimmed[i];
            if (character is '\r' && i + 1 < trimmed.Length && trimmed[i + 1] is '\n')
                continue;
            if (character is '\r' or '\n' or '\t' or '\u2028' or '\u2029')
                cleaned.Append(keepLines && character is not '\t' ? '\n' : ' ');
            else if (!IsUnwanted(character))
                cleaned.Append(character);
        }

        var result = TextCut.To(cleaned.ToString(), most).Trim();
        return result.Length == 0 ? null : result;
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (character is '\u2028' or '\u2029' || IsUnwanted(character))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Control characters, and those that turn the reading direction so that text shows as something else (CVE-2021-42574).
    /// </summary>
    private static bool IsUnwanted(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';
}
