using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>Gaps that somebody forgot to fill in.</summary>
internal static partial class Placeholders
{
    /// <summary>The first one, or null.</summary>
    public static string? Find(string text)
    {
        foreach (var pattern in (ReadOnlySpan<Regex>)[Merge(), EmptyGreeting(), Words()])
        {
            var match = pattern.Match(text);
            if (match.Success)
                return match.Value.Trim();
        }

        return null;
    }

    /// <summary>
    /// {{x}}, [[x]], {first_name}, [Name], &lt;name&gt;, %FIRSTNAME%, __NAME__, ${x}; also any tag. "[1]" and "&lt; 5" are none.
    /// </summary>
    [GeneratedRegex(
        @"\{\{[^\n]{0,40}|\}\}|\[\[[^\n]{0,40}|\]\]|\$?\{[\p{L}_][\p{L}\p{N}_ .-]{0,40}\}|\[[^\]\n]{0,40}\p{L}[^\]\n]{0,40}\]|</?[\p{L}!][^>\n]{0,60}>|%[A-Za-z_]{3,30}%|\b__[A-Za-z]+__\b|_{3,}",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Merge();

    /// <summary>"Dear ," and "Hi null,". "Hello," is a greeting of its own.</summary>
    [GeneratedRegex(
        @"^[ ]*(dear[ ]*(?=[,!:\n]|$)|(dear|hi|hello|hey|good (morning|afternoon|evening))[ ]+((null|undefined|none|nan|n/a|unknown|first ?name|name|customer name)\b[ ]*)?[,!:])",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex EmptyGreeting();

    [GeneratedRegex(
        @"\b(TBD|TBC|TODO|FIXME|XXX+)\b|\b(?i:lorem ipsum)\b|\b(INSERT|YOUR|ENTER) [A-Z]{3,}( [A-Z]+)? HERE\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Words();
}
