namespace SalesAgent.Core.Connectors.Gmail;

/// <summary>What became of the wish to replace a draft.</summary>
public abstract record DraftChange
{
    private DraftChange() { }

    public sealed record Replaced(DraftReference Reference) : DraftChange;

    /// <summary>Somebody worked on it meanwhile, so it stays.</summary>
    public sealed record Edited(StoredDraft Now) : DraftChange;

    /// <summary>It was sent or deleted.</summary>
    public sealed record Gone : DraftChange;
}
