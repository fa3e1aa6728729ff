namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>What a search for conversations with a person came to.</summary>
/// <param name="Threads">The latest first; empty when there is none that is a conversation.</param>
public sealed record MailSearch(IReadOnlyList<MailThread> Threads)
{
    /// <summary>Mail that went to many was found and left out.</summary>
    public bool ListMailLeftOut { get; init; }

    /// <summary>There is more than was looked at, so what was not found may be there all the same.</summary>
    public bool IsCutOff { get; init; }
}
