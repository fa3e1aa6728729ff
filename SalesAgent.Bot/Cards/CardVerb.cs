using System.Collections.Immutable;

namespace SalesAgent.Bot.Cards;

/// <summary>What a button asks for. The one list: whoever handles clicks handles all of these.</summary>
/// <param name="Name">As it travels in <c>verb</c>.</param>
internal sealed record CardVerb(string Name, string Title)
{
    public static readonly CardVerb Approve = new("approve", "Approve draft");
    public static readonly CardVerb Reject = new("reject", "Reject");

    /// <summary>Other times are to be worked into the text.</summary>
    public static readonly CardVerb Times = new("times", "Use these times");

    /// <summary>What could not be done is to be done again.</summary>
    public static readonly CardVerb Retry = new("retry", "Try again");

    public static readonly ImmutableArray<CardVerb> All = [Approve, Reject, Times, Retry];
}
