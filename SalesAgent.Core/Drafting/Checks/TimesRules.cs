using System.Text.RegularExpressions;

namespace SalesAgent.Core.Drafting.Checks;

/// <summary>A time that is offered is a time that is free.</summary>
internal static partial class TimesRules
{
    public static IEnumerable<DraftFinding> OnlyFreeTimes(CheckedText text, DraftFacts facts)
    {
        var free = facts.FreeSlots.Select(slot => (slot.Start, slot.End)).ToHashSet();
        var bodyLines = text.Draft.Body.Split('\n');
        for (var i = 0; i < text.TimeLines.Count; i++)
        {
            var (slot, line) = (text.Draft.Times[i], text.TimeLines[i]);
            if (!free.Contains((slot.Start, slot.End)))
                yield return DraftFinding.Block(FindingCodes.Times, $"This time is not free any more: {line[2..]}");

            if (bodyLines.Count(candidate => string.Equals(candidate, line, StringComparison.Ordinal)) != 1)
            {
                yield return DraftFinding.Block(
                    FindingCodes.Times,
                    $"This time should appear in the text exactly once, on its own line: {line[2..]}"
                );
            }
        }
    }

    public static IEnumerable<DraftFinding> NoOtherTimes(CheckedText text, DraftFacts facts)
    {
        foreach (var line in text.OtherLines)
        {
            if (FromTo().IsMatch(CheckedText.SafeFold(line)))
                yield return DraftFinding.Block(FindingCodes.Times, $"The text offers a time that was not looked up: {line.Trim()}");
        }

        if (NamesClockTime(text.OwnProse) && !FromTo().IsMatch(text.OwnProse))
            yield return DraftFinding.Warn(FindingCodes.ClockTime, "The text names a time of day beside the times offered.");
    }

    /// <summary>Whether the text says something like "10:30", "3 pm" or "15h30".</summary>
    internal static bool NamesClockTime(string text) => ClockTime().IsMatch(text);

    /// <summary>10:00–10:30 with any dash or "to" between.</summary>
    [GeneratedRegex(
        @"\b\d{1,2}[:.h]\d{2}\s*([ap]\.?m\.?)?\s*(\p{Pd}|to|until|bis)\s*\d{1,2}[:.h]\d{2}\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex FromTo();

    [GeneratedRegex(
        @"\b([01]?\d|2[0-3])[:h][0-5]\d\b|\b(1[0-2]|[1-9])\s?[ap]\.?m\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex ClockTime();
}
