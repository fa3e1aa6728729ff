using System.Globalization;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>Text of people on its way into a header, or out of one.</summary>
internal static class HeaderText
{
    /// <summary>Line ends, other control characters, and the marks that make text run backwards ("exe.fdp") become blanks.</summary>
    public static string OneLine(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        return string.Create(
                text.Length,
                text,
                static (line, from) =>
                {
                    for (var i = 0; i < from.Length; i++)
                        line[i] = Misleads(from[i]) ? ' ' : from[i];
                }
            )
            .Trim();
    }

    private static bool Misleads(char c) =>
        char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
