namespace SalesAgent.Core.Review.Verbs.Buttons;

/// <summary>Where on a card a button stands.</summary>
public enum VerbPlace
{
    /// <summary>The row below the draft, or below the reason why there is none. What has inputs of its own opens from there.</summary>
    Decision,

    /// <summary>Below the choice of times; there is one when the draft has times to choose from.</summary>
    Times,

    /// <summary>Below what is missing; only where something is.</summary>
    OpenPoints,

    /// <summary>Below what says that something is under way.</summary>
    Progress,
}
