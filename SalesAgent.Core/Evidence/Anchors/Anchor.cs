using SalesAgent.Core.Audit;

namespace SalesAgent.Core.Evidence.Anchors;

/// <summary>
/// Made once for each UTC day: how every chain ended that changed since the anchor before. Anchors are a chain of their own, one for each
/// day without gaps, and sealed with a key of this installation, so that the store alone is not enough to write one.
/// </summary>
/// <remarks>
/// A day may have more chains than one record holds: they lie in chunks, which this names by their hashes. At 67 bytes a chunk of
/// <see cref="AnchorDays.HeadsInAChunk"/> chains, one record names those of some fifty million.
/// </remarks>
internal sealed record Anchor
{
    public required DateOnly Day { get; init; }

    /// <summary>
    /// Everything that changed before is in this anchor or an earlier one. Of a day that was missed: that of the anchor before.
    /// </summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>In the chunks together.</summary>
    public required int Heads { get; init; }

    public required IReadOnlyList<AnchorChunk> Chunks { get; init; }

    /// <summary>The end of the chain that is about no single lead.</summary>
    public required ChainHead System { get; init; }

    /// <summary>Hash of the stored anchor of the day before; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    public string Seal { get; init; } = "";
}

/// <param name="Shard">Of the open ledger: its leads are those of one shard.</param>
/// <param name="Heads">In this chunk.</param>
/// <param name="Hash">Of its text, lower-case hex; also its key.</param>
internal sealed record AnchorChunk(int Shard, int Heads, string Hash);

/// <summary>Where the chain of anchors ends: kept beside it, so that its newest cannot be taken away unseen.</summary>
internal sealed record AnchorEnd(DateOnly Day, DateTimeOffset LookedAt, string Hash, string Seal = "");
