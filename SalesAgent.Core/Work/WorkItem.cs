namespace SalesAgent.Core.Work;

/// <summary>Something to be done. Carries ids only, never personal data.</summary>
/// <param name="Kind">Which handler does it, for example <c>run_lead</c>.</param>
/// <param name="Subject">The id it is about, usually a lead id.</param>
/// <param name="Argument">A further id the handler needs, or null.</param>
public sealed record WorkItem(string Kind, string Subject, string? Argument = null)
{
    /// <summary>A person waits for it: it goes before everything that nobody waits for.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>
    /// Names the operator's retry of a buried item that this is, until the item is completed or buried anew; null for all other work.
    /// </summary>
    public string? Retry { get; init; }

    public bool IsRetried => Retry is not null;

    /// <summary>What is to be done makes an item, not how soon or who asked: the same work asked for twice is one item.</summary>
    public bool Equals(WorkItem? other) => other is not null && (Kind, Subject, Argument) == (other.Kind, other.Subject, other.Argument);

    public override int GetHashCode() => HashCode.Combine(Kind, Subject, Argument);
}
