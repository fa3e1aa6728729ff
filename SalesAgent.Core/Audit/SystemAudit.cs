using System.Text.Json;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Audit;

/// <summary>The audit of what is about no single lead: a chain of its own.</summary>
public sealed class SystemAudit(IRecordStore store, TimeProvider time)
{
    private const string Partition = "audit:system";

    public async Task AppendAsync(AuditEvent happened, CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = await store.FindAsync(Partition, AuditChain.HeadKey, cancellationToken);
            var (chain, entries) = (head is null ? AuditChain.Begin() : Read(head)).Append([happened], time.GetUtcNow());
            var body = JsonSerializer.Serialize(chain, AuditJson.Default.AuditChain);
            RecordOperation end = head is null
                ? new RecordOperation.Add(AuditChain.HeadKey, body)
                : new RecordOperation.Replace(AuditChain.HeadKey, body, head.Version);
            if (await store.CommitAsync(Partition, [end, .. entries], cancellationToken) is CommitResult.Committed) return;
        }
    }

    /// <summary>All entries, in order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(Partition, AuditChain.EntryPrefix, cancellationToken);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row.Body, AuditJson.Default.AuditEntry)!)];
    }

    private static AuditChain Read(StoredRecord head) => JsonSerializer.Deserialize(head.Body, AuditJson.Default.AuditChain)!;
}
