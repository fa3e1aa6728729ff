using System.Globalization;
using System.Text;

namespace SalesAgent.Core.Texts;

/// <summary>Foreign text on its way into Markdown: looks the same, does nothing (docs/decisions/0021-chat-text-is-a-type.md).</summary>
/// <remarks>
/// Two defences that do not need each other: what Markdown and HTML give a meaning is escaped, and what a client would make a link
/// of by itself is broken by a zero-width space.
/// </remarks>
internal static class NeutralText
{
    /// <summary>U+200B.</summary>
    public const char Break = '\u200B';

    private const int LongestText = 2_000;
    private const int LongestCode = 320;
    private const int LongestCommand = 24;
    private const char Unreadable = '\uFFFD';

    private static readonly string[] Schemes =
    [
        "mailto",
        "tel",
        "sip",
        "sips",
        "callto",
        "sms",
        "data",
        "javascript",
        "vbscript",
        "file",
        "msteams",
        "skype",
    ];

    /// <summary>For running text.</summary>
    public static string ForMarkdown(string text)
    {
        var plain = TextCut.To(OneLine(text), LongestText, "…");
        var safe = new StringBuilder(plain.Length + 16);
        var begun = false;
        for (var at = 0; at < plain.Length; at++)
        {
            var character = plain[at];
            if (character == '`' && CommandEnd(plain, at) is > 0 and var end)
            {
                safe.Append(plain, at, end - at);
                at = end - 1;
                begun = true;
                continue;
            }

            if (NeedsEscape(plain, at) || (!begun && character is '#' or '+' or '-' or '=' or ':') || EndsNumber(plain, at))
                safe.Append('\\');
            safe.Append(
                    character switch
                    {
                        '<' => "&lt;",
                        '>' => "&gt;",
                        '&' => "&amp;",
                        _ => null,
                    }
                )
                .Append(character is '<' or '>' or '&' ? "" : character.ToString());
            if (IsRecognised(plain, at))
                safe.Append(Break);
            begun |= character != ' ';
        }

        return safe.ToString();
    }

    /// <summary>
    /// For the inside of a code span, where nothing can be escaped. A plain address stays as it is, so that it can be copied.
    /// </summary>
    public static string ForCode(string text)
    {
        var plain = TextCut.To(OneLine(text).Trim(), LongestCode, "…");
        if (plain.Length == 0)
            return "?";

        var breaks = !IsPlain(plain);
        var safe = new StringBuilder(plain.Length + 8);
        for (var at = 0; at < plain.Length; at++)
        {
            // There is no backtick in a code span, and clients differ about tags in one.
            safe.Append(
                plain[at] switch
                {
                    '`' => 'ˋ',
                    '<' => '‹',
                    '>' => '›',
                    var other => other,
                }
            );
            if (breaks && IsRecognised(plain, at))
                safe.Append(Break);
        }

        return safe.ToString();
    }

    /// <summary>For text that knows no markup: what a client would recognise is broken, and reading directions cannot be turned.</summary>
    public static string ForPlainText(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var line in text.Split('\n'))
        {
            if (safe.Length > 0)
                safe.Append('\n');
            var plain = OneLine(line, foldSpaces: false);
            for (var at = 0; at < plain.Length; at++)
            {
                safe.Append(plain[at]);
                if (IsLinkMark(plain, at))
                    safe.Append(Break);
            }
        }

