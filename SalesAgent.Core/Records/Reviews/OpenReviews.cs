using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Records.Reviews;

/// <summary>
/// Which leads wait for which rep. A projection: a row too many is found out when its lead is read, and the ledger can rebuild it.
/// </summary>
public sealed class OpenReviews(IRecordStore store)
{
    public async Task AddAsync(string repId, LeadId lead, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.AddPending, lead.Value);
        await store.CommitAsync(PartitionOf(repId), [new RecordOperation.Put(lead.Value, "")], cancellationToken);
    }

    public async Task RemoveAsync(string repId, LeadId lead, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.RemovePending, lead.Value);
        if (await store.FindAsync(PartitionOf(repId), lead.Value, cancellationToken) is { } row)
            await store.CommitAsync(PartitionOf(repId), [new RecordOperation.Delete(lead.Value, row.Version)], cancellationToken);
    }

    public async Task<IReadOnlyList<LeadId>> OfAsync(string repId, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(PartitionOf(repId), "", cancellationToken);
        return [.. rows.Select(row => LeadId.Parse(row.Key))];
    }

    private static string PartitionOf(string repId) => $"open-reviews:{repId}";
}
