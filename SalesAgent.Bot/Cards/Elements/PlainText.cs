using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SalesAgent.Bot.Cards.Elements;

/// <summary>Text from forms, mail and CRM on its way onto a card: looks the same, does nothing.</summary>
/// <remarks>
/// Cards put such text into TextRuns only, which know no Markdown. What is left are the clients' own habits:
/// finding links and addresses, expanding <c>{{DATE()}}</c>, reading <c>&lt;at&gt;</c>. A zero-width space in the
/// right place ends each of them without changing what is seen, and lets long addresses wrap on a phone.
/// </remarks>
internal static partial class PlainText
{
    /// <summary>U+200B. Put into text to break what a client would recognise; strip it to compare with the original.</summary>
    public const char Break = '\u200B';

    /// <summary>U+2011, which looks like a hyphen: a line is not broken behind it.</summary>
    private const char UnbrokenHyphen = '\u2011';

    private const char Unreadable = '\uFFFD';

    /// <summary>Neutralised; line breaks are kept as <c>\n</c>.</summary>
    public static string ForCard(string text) =>
        Offset().Replace(Recognisable().Replace(WithoutControls(text), static found => $"{found.Value[0]}{Break}"), $"UTC{UnbrokenHyphen}");

    /// <summary>Neutralised, on one line.</summary>
    public static string OneLine(string text) => ForCard(WhiteSpace().Replace(text, " ").Trim());

    /// <summary>As much as fits, cut between characters as a reader sees them; an ellipsis tells of the cut.</summary>
    /// <param name="bytes">As <see cref="CardSize.Of(string)"/> counts.</param>
    public static string Fit(string text, int bytes)
    {
        if (CardSize.Of(text) <= bytes) return text;

        var length = LengthThatFits(text, bytes - CardSize.Of("…"));
        return $"{text.AsSpan(0, length).TrimEnd()}…";
    }

    /// <summary>How many UTF-16 units of the text fit, never splitting what a reader sees as one character.</summary>
    public static int LengthThatFits(string text, int bytes)
    {
        var length = 0;
        while (length < text.Length)
        {
            var next = StringInfo.GetNextTextElementLength(text, length);
            bytes -= CardSize.Of(text.AsSpan(length, next));
            if (bytes < 0) break;

            length += next;
        }

        return length;
    }

    /// <summary>Whether the first letter with a direction is a right-to-left one.</summary>
    public static bool RunsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC)) return true;
            if (Rune.IsLetter(rune)) return false;
        }

        return false;
    }

    private static string WithoutControls(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or 0x2028 or 0x2029) clean.Append('\n');
            else if (rune.Value == '\t') clean.Append(' ');
            else if (IsDirectionOverride(rune.Value)) clean.Append(Unreadable);
            else if (!Rune.IsControl(rune)) clean.Append(rune);
        }

        return clean.ToString();
    }

    /// <summary>They make text read differently from what it says, so their place is shown. Marks (U+200E, U+200F) are ordinary Hebrew and Arabic.</summary>
    private static bool IsDirectionOverride(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>The character after which to break: in <c>{{</c>, <c>&lt;at</c>, <c>://</c>, <c>name@host</c>, <c>host.tld</c>, and the schemes that need no slashes.</summary>
    [GeneratedRegex(@"\{(?=\{)|<(?=/?at\b)|:(?=//)|:(?<=\b(mailto|tel|sip|javascript|data):)|(?<=\S)@(?=\S)|(?<=[\p{L}\p{N}\-])\.(?=\p{L}{2})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Recognisable();

    /// <summary>"UTC-05:00" ends a line of times, and a phone would break it after its hyphen.</summary>
    [GeneratedRegex(@"\bUTC-(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
