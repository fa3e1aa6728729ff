using System.Globalization;
using System.Text;
using SalesAgent.Core.Texts;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// Text that strangers typed. It stays data: nothing here interprets it, and nothing invisible, re-ordering or oversized
/// passes. Tags, braces and links are kept as the text they are.
/// </summary>
internal static class UntrustedText
{
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

        var visible = Folded(VisibleText.Of(text).Normalize(NormalizationForm.FormC), keepLines);
        var cut = Cut(visible, max);
        return cut.Length == 0 ? null : cut;
    }

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
