using System.Text;

namespace SalesAgent.Core.Drafting;

/// <summary>
/// The shape that every plain-text body has: lines end in \n, none in a space, one blank line at most in a row, one \n at the end.
/// </summary>
internal static class MailText
{
    public static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length + 1);
        var blank = false;
        foreach (var line in text.ReplaceLineEndings("\n").AsSpan().EnumerateLines())
        {
            var trimmed = line.TrimEnd();
            if (trimmed.IsEmpty)
            {
                blank = tidy.Length > 0;
                continue;
            }

            if (blank)
                tidy.Append('\n');
            blank = false;
            tidy.Append(trimmed).Append('\n');
        }

        return tidy.ToString();
    }

    /// <summary>Whether a line consists of the times marker.</summary>
    public static bool HasTimesLine(string tidyText) => TimesLine(tidyText).Length > 0;

    /// <summary>How often the marker occurs, wherever it stands.</summary>
    public static int CountMarkers(string text) => text.AsSpan().Count(WrittenMessage.TimesMarker);

    /// <summary>The text with <paramref name="lines"/> where the marker line was; without that line when there are none.</summary>
    public static string WithTimes(string tidyText, string lines)
    {
        var (start, length) = TimesLine(tidyText);
        if (length == 0)
            return tidyText;

        var marker = lines.Length == 0 ? "" : lines + "\n";
        return Tidy(string.Concat(tidyText.AsSpan(0, start), marker, tidyText.AsSpan(start + length)));
    }

    /// <summary>Where the first line is that consists of the marker, with its \n; length 0 when there is none.</summary>
    private static (int Start, int Length) TimesLine(string text)
    {
        for (var start = 0; start < text.Length; )
        {
            var newLine = text.IndexOf('\n', start);
            var end = newLine < 0 ? text.Length : newLine;
            var next = newLine < 0 ? end : end + 1;
            if (text.AsSpan(start, end - start).Trim().SequenceEqual(WrittenMessage.TimesMarker))
                return (start, next - start);

            start = next;
        }

        return (0, 0);
    }
}
