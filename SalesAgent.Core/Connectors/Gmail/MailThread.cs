namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>A conversation in a mailbox.</summary>
public sealed record MailThread
{
    /// <summary>Gmail's hexadecimal id; also the one in a web link.</summary>
    public required string Id { get; init; }

    /// <summary>As the first message wrote it.</summary>
    public required string Subject { get; init; }

    /// <summary>Oldest first, drafts included.</summary>
    public required IReadOnlyList<MailMessage> Messages { get; init; }

    /// <summary>The addresses that mean the mailbox itself: its own and its aliases.</summary>
    public IReadOnlyCollection<string> OwnAddresses { get; init; } = [];

    /// <summary>When the last message that is not a draft came or went; null when there is none.</summary>
    public DateTimeOffset? LastMessageAt => Messages.LastOrDefault(message => !message.IsDraft)?.Date;

    /// <summary>The rep has begun an answer here. A second draft in a thread hides the first: do not add one.</summary>
    public bool HasForeignDraft => Messages.Any(message => message is { IsDraft: true, RunId: null });

    /// <summary>The run whose draft lies in this thread; null when none of ours does.</summary>
    public string? OwnDraftRunId => Messages.LastOrDefault(message => message is { IsDraft: true, RunId: not null })?.RunId;
}
