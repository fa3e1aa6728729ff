using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Writing;

/// <summary>
/// The part of Handlebars that mail templates use: a value, <c>#if</c>, <c>#unless</c>, <c>else</c> and comments. Anything
/// else is a mistake that the start reports with its line, instead of a surprise in a mail.
/// </summary>
internal static partial class TemplateSyntax
{
    /// <summary>Every mistake, as "file(line): what"; empty when there is none.</summary>
    public static IReadOnlyList<string> Problems(string file, string source)
    {
        var problems = new List<string>();
        var open = new Stack<(string Block, int Line)>();
        var lines = source.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var number = i + 1;
            foreach (Match match in Tag().Matches(lines[i]))
            {
                if (Problem(match.Groups["tag"].Value.Trim(), number, open) is { } problem)
                    problems.Add($"{file}({number}): {problem}");
            }

            var rest = Tag().Replace(lines[i], "");
            if (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal))
                problems.Add($"{file}({number}): braces that are not closed on the same line, or one too many.");
            if (rest.Contains("[[", StringComparison.Ordinal))
                problems.Add($"{file}({number}): '[[' has a meaning of its own in drafts; the place for times is {{{{times}}}}.");
        }

        foreach (var (block, line) in open)
            problems.Add($"{file}({line}): {{{{#{block}}}}} is never closed.");
        return problems;
    }

    private static string? Problem(string tag, int line, Stack<(string Block, int Line)> open)
    {
        if (tag.StartsWith('!'))
            return null;
        if (tag == "else")
            return open.Count > 0 ? null : "{{else}} outside of a block.";

        var words = tag.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["#if" or "#unless", var value]:
                open.Push((words[0][1..], line));
                return Unknown(value);
            case ["/if" or "/unless"]:
                if (open.TryPeek(out var last) && last.Block == tag[1..])
                {
                    open.Pop();
                    return null;
                }

                return $"{{{{{tag}}}}} closes nothing that is open.";
            case [var value]:
                return Unknown(value);
            default:
                return $"'{tag}' is no value, #if, #unless, else or comment.";
        }
    }

    private static string? Unknown(string value) =>
        TemplateValues.Names.Contains(value) ? null : $"unknown '{value}'. There are: {string.Join(", ", TemplateValues.Names)}.";

    [GeneratedRegex(@"\{\{(?<tag>[^{}]*)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
