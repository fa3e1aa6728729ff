using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>What must not be in the text at all.</summary>
internal static partial class ContentRules
{
    public static IEnumerable<DraftFinding> OtherAddresses(CheckedText text, DraftFacts facts)
    {
        foreach (var address in AddressesIn($"{CheckedText.SafeFold(text.OwnSubject)}\n{text.Folded}"))
        {
            if (
                !string.Equals(address, facts.RepEmail, StringComparison.OrdinalIgnoreCase)
                && !string.Equals(address, facts.ContactEmail, StringComparison.OrdinalIgnoreCase)
            )
            {
                yield return DraftFinding.Block(
                    FindingCodes.OtherAddress,
                    $"The text contains an address that is neither theirs nor yours: {address}"
                );
            }
        }
    }

    public static IEnumerable<DraftFinding> NoPlaceholders(CheckedText text, DraftFacts facts)
    {
        if (Placeholders.Find(text.Folded) is { } placeholder)
            yield return DraftFinding.Block(FindingCodes.Placeholder, $"The text still has a gap to fill in: {placeholder}");
    }

    public static IEnumerable<DraftFinding> OnlyKnownLinks(CheckedText text, DraftFacts facts)
    {
        foreach (var link in Links.In(text.Folded))
        {
            if (Links.WhyNot(link, facts) is { } reason)
                yield return DraftFinding.Block(FindingCodes.Link, $"The text has a link that {reason}: {link}");
        }
    }

    internal static IEnumerable<string> AddressesIn(string text)
    {
        foreach (Match match in Address().Matches(text))
            yield return match.Value.TrimEnd('.', '-');
    }

    [GeneratedRegex(
        @"[\p{L}\p{N}._%+'!#$&*/=?^`{|}~-]+\s?@\s?[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[\p{L}\p{N}-]+",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Address();
}
