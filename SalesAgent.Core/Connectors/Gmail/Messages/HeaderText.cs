using System.Globalization;

namespace SalesAgent.Core.Connectors.Gmail.Messages;

/// <summary>Text of people on its way into a header, or out of one.</summary>
internal static class HeaderText
{
    /// <summary>Line ends, other control characters, and the marks that make text run backwards ("exe.fdp") become blanks.</summary>
    public static string OneLine(string? text) => OneLine(text, static c => EndsLine(c) || TurnsText(c));

    /// <summary>
    /// The same for the subject of a conversation, which an answer has to spell as it is: marks by which programs set apart what runs the
    /// other way stay.
    /// </summary>
    public static string Subject(string? text) => OneLine(text, EndsLine);

    private static string OneLine(string? text, Func<char, bool> misleads) =>
        string.IsNullOrEmpty(text)
            ? ""
            : string.Create(
                    text.Length,
                    (text, misleads),
                    static (line, from) =>
                    {
                        for (var i = 0; i < from.text.Length; i++)
                            line[i] = from.misleads(from.text[i]) ? ' ' : from.text[i];
                    }
                )
                .Trim();

    private static bool EndsLine(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool TurnsText(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
