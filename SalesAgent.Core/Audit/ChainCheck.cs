using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Audit;

/// <summary>
/// Looks through the stored entries of one chain, one after the other. The first thing that does not fit is its fault. When an entry
/// does not continue the one before, the entry after it tells which of the two was changed: it vouches for the one it continues.
/// </summary>
internal sealed class ChainCheck
{
    private string? fault;
    private int? doubtful;

    /// <summary>Entries so far.</summary>
    public int Count { get; private set; }

    /// <summary>Hash of the newest.</summary>
    public string LastHash { get; private set; } = AuditChain.FirstPreviousHash;

    public void Add(StoredRecord row)
    {
        Count++;
        if (fault is null)
            fault = FaultOf(row);
        LastHash = AuditChain.HashOf(row.Body);
    }

    /// <returns>What is wrong with the chain, or null when it is whole.</returns>
    public string? End(AuditChain end)
    {
        if (fault is not null)
            return fault;
        if (doubtful is { } at)
            return Blame(at, isVouchedFor: Count == end.Count && LastHash == end.LastHash);
        if (Count != end.Count)
            return $"{end.Count} entries were written, {Count} are there";
        return LastHash == end.LastHash ? null : $"entry {Count} was changed";
    }

    private string? FaultOf(StoredRecord row)
    {
        if (row.Key != AuditChain.KeyOf(Count))
            return $"entry {Count} is missing";
        if (AuditEntry.TryRead(row.Body) is not { } entry)
            return $"entry {Count} was changed: it cannot be read";
        if (entry.Sequence != Count)
            return $"entry {Count} is out of order";
        if (doubtful is { } at)
            return Blame(at, isVouchedFor: entry.PreviousHash == LastHash);
        if (entry.PreviousHash != LastHash)
            doubtful = Count;
        return null;
    }

    private static string Blame(int at, bool isVouchedFor) => $"entry {(isVouchedFor && at > 1 ? at - 1 : at)} was changed";
}
