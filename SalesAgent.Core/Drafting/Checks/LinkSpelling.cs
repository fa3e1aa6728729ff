using System.Buffers;
using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>
/// Addresses spelled so that a search for links does not see them, although a browser or a reader does: other dots, escapes, and words.
/// </summary>
internal static partial class LinkSpelling
{
    /// <summary>Top-level domains that mail programs recognise and that are no English words.</summary>
    public const string TopLevels =
        "com|net|org|edu|gov|io|ai|co|app|dev|info|biz|ly|gl|gg|gd|tk|ml|ga|cf|gq|eu|de|uk|fr|nl|es|pl|ch|se|dk|fi|ru|su|ua|cn|jp|kr|br|au|ca|nz|ie|cz|pt|tr|mx|vn|ng"
        + "|link|click|xyz|site|online|shop|store|tech|cloud|page|website|icu|zip|mov|cc|tv|pro|top|vip|club|buzz|cyou|sbs|cfd|bid|email|support";

    /// <summary>What <see cref="Plain"/> may change.</summary>
    private static readonly SearchValues<char> MaybeSpelled = SearchValues.Create(
        "%&\u3002\uFF61\u0701\u0702\uA4F8\u06D4\u1362\u2024\uFE52\uFF0E"
    );

    private static readonly SearchValues<string> Gaps = SearchValues.Create(
        [" .", "[.", "(.", "{.", "[ .", "( .", "{ .", "dot"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>
    /// With a dot, a slash or a colon where one is meant. A full stop of Japanese or Urdu between words of its own script stays.
    /// </summary>
    public static string Plain(string text) =>
        text.AsSpan().ContainsAny(MaybeSpelled) ? Spelled().Replace(text, static found => Meant(found.ValueSpan)) : text;

    /// <summary>Addresses in words or with gaps, for people to put together: "evil-phish dot com", "evil-phish . com".</summary>
    public static IEnumerable<string> InWords(string text)
    {
        // Most texts have none of it, and need no search.
        if (!text.AsSpan().ContainsAny(Gaps))
            yield break;

        foreach (Match match in Worded().Matches(text))
            yield return match.Value;
    }

    private static string Meant(ReadOnlySpan<char> found) =>
        IsSlash(found) ? "/"
        : IsColon(found) ? ":"
        : ".";

    private static bool IsSlash(ReadOnlySpan<char> found) =>
        found.Equals("%2f", StringComparison.OrdinalIgnoreCase)
        || found.Equals("&sol;", StringComparison.OrdinalIgnoreCase)
        || found.EndsWith("47;", StringComparison.Ordinal)
        || found.EndsWith("2f;", StringComparison.OrdinalIgnoreCase);

    private static bool IsColon(ReadOnlySpan<char> found) =>
        found.Equals("%3a", StringComparison.OrdinalIgnoreCase)
        || found.Equals("&colon;", StringComparison.OrdinalIgnoreCase)
        || found.EndsWith("58;", StringComparison.Ordinal)
        || found.EndsWith("3a;", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"%2[ef]|%3a|&(?:#0{0,4}(?:46|47|58)|#x0{0,4}(?:2[ef]|3a)|period|sol|colon);|(?<=[a-z0-9-])[\u3002\uFF61\u0701\u0702\uA4F8\u06D4\u1362\u2024\uFE52\uFF0E](?=[a-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Spelled();

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}-])(?!(?:the|a|an|your|our|and|in|of|dot)\b)[\p{L}\p{N}-]{2,63}(?:\s{1,3}\.\s{0,3}|\s{0,3}[\[({]\s?(?:dot|\.)\s?[\])}]\s{0,3}|\s{1,3}dot\s{1,3})(?!net\b(?<=\s\.net))(?:"
            + TopLevels
            + @")(?![\p{L}\p{N}-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Worded();
}
