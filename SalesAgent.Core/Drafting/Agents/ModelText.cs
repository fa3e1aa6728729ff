using System.Buffers;
using System.Text.RegularExpressions;
using SalesAgent.Core.Drafting.Checks;
using SalesAgent.Core.Drafting.Writing;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// Text on its way to a model and back: what a model is not told it cannot repeat, and what it took from strangers is looked at again.
/// </summary>
internal static partial class ModelText
{
    private static readonly SearchValues<char> NoProse = SearchValues.Create("@{}[]<>|\\`*");

    /// <summary>
    /// A stranger's words for the brief, cleaned and capped, with what is nobody else's business or leads elsewhere taken out:
    /// links, addresses, long numbers. The times marker is ours and goes too.
    /// </summary>
    public static string? Told(string? text, int max)
    {
        if (UntrustedText.CleanLines(text, int.MaxValue) is not { } whole)
            return null;

        var told = CheckedText.SafeFold(whole).Replace(WrittenMessage.TimesMarker, "", StringComparison.OrdinalIgnoreCase);
        told = WordWithAt().Replace(told, "(address)");
        foreach (var link in Links.Suspected(told).Distinct().ToArray())
            told = told.Replace(link, "(link)", StringComparison.Ordinal);
        return UntrustedText.CleanLines(LongNumbers.Replaced(told, "(number)"), max);
    }

    /// <summary>One line that a model made of a stranger's words; null unless it is plain words.</summary>
    public static string? TakenDown(string? text, int max) =>
        UntrustedText.Clean(text, int.MaxValue) is { } line
        && !line.AsSpan().ContainsAny(NoProse)
        && PlainWords.IsInert(line)
        && InstructionLikeText.In(line).Count == 0
            ? UntrustedText.Clean(line, max)
            : null;

    /// <summary>Also what is left of an address where a text was cut.</summary>
    [GeneratedRegex(@"\S*@\S*", RegexOptions.CultureInvariant)]
    private static partial Regex WordWithAt();
}
