namespace SalesAgent.Core.Review;

/// <summary>The one list of reasons for a rejection: the code is stored and counted, the title is shown.</summary>
public sealed record RejectReason(string Code, string Title)
{
    public const string OtherCode = "other";

    public static IReadOnlyList<RejectReason> All { get; } =
    [
        new("not_a_fit", "Not a fit"),
        new("wrong_person", "Wrong person or company"),
        new("wrong_facts", "Something in it is wrong"),
        new("bad_wording", "I would not write it like this"),
        new("bad_timing", "Not now"),
        new("handled_elsewhere", "Already handled"),
        new(OtherCode, "Other"),
    ];

    /// <summary>What a card sent, as one of the list.</summary>
    public static RejectReason Of(string? code) => All.FirstOrDefault(reason => reason.Code == code) ?? All[^1];
}
