using System.Text;
using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Texts;

/// <summary>Reads a chat message as a client does, Markdown first and then its own links, and says what in it could do something.</summary>
internal static partial class ReadAsMarkdown
{
    /// <summary>What a reader could press or be called by; empty when it is text and nothing else.</summary>
    public static IReadOnlyList<string> Alive(string markdown)
    {
        List<string> found = [];
        foreach (var line in markdown.Split('\n'))
        {
            var text = new StringBuilder();
            for (var at = 0; at < line.Length; at++)
            {
                if (line[at] == '\\' && at + 1 < line.Length && char.IsAsciiLetterOrDigit(line[at + 1]) is false && line[at + 1] < 0x80)
                {
                    // Escaped: a letter of no meaning.
                    text.Append('\uE000');
                    at++;
                }
                else if (
                    line[at] == '`'
                    && Fence(line, at) is var fence
                    && line.IndexOf(new string('`', fence), at + fence, StringComparison.Ordinal) is > 0 and var end
                    && Fence(line, end) == fence
                )
                {
                    var code = line[(at + fence)..end];
                    if (!PlainCode().IsMatch(code) && Recognised().IsMatch(code))
                        found.Add($"code: {code}");

                    // Some clients read tags in code as well.
                    if (Tag().IsMatch(code))
                        found.Add($"tag: {code}");
                    text.Append('\uE001');
                    at = end + fence - 1;
                }
                else
                {
                    text.Append(line[at]);
                }
            }

            found.AddRange(Recognised().Matches(text.ToString()).Select(match => match.Value));
            found.AddRange(Markup().Matches(text.ToString()).Select(match => $"markup: {match.Value}"));
            if (text.ToString().Contains('`', StringComparison.Ordinal))
                found.Add($"open code: {line}");
        }

        return found;
    }

    private static int Fence(string line, int at)
    {
        var end = at;
        while (end < line.Length && line[end] == '`')
            end++;
        return end - at;
    }

    /// <summary>One plain address, with a command before or a yes behind.</summary>
    [GeneratedRegex(@"^(?!.*www\.)([a-z]+ )?[a-z0-9._+-]+@[a-z0-9.-]+( [a-z]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainCode();

    [GeneratedRegex(
        @"\w:[/\\]|\\\\\w|\b(mailto|tel|sip|file|javascript|data|sms|callto):\w|www\.[^\s\u200B]|[^\s\u200B\uE000\uE001]@[^\s\u200B]|[\w)\p{M}\p{Cf}\p{N}\p{So}-][.\u3002\uFF0E\uFF61][\p{M}\p{Cf}-[\u200B]]*\p{L}{2}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Recognised();

    [GeneratedRegex("<[a-z/!]", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"<[a-z/!]|\]\s?[\(\[]|!\[|^\s*(#{1,6}\s|>|\d+[.)]\s|[+*]\s|={3,}|-{3,}|~~~)|\*\S|~~|\|.*\||[\u202A-\u202E\u2066-\u2069\r]|\{\{",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Markup();
}
