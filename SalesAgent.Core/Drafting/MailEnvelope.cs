namespace SalesAgent.Core.Drafting;

/// <summary>
/// Who a draft goes to, who it comes from and where it belongs. Comes from records and configuration, never from a writer.
/// </summary>
internal sealed record MailEnvelope
{
    /// <summary>Normalised address of the lead.</summary>
    public required string To { get; init; }
    public string? ToName { get; init; }

    /// <summary>The rep's mailbox.</summary>
    public required string From { get; init; }
    public required string FromName { get; init; }

    /// <summary>The Gmail thread this answers in, or null for a new conversation.</summary>
    public string? ThreadId { get; init; }
}
