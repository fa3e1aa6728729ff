namespace SalesAgent.Core.Drafting.Checks;

/// <summary>
/// Reads a draft as a careful colleague would. Runs on every version, whoever wrote it; a finding that blocks has no override.
/// Pure: same draft and facts, same findings.
/// </summary>
internal static class DraftCheck
{
    /// <summary>The one list of rules, in the order in which findings are shown.</summary>
    private static readonly Func<CheckedText, DraftFacts, IEnumerable<DraftFinding>>[] Rules =
    [
        EnvelopeRules.Recipient,
        EnvelopeRules.Sender,
        EnvelopeRules.HiddenCharacters,
        EnvelopeRules.NothingEmpty,
        EnvelopeRules.Subject,
        ContentRules.OtherAddresses,
        ContentRules.NoPlaceholders,
        ContentRules.OnlyKnownLinks,
        TimesRules.OnlyFreeTimes,
        TimesRules.NoOtherTimes,
        WordingRules.Length,
        WordingRules.LongSentences,
        WordingRules.OneQuestion,
        WordingRules.Commitments,
        WordingRules.Hype,
        WordingRules.WordedLinks,
        WordingRules.SensitiveMatters,
    ];

    /// <returns>Blocks first; empty when there is nothing to say.</returns>
    public static IReadOnlyList<DraftFinding> Check(Draft draft, DraftFacts facts)
    {
        var text = new CheckedText(draft, facts);
        return [.. Rules.SelectMany(rule => rule(text, facts)).OrderByDescending(finding => finding.Severity)];
    }
}
