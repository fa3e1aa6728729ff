using SalesAgent.Core.Connectors.Gmail;

namespace SalesAgent.Core.Drafting;

/// <summary>One version of the mail. Immutable: a change is a new version.</summary>
public sealed record Draft
{
    /// <summary>1 for the first.</summary>
    public required int Version { get; init; }

    /// <summary>Normalised address; always the lead's own.</summary>
    public required string To { get; init; }
    public string? ToName { get; init; }
    public required string From { get; init; }
    public required string FromName { get; init; }
    public required string Subject { get; init; }

    /// <summary>Plain text as it stands in the mailbox, lines end in \n.</summary>
    public required string Body { get; init; }

    /// <summary>The text before times were put in, so that other times can be.</summary>
    public required string TextWithMarker { get; init; }

    /// <summary>The times <see cref="Body"/> offers.</summary>
    public required IReadOnlyList<Slot> Times { get; init; }

    /// <summary>The Gmail thread this answers in, or null for a new conversation.</summary>
    public string? ThreadId { get; init; }

    /// <summary>SHA-256 over everything the recipient would see, lower-case hex: what a decision is bound to.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Whether other times can be put in, or the text would have to be written anew for them.</summary>
    public bool HasPlaceForTimes => MailText.HasTimesLine(TextWithMarker);

    /// <summary>Whether the mailbox holds this version, untouched by anybody.</summary>
    public bool IsSameAs(StoredDraft stored) =>
        stored is { To: [var to], Cc.Count: 0, Bcc.Count: 0, HasAttachments: false }
        && string.Equals(to.Address, To, StringComparison.OrdinalIgnoreCase)
        // An answer spells the subject as its conversation does.
        && (UntrustedText.Clean(stored.Subject, int.MaxValue) ?? "") == Subject
        && stored.Body.TrimEnd() == Body.TrimEnd();

    /// <summary>The next version: the same text with other times, or with none.</summary>
    /// <exception cref="ArgumentException">There are times, but <see cref="HasPlaceForTimes"/> is false.</exception>
    public Draft WithTimes(IReadOnlyList<Slot> times) =>
        DraftComposer.Finish(this with { Version = Version + 1 }, Subject, TextWithMarker, times);

    /// <summary>The next version: another text with the same times, or with none if it has no place for them.</summary>
    public Draft WithMessage(WrittenMessage message) =>
        DraftComposer.Finish(
            this with
            {
                Version = Version + 1,
            },
            message.Subject,
            message.Text,
            MailText.HasTimesLine(message.Text) ? Times : []
        );
}
