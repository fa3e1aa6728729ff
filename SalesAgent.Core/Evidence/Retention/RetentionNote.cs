namespace SalesAgent.Core.Evidence.Retention;

/// <summary>
/// Written before the first lead of a day's anchor is removed, and sealed like the anchors: what tells a lead that the retention removed
/// from one that somebody took away.
/// </summary>
internal sealed record RetentionNote
{
    /// <summary>Of the anchor.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Null while leads are left to look at.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Chunks of the anchor that are done: a crash half way is gone on from.</summary>
    public int ChunksDone { get; init; }

    public int Removed { get; init; }

    /// <summary>Found open, or changed since: a later anchor has them again.</summary>
    public int Kept { get; init; }

    /// <summary>Until then another instance keeps away, unless this one is done.</summary>
    public DateTimeOffset ClaimedUntil { get; init; }

    public string Seal { get; init; } = "";
}
