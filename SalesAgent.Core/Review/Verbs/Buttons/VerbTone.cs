namespace SalesAgent.Core.Review.Verbs.Buttons;

/// <summary>How a button looks.</summary>
public enum VerbTone
{
    Plain,
    Positive,
    Destructive,
}
