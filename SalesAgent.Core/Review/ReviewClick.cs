using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>What a click on a card says. Nothing in it is believed: it came from a client.</summary>
/// <param name="Version">Of the draft that was on the screen.</param>
/// <param name="Times">Slot ids picked; null when the card had no choice of times.</param>
/// <param name="KnownGone">Slot ids that the card showed as no longer free.</param>
public sealed record ReviewClick(
    string? Ticket, int Version, string? ContentHash, ReviewVerb Verb, string? ReasonCode = null, string? Note = null, IReadOnlyList<string>? Times = null,
    IReadOnlyList<string>? KnownGone = null);

public enum ReviewVerb
{
    Approve,
    Reject,

    /// <summary>Offer other times.</summary>
    Times,

    /// <summary>Run again what is missing.</summary>
    Retry,
}

/// <summary>Who clicked and on which message, from the authenticated activity alone.</summary>
/// <param name="AadObjectId">Null for guests and anonymous people.</param>
public sealed record ClickOrigin(string? AadObjectId, CardReference Card);
