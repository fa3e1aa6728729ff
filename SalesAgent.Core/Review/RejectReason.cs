namespace SalesAgent.Core.Review;

/// <summary>Why a draft is turned down. The one list: the picker on the card, and the words in note and audit.</summary>
/// <param name="Code">As it travels and is counted.</param>
public sealed record RejectReason(string Code, string Title)
{
    public static IReadOnlyList<RejectReason> All { get; } =
    [
        new("not_a_fit", "Not a fit for us"),
        new("wrong_person", "Wrong person"),
        new("wrong_facts", "Facts are wrong"),
        new("tone", "Does not sound like me"),
        new("bad_timing", "Bad timing"),
        new("handled_elsewhere", "Already handled elsewhere"),
        new("other", "Something else"),
    ];

    /// <summary>What a card sent, as one of the list: a code that is not on it is not believed.</summary>
    public static RejectReason Of(string? code) => All.FirstOrDefault(reason => reason.Code == code) ?? All[^1];
}
