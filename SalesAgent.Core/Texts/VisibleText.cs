using System.Buffers;
using System.Globalization;
using System.Text;

namespace SalesAgent.Core.Texts;

/// <summary>Text without characters that show nothing: zero-width and direction marks, fillers, private use, half characters.</summary>
internal static class VisibleText
{
    /// <summary>More marks than any script puts on one letter; towers of them are a prank.</summary>
    private const int MostMarksInARow = 4;

    /// <summary>Most of what people type is made of these alone, and all of them are kept as they are.</summary>
    private static readonly SearchValues<char> AlwaysVisible = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0xA1, 0x5F)).Where(code => code != 0xAD).Select(code => (char)code),
        '\n',
        .. "–—‘’“”„…•€",
    ]);

    /// <summary>Line breaks and spaces of every kind as \n (or \r) and one plain space each; what nobody can see is left out.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(AlwaysVisible))
            return text;

        var kept = new StringBuilder(text.Length);
        var marks = 0;
        // Half surrogate pairs come out as U+FFFD and are dropped with it: the text would not survive being written.
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;

            if (rune.Value is '\n' or '\r' or '\t' or '\v' or '\f' or 0x85)
                kept.Append((char)(rune.Value is 0x85 or '\v' or '\f' ? '\n' : rune.Value));
            else if (category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                kept.Append('\n');
            else if (category is UnicodeCategory.SpaceSeparator)
                kept.Append(' ');
            else if (marks <= MostMarksInARow && !IsHidden(rune, category))
                kept.Append(rune);
        }

        return kept.ToString();
    }

    private static bool IsHidden(Rune rune, UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        // Letters and marks that show nothing (Unicode's Default_Ignorable_Code_Point), the blank of Braille, and non-characters.
        || rune.Value
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x2800
                or 0x3164
                or 0xFFA0
                or 0xFFFD
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0000 and <= 0xE0FFF)
                or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE;
}
