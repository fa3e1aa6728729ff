namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>A draft to be written into a mailbox. One recipient, plain text, no copies.</summary>
public sealed record OutgoingDraft
{
    /// <summary>One bare address.</summary>
    public required string To { get; init; }

    public string? ToName { get; init; }

    /// <summary>The rep's bare address: the mailbox itself or an alias Gmail knows.</summary>
    public required string From { get; init; }

    public string? FromName { get; init; }

    /// <summary>Of a first mail. An answer carries its thread's subject instead: see <see cref="WrittenSubject"/>.</summary>
    public required string Subject { get; init; }

    public required string Body { get; init; }

    /// <summary>By which the draft is found again: letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>:</c>, at most 128.</summary>
    public required string RunId { get; init; }

    public ReplyContext? Reply { get; init; }

    /// <summary>The subject that the mailbox will show.</summary>
    public string WrittenSubject => Reply?.Subject ?? Subject;
}
