using SalesAgent.Core.Work;

namespace SalesAgent.Core.Review;

/// <summary>What came of a click. Every case carries a sentence for whoever clicked.</summary>
public abstract record ClickOutcome(string Sentence)
{
    /// <summary>The card to show to whoever clicked, or null when they may not see one.</summary>
    public ReviewCase? Case { get; init; }

    /// <summary>
    /// Work this click began. Whoever answers with a card before it has ended sees to it that the card is not the last word.
    /// </summary>
    public LeasedWork? Next { get; init; }

    /// <summary>This click decided.</summary>
    public sealed record Decided(string Sentence) : ClickOutcome(Sentence);

    /// <summary>This click set something going; the card follows.</summary>
    public sealed record Begun(string Sentence) : ClickOutcome(Sentence)
    {
        /// <summary>What is to be said instead once it is done; null when the card says it all.</summary>
        public string? WhenDone { get; init; }
    }

    /// <summary>The card as it is now, and nothing was changed.</summary>
    public sealed record Shown(string Sentence) : ClickOutcome(Sentence);

    /// <summary>Somebody was faster, or the same person clicked again.</summary>
    public sealed record AlreadyDecided(string Sentence) : ClickOutcome(Sentence);

    /// <summary>The card showed an older version, or rests at the moment.</summary>
    public sealed record NotNow(string Sentence) : ClickOutcome(Sentence)
    {
        /// <summary>It was the older version.</summary>
        public bool IsOutdated { get; init; }
    }

    /// <summary>A time in the draft is no longer free, and the card now says which: approving again approves it as it is.</summary>
    public sealed record TimeGone(string Sentence) : ClickOutcome(Sentence);

    public sealed record NotAllowed(string Sentence) : ClickOutcome(Sentence);

    /// <summary>The card is none of ours, or its review is gone.</summary>
    public sealed record Unknown(string Sentence) : ClickOutcome(Sentence);
}
