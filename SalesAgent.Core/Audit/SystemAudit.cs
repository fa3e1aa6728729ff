using System.Text.Json;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Audit;

/// <summary>The audit of what is about no single lead: a chain of its own.</summary>
public sealed class SystemAudit(IRecordStore store, TimeProvider time, IOptions<AuditOptions>? options = null)
{
    /// <summary>What the chain is called where chains of leads are called by their ids.</summary>
    public const string ChainName = "system";

    private const string Partition = "audit:system";

    public async Task AppendAsync(AuditEvent happened, CancellationToken cancellationToken)
    {
        if (options is { Value.Enabled: false })
            return;

        while (true)
        {
            var head = await store.FindAsync(Partition, AuditChain.HeadKey, cancellationToken);
            var (chain, entries) = (head is null ? AuditChain.Begin() : Read(head)).Append([happened], time.GetUtcNow());
            var body = JsonSerializer.Serialize(chain, AuditJson.Default.AuditChain);
            RecordOperation end = head is null
                ? new RecordOperation.Add(AuditChain.HeadKey, body)
                : new RecordOperation.Replace(AuditChain.HeadKey, body, head.Version);
            if (await store.CommitAsync(Partition, [end, .. entries], cancellationToken) is CommitResult.Committed)
                return;
        }
    }

    /// <summary>All entries, in order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(Partition, AuditChain.EntryPrefix, cancellationToken);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row.Body, AuditJson.Default.AuditEntry)!)];
    }

    /// <summary>The end of the chain; null before the first entry.</summary>
    /// <exception cref="JsonException">It is not as it was written.</exception>
    internal async Task<AuditChain?> FindChainAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(Partition, AuditChain.HeadKey, cancellationToken) is { } head ? Read(head) : null;

    internal async Task<ChainHead> HeadAsync(CancellationToken cancellationToken)
    {
        var chain = await FindChainAsync(cancellationToken) ?? AuditChain.Empty;
        return new ChainHead(ChainName, chain.Count, chain.LastHash);
    }

    /// <summary>All entries as stored, in order.</summary>
    internal IAsyncEnumerable<StoredRecord> RowsAsync(CancellationToken cancellationToken) =>
        store.EachAsync(Partition, AuditChain.EntryPrefix, cancellationToken);

    private static AuditChain Read(StoredRecord head) =>
        JsonSerializer.Deserialize(head.Body, AuditJson.Default.AuditChain) ?? throw new JsonException("The end of the chain is empty.");
}
