namespace SalesAgent.Core.Review.Verbs;

/// <summary>The one list of what can be done on a card. Buttons beside each other stand in this order.</summary>
public static class ReviewVerbs
{
    public static IReadOnlyList<ReviewVerb> All { get; } = [Approve.Verb, Reject.Verb, OtherTimes.Verb, TryAgain.Verb, Refresh.Verb];

    /// <summary>Null for whatever is not in the list, letter by letter: such a click is refused.</summary>
    public static ReviewVerb? Find(string? name) => All.FirstOrDefault(verb => verb.Name == name);
}
