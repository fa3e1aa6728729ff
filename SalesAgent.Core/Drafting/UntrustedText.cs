using System.Buffers;
using System.Globalization;
using System.Text;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// Text that strangers typed. It stays data: nothing here interprets it, and nothing invisible, re-ordering or oversized
/// passes. Tags, braces and links are kept as the text they are.
/// </summary>
internal static class UntrustedText
{
    /// <summary>More marks than any script puts on one letter; towers of them are a prank.</summary>
    private const int MostMarksInARow = 4;

    /// <summary>Most of what people type is made of these alone, and all of them are kept as they are.</summary>
    private static readonly SearchValues<char> AlwaysVisible = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0xA1, 0x5F)).Where(code => code != 0xAD).Select(code => (char)code),
        '\n',
        .. "–—‘’“”„…•€",
    ]);

    /// <summary>
    /// One line in normal form C: white space folded, nothing invisible, cut after <paramref name="max"/> visible characters. Null when
    /// nothing remains.
    /// </summary>
    /// <param name="max">Text elements (what a reader calls a character), at least 1.</param>
    public static string? Clean(string? text, int max) => Clean(text, max, keepLines: false);

    /// <summary>As <see cref="Clean(string?, int)"/>, with lines kept: they end in \n, and at most one in a row is blank.</summary>
    public static string? CleanLines(string? text, int max) => Clean(text, max, keepLines: true);

    private static string? Clean(string? text, int max, bool keepLines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        if (string.IsNullOrEmpty(text))
            return null;

        var visible = Folded(Visible(text).Normalize(NormalizationForm.FormC), keepLines);
        var cut = Cut(visible, max);
        return cut.Length == 0 ? null : cut;
    }

    private static string Visible(string text)
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

    private static string Folded(string text, bool keepLines)
    {
        var folded = new StringBuilder(text.Length);
        var (spaces, breaks) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '\r')
            {
                if (i + 1 < text.Length && text[i + 1] == '\n')
                    continue;
                character = '\n';
            }

            if (character == '\n')
            {
                breaks++;
            }
            else if (character is ' ' or '\t')
            {
                spaces++;
            }
            else
            {
                if (folded.Length > 0)
                {
                    if (breaks > 0 && keepLines)
                        folded.Append('\n', Math.Min(breaks, 2));
                    else if (breaks + spaces > 0)
                        folded.Append(' ');
                }

                (spaces, breaks) = (0, 0);
                folded.Append(character);
            }
        }

        return folded.ToString();
    }

    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
            return text;

        var length = 0;
        for (var elements = 0; elements < max && length < text.Length; elements++)
            length += StringInfo.GetNextTextElementLength(text.AsSpan(length));

        return length == text.Length ? text : text[..length].TrimEnd();
    }
}
