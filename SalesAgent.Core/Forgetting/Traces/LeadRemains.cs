using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Forgetting.Traces;

/// <summary>
/// Erases a lead's records and keeps what outlives them: its audit entries with the end of their chain, whose key is destroyed, and for
/// as long as there is any, the list of what is still to be erased outside.
/// </summary>
internal sealed class LeadRemains(IRecordStore store, TimeProvider time)
{
    /// <summary>With room for the records of the state.</summary>
    private const int DraftsAtOnce = IRecordStore.MaximumOperations - 10;

    /// <summary>Null when nothing of a lead is left to be erased outside.</summary>
    public async Task<(LeadTraces Traces, string Version)?> FindAsync(LeadId id, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(id), LeadRecords.ForgettingKey, cancellationToken) is { } row
            ? (JsonSerializer.Deserialize(row.Body, ForgettingJson.Default.LeadTraces)!, row.Version)
            : null;

    /// <summary>How many records a lead has beside its audit, and how many audit entries.</summary>
    public async Task<(int Records, int Entries)> CountAsync(LeadId id, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(PartitionOf(id), "", cancellationToken);
        var entries = rows.Count(row => row.Key.StartsWith(AuditChain.EntryPrefix, StringComparison.Ordinal));
        return (rows.Count - entries - 1, entries);
    }

    /// <summary>All in one commit: records and key go, the entry that tells it and the list of what is outside come.</summary>
    /// <returns>False when somebody has changed the lead since.</returns>
    public async Task<bool> EraseAsync(LeadState state, LeadTraces traces, AuditEvent told, CancellationToken cancellationToken)
    {
        var partition = LeadRecords.PartitionOf(state.Lead.Id);
        var drafts = await store.ListAsync(partition, LeadRecords.DraftPrefix, cancellationToken);
        var (chain, entries) = state.Audit.Append(drafts.Count > DraftsAtOnce ? [] : [told], time.GetUtcNow());
        if (drafts.Count <= DraftsAtOnce)
            chain = chain with { SealKey = null };

        List<RecordOperation> operations =
        [
            new RecordOperation.Replace(
                LeadRecords.ChainKey,
                JsonSerializer.Serialize(chain, AuditJson.Default.AuditChain),
                state.Versions[LeadRecords.ChainKey]
            ),
            .. drafts.Take(DraftsAtOnce).Select(row => new RecordOperation.Delete(row.Key, row.Version)),
            .. entries,
        ];

        // Of a lead with more versions than one commit takes, these go first and the state with the last of them.
        if (drafts.Count <= DraftsAtOnce)
        {
            operations.AddRange(
                state
                    .Versions.Where(row => row.Key is not (LeadRecords.ChainKey or LeadRecords.ForgettingKey))
                    .Select(row => new RecordOperation.Delete(row.Key, row.Value))
            );
            operations.Add(
                new RecordOperation.Put(LeadRecords.ForgettingKey, JsonSerializer.Serialize(traces, ForgettingJson.Default.LeadTraces))
            );
        }

        return await store.CommitAsync(partition, operations, cancellationToken) is CommitResult.Committed && drafts.Count <= DraftsAtOnce;
    }

    /// <summary>
    /// Of a lead that was announced and is not stored yet: takes the place where its audit would begin, so that it cannot be stored any
    /// more.
    /// </summary>
    public Task BlockAsync(LeadId id, AuditEvent told, CancellationToken cancellationToken)
    {
        var (chain, entries) = AuditChain.Begin().Append([told], time.GetUtcNow());
        var end = new RecordOperation.Add(
            LeadRecords.ChainKey,
            JsonSerializer.Serialize(chain with { SealKey = null }, AuditJson.Default.AuditChain)
        );
        return store.CommitAsync(PartitionOf(id), [end, .. entries], cancellationToken);
    }

    /// <summary>Keeps what is still outside; when nothing is, the list goes.</summary>
    public Task SettleAsync(LeadId id, LeadTraces rest, string version, CancellationToken cancellationToken)
    {
        RecordOperation write = rest.IsEmpty
            ? new RecordOperation.Delete(LeadRecords.ForgettingKey, version)
            : new RecordOperation.Replace(
                LeadRecords.ForgettingKey,
                JsonSerializer.Serialize(rest, ForgettingJson.Default.LeadTraces),
                version
            );
        return store.CommitAsync(PartitionOf(id), [write], cancellationToken);
    }

    private static string PartitionOf(LeadId id) => LeadRecords.PartitionOf(id.Value);
}