        return safe.ToString();
    }

    /// <summary>Dots as browsers and IDNA read them, and letters of other scripts that look like one.</summary>
    public static bool IsDot(char character) =>
        character
            is '.'
                or '\u3002'
                or '\uFF0E'
                or '\uFF61'
                or '\u2024'
                or '\uFE52'
                or '\u0701'
                or '\u0702'
                or '\uA4F8'
                or '\u06D4'
                or '\u1362';

    private static string OneLine(string text, bool foldSpaces = true)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (!foldSpaces || line.Length == 0 || line[^1] != ' ')
                    line.Append(' ');
            }
            else if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                line.Append(Unreadable);
            }
            else
            {
                line.Append(rune);
            }
        }

        return line.ToString();
    }

    /// <summary>The end of a command's name in backticks, as our own sentences have it; 0 when it is something else.</summary>
    private static int CommandEnd(string text, int at)
    {
        for (var end = at + 1; end < text.Length && end - at <= LongestCommand; end++)
        {
            if (text[end] == '`')
                return end > at + 1 ? end + 1 : 0;
            if (text[end] is not (' ' or (>= 'a' and <= 'z')))
                return 0;
        }

        return 0;
    }

    private static bool NeedsEscape(string text, int at) =>
        text[at] switch
        {
            '\\' or '`' or '*' or '[' or ']' or '|' or '~' or '{' or '}' => true,
            // Inside a word it means nothing.
            '_' => !IsWord(text, at - 1) || !IsWord(text, at + 1),
            _ => false,
        };

    /// <summary>"1." or "1)" at the beginning would be a list.</summary>
    private static bool EndsNumber(string text, int at) =>
        text[at] is '.' or ')' && at is > 0 and < 12 && !text.AsSpan(0, at).TrimStart(' ').ContainsAnyExceptInRange('0', '9');

    private static bool IsRecognised(string text, int at) =>
        text[at] switch
        {
            '@' => IsInk(text, at - 1) && IsInk(text, at + 1),
            ']' => At(text, at + 1) is '(' or '[',
            '{' => At(text, at + 1) == '{',
            '<' => true,
            var character when IsDot(character) => IsWww(text, at)
                || (IsOfHost(text, at - 1) || At(text, at - 1) is '-' or ')')
                    && IsOfHost(text, at + 1)
                    && (!char.IsAsciiDigit(At(text, at + 1)) || !char.IsAsciiDigit(At(text, at - 1))),
            _ => IsLinkMark(text, at),
        };

    private static bool IsLinkMark(string text, int at) =>
        text[at] switch
        {
            ':' => At(text, at + 1) is '/' or '\\' || EndsScheme(text, at),
            '\\' => At(text, at + 1) == '\\',
            '.' => IsWww(text, at),
            _ => false,
        };

    private static bool IsWww(string text, int at) => EndsWith(text, at, "www") && IsInk(text, at + 1);

    private static bool EndsScheme(string text, int at)
    {
        foreach (var scheme in Schemes)
        {
            if (EndsWith(text, at, scheme))
                return true;
        }

        return false;
    }

    private static bool EndsWith(string text, int at, string word) =>
        text.AsSpan(0, at).EndsWith(word, StringComparison.OrdinalIgnoreCase) && !IsWord(text, at - word.Length - 1);

    private static bool IsPlain(string text) => Array.TrueForAll(text.Split(' '), IsPlainWord);

    /// <summary>
    /// Nothing in it but what every address book has, so a client can take it for the address it is and for nothing else.
    /// </summary>
    private static bool IsPlainWord(string word)
    {
        var at = word.IndexOf('@', StringComparison.Ordinal);
        if (at != word.LastIndexOf('@') || word.Contains("www.", StringComparison.OrdinalIgnoreCase))
            return false;
        if (at < 0 && word.Contains('.', StringComparison.Ordinal))
            return false;

        foreach (var character in word)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '+' or '-' or '@'))
                return false;
        }

        return true;
    }

    private static char At(string text, int at) => at >= 0 && at < text.Length ? text[at] : '\0';

    private static bool IsWord(string text, int at) => char.IsLetterOrDigit(At(text, at)) || char.IsSurrogate(At(text, at));

    /// <summary>
    /// Whether it may stand beside the dot of a host name: besides letters and digits the marks on them, signs that browsers leave out, and
    /// symbols.
    /// </summary>
    private static bool IsOfHost(string text, int at) =>
        IsWord(text, at)
        || char.GetUnicodeCategory(At(text, at))
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber
                or UnicodeCategory.OtherSymbol;

    private static bool IsInk(string text, int at) => At(text, at) is not ('\0' or ' ');
}
