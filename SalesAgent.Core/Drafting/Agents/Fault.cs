using SalesAgent.Core.Drafting.Checks;

namespace SalesAgent.Core.Drafting.Agents;

/// <summary>
/// Something that a rewrite should do better. Always in our words: neither a stranger's text nor a model's comes back to a model this way.
/// </summary>
/// <param name="Correction">For the writer, a sentence.</param>
/// <param name="Remark">For the reviewer, when it stays; null when the checks say it themselves.</param>
internal sealed record Fault(string Correction, string? Remark)
{
    /// <summary>What the critic may say, and nothing else counts.</summary>
    private static readonly Dictionary<string, Fault> Critics = new(StringComparer.Ordinal)
    {
        ["unsupported"] = new("Say nothing that the brief does not say.", "The model doubts that everything in the text is known."),
        ["promise"] = new("Promise nothing.", "The model thinks that the text promises something."),
        ["off_topic"] = new("Answer to what they wrote or asked for.", "The model doubts that the text meets what they wrote."),
        ["tone"] = new("Write plainly, in the manner of `voice`.", "The model thinks that the text flatters, presses or advertises."),
        ["unclear"] = new("Make clear what you ask of them.", "The model thinks that it is not clear what is asked."),
    };

    public static Fault Of(DraftFinding finding) =>
        new(
            finding.Code switch
            {
                FindingCodes.Length => "Write between 60 and 110 words.",
                FindingCodes.LongSentence => "No sentence over 25 words.",
                FindingCodes.Questions => "Ask one question only.",
                FindingCodes.Commitment => "Take out whatever may commit the rep: prices, discounts, guarantees, contracts, deadlines.",
                FindingCodes.Hype => "Take out advertising words and exclamation marks.",
                FindingCodes.WordedLink => "Name no web address, not even in words.",
                FindingCodes.Sensitive => "Do not speak of passwords, accounts or payments.",
                FindingCodes.Subject => "Make the subject at most 50 characters long, and not in capitals.",
                FindingCodes.FakeReply => "Do not begin the subject like an answer.",
                FindingCodes.HiddenCharacters => "Use plain characters only.",
                _ => "Follow every rule for subject and body.",
            },
            null
        );

    public static Fault OfUnusable(string reason) => new($"The last try was not usable: {reason}.", null);

    /// <summary>Null for a word that is not on the list.</summary>
    public static Fault? OfCritic(string? word) => word is null ? null : Critics.GetValueOrDefault(word);
}
