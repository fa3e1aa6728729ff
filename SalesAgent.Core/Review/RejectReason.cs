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

    /// <summary>
    /// What a card sent, as one of the list; null when nothing was picked. A code that is not on the list is not believed.
    /// </summary>
    public static RejectReason? Find(string? code) => All.FirstOrDefault(reason => reason.Code == code);

    /// <summary>What a person reads later: "Facts are wrong: they moved to Leeds". Null when nothing was said.</summary>
    public static string? Describe(string? code, string? note)
    {
        var said = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        return (Find(code)?.Title, said) switch
        {
            (null, _) => said,
            ({ } title, null) => title,
            ({ } title, _) => $"{title}: {said}",
        };
    }
}
