using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review;

/// <summary>What a click on a card says. Nothing in it is believed: it came from a client.</summary>
/// <param name="Version">Of the draft that was on the screen.</param>
/// <param name="Verb">The name of the button; <see cref="Verbs.ReviewVerbs.Find"/> says whether there is one.</param>
/// <param name="KnownGone">Slot ids that the card showed as no longer free.</param>
public sealed record ReviewClick(string? Ticket, int Version, string? ContentHash, string? Verb, IReadOnlyList<string>? KnownGone = null)
{
    /// <summary>What was filled in, by field; each <see cref="Verbs.Buttons.VerbInput"/> reads its own.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The draft that was on the screen is the one that is there.</summary>
    internal bool IsAbout(LeadState lead) =>
        lead.Run.Dossier.Draft is { } draft && Version == draft.Version && ContentHash == draft.ContentHash;
}

/// <summary>Who clicked and on which message, from the authenticated activity alone.</summary>
/// <param name="AadObjectId">Null for guests and anonymous people.</param>
public sealed record ClickOrigin(string? AadObjectId, CardReference Card);
