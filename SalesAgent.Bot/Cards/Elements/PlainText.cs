using System.Buffers;
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

    /// <summary>What <see cref="WithoutControls"/> may change, apart from broken surrogates.</summary>
    private static readonly SearchValues<char> NeverPlain = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Where(code => code != '\n').Select(code => (char)code),
        '\u2028',
        '\u2029',
        '\u202A',
        '\u202B',
        '\u202C',
        '\u202D',
        '\u202E',
        '\u2066',
        '\u2067',
        '\u2068',
        '\u2069',
    ]);

    /// <summary>The characters with which <see cref="Recognisable"/> begins.</summary>
    private static readonly SearchValues<char> MaybeRecognisable = SearchValues.Create("{<:@.");

    /// <summary>Neutralised; line breaks are kept as <c>\n</c>.</summary>
    public static string ForCard(string text)
    {
        var clean = WithoutControls(text);

        // Most of what stands on a card has nothing in it that a client would recognise.
        if (clean.AsSpan().ContainsAny(MaybeRecognisable))
            clean = Recognisable().Replace(clean, static found => $"{found.ValueSpan[0]}{Break}");
        return clean.Contains("UTC-", StringComparison.Ordinal) ? Offset().Replace(clean, $"UTC{UnbrokenHyphen}") : clean;
    }

    /// <summary>Neutralised, on one line.</summary>
    public static string OneLine(string text) => ForCard((IsSpacedSingly(text) ? text : WhiteSpace().Replace(text, " ")).Trim());

    /// <summary>
    /// A sentence of our own that is also said in chat, on one line: there a command stands between backticks, which a card would show.
    /// </summary>
    public static string Said(string sentence) => OneLine(Command().Replace(sentence, "$1"));

    /// <summary>As much as fits, cut between characters as a reader sees them; an ellipsis tells of the cut.</summary>
    /// <param name="bytes">As <see cref="CardSize.Of(string)"/> counts.</param>
    public static string Fit(string text, int bytes)
    {
        if (CardSize.Of(text) <= bytes)
            return text;

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
            if (bytes < 0)
                break;

            length += next;
        }

        return length;
    }

    /// <summary>Whether the first letter with a direction is a right-to-left one.</summary>
    public static bool RunsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC))
                return true;
            if (Rune.IsLetter(rune))
                return false;
        }

        return false;
    }

    private static bool IsSpacedSingly(string text)
    {
        var afterSpace = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) && (afterSpace || character != ' '))
                return false;
            afterSpace = character == ' ';
        }

        return true;
    }

    private static string WithoutControls(string text)
    {
        if (!text.AsSpan().ContainsAny(NeverPlain) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or 0x2028 or 0x2029)
                clean.Append('\n');
            else if (rune.Value == '\t')
                clean.Append(' ');
            else if (IsDirectionOverride(rune.Value))
                clean.Append(Unreadable);
            else if (!Rune.IsControl(rune))
                clean.Append(rune);
        }

        return clean.ToString();
    }

    /// <summary>
    /// They make text read differently from what it says, so their place is shown. Marks (U+200E, U+200F) are ordinary Hebrew and Arabic.
    /// </summary>
    private static bool IsDirectionOverride(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>
    /// The character after which to break: in <c>{{</c>, <c>&lt;at</c>, <c>://</c>, <c>name@host</c>, <c>host.tld</c>, and the schemes that
    /// need no slashes.
    /// </summary>
    [GeneratedRegex(
        @"\{(?=\{)|<(?=/?at\b)|:(?=//)|:(?<=\b(mailto|tel|sip|javascript|data):)|(?<=\S)@(?=\S)|(?<=[\p{L}\p{N}\-])\.(?=\p{L}{2})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Recognisable();

    /// <summary>"UTC-05:00" ends a line of times, and a phone would break it after its hyphen.</summary>
    [GeneratedRegex(@"\bUTC-(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Offset();

    [GeneratedRegex("`([a-z][a-z ]{0,23})`", RegexOptions.CultureInvariant)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
