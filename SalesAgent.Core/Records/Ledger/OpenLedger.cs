using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Records.Ledger;

/// <summary>
/// One row per unfinished lead, written before the lead is accepted and removed when nothing is left to do. Whatever else is lost,
/// this says what is open. With its removal goes a row that says how the lead's audit chain ended, for the next anchor to take up:
/// so every lead is found by the audit, at no commit of its own.
/// </summary>
public sealed class OpenLedger(IRecordStore store, TimeProvider time)
{
    internal const int Shards = 16;

    private const string OpenPrefix = "open.";
    private const string SettledPrefix = "settled.";

    /// <summary>Longer than any lease, so that a row is overdue only when its work item is really gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A lead that waits for a person is looked at this seldom, in case something about it got stuck.</summary>
    public static readonly TimeSpan WhileUndecided = TimeSpan.FromHours(12);

    public Task NoteAsync(LeadId lead, CancellationToken cancellationToken) => NoteAsync(lead, Patience, cancellationToken);

    public async Task NoteAsync(LeadId lead, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.NoteOpen, lead.Value);
        await store.CommitAsync(ShardOf(lead), [Row(lead, patience)], cancellationToken);
    }

    /// <summary>The same as <see cref="NoteAsync(LeadId, CancellationToken)"/>, as one of several writes.</summary>
    internal OrderedWrite Note(LeadId lead) =>
        new OrderedWrite.Commit(ShardOf(lead), [Row(lead, Patience)], SpanNames.NoteOpen, lead.Value);

    /// <summary>Nothing is left to do. A lead that was noted anew meanwhile stays.</summary>
    /// <param name="chain">As it ended.</param>
    public async Task SettleAsync(LeadId lead, AuditChain chain, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.RemoveOpen, lead.Value);
        var settled = new SettledLead(lead.Value, chain.Count, chain.LastHash, time.GetUtcNow());
        List<RecordOperation> operations =
        [
            new RecordOperation.Put(SettledPrefix + lead.Value, JsonSerializer.Serialize(settled, LeadJson.Default.SettledLead)),
        ];
        if (await store.FindAsync(ShardOf(lead), OpenPrefix + lead.Value, cancellationToken) is { } row)
            operations.Add(new RecordOperation.Delete(row.Key, row.Version));
        await store.CommitAsync(ShardOf(lead), operations, cancellationToken);
    }

    /// <summary>There never was such a lead.</summary>
    public Task RemoveAsync(LeadId lead, CancellationToken cancellationToken) =>
        RemoveAsync(lead, OpenPrefix + lead.Value, cancellationToken);

    public async Task<bool> IsOpenAsync(LeadId lead, CancellationToken cancellationToken) =>
        await store.FindAsync(ShardOf(lead), OpenPrefix + lead.Value, cancellationToken) is not null;

    /// <summary>Leads whose work should have moved on by now.</summary>
    internal async Task<IReadOnlyList<OpenLead>> OverdueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var overdue = new List<OpenLead>();
        for (var shard = 0; shard < Shards; shard++)
        {
            await foreach (var open in OpenAsync(shard, cancellationToken))
            {
                if (open.IsDue(now))
                    overdue.Add(open);
            }
        }

        return overdue;
    }

    /// <summary>
    /// The leads that something happened to last, the newest first: those that are open, and those settled since the last anchor.
    /// </summary>
    public async Task<IReadOnlyList<LeadId>> LatestAsync(int take, CancellationToken cancellationToken)
    {
        // Never more than wanted in memory, however many are open.
        var latest = new PriorityQueue<string, DateTimeOffset>(take + 1);
        void Consider(string lead, DateTimeOffset at)
        {
            latest.Enqueue(lead, at);
            if (latest.Count > take)
                latest.Dequeue();
        }

        for (var shard = 0; shard < Shards; shard++)
        {
            await foreach (var open in OpenAsync(shard, cancellationToken))
                Consider(open.LeadId, open.NotedAt);
            await foreach (var settled in SettledAsync(shard, cancellationToken))
                Consider(settled.LeadId, settled.At);
        }

        var oldestFirst = new List<LeadId>(take);
        while (latest.TryDequeue(out var lead, out _))
            oldestFirst.Add(LeadId.Parse(lead));
        return [.. Enumerable.Reverse(oldestFirst).Distinct()];
    }

    /// <param name="shard">0 to <see cref="Shards"/> - 1.</param>
    internal async IAsyncEnumerable<OpenLead> OpenAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.EachAsync(NameOf(shard), OpenPrefix, cancellationToken))
        {
            if (JsonSerializer.Deserialize(row.Body, LeadJson.Default.OpenLead) is { } open)
                yield return open;
        }
    }

    /// <summary>Leads that were settled and not let go of since.</summary>
    internal async IAsyncEnumerable<SettledLead> SettledAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in store.EachAsync(NameOf(shard), SettledPrefix, cancellationToken))
        {
            if (JsonSerializer.Deserialize(row.Body, LeadJson.Default.SettledLead) is { } settled)
                yield return settled;
        }
    }

    /// <summary>Lets go of settled leads that an anchor has taken up. Safe to repeat; what is settled anew meanwhile stays.</summary>
    internal async Task LetGoAsync(int shard, DateTimeOffset settledBefore, CancellationToken cancellationToken)
    {
        var old = new List<RecordOperation>();
        await foreach (var row in store.EachAsync(NameOf(shard), SettledPrefix, cancellationToken))
        {
            if (JsonSerializer.Deserialize(row.Body, LeadJson.Default.SettledLead) is { } settled && settled.At < settledBefore)
                old.Add(new RecordOperation.Delete(row.Key, row.Version));
            if (old.Count == IRecordStore.MaximumOperations)
                await DeleteAsync();
        }

        if (old.Count > 0)
            await DeleteAsync();

        async Task DeleteAsync()
        {
            // A row that was replaced in this moment spares its whole batch: the next anchor takes it up once more.
            await store.CommitAsync(NameOf(shard), old, cancellationToken);
            old.Clear();
        }
    }

    /// <summary>Of a lead that the retention removed.</summary>
    internal Task LetGoAsync(LeadId lead, CancellationToken cancellationToken) =>
        RemoveAsync(lead, SettledPrefix + lead.Value, cancellationToken);

    private async Task RemoveAsync(LeadId lead, string key, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.RemoveOpen, lead.Value);
        if (await store.FindAsync(ShardOf(lead), key, cancellationToken) is { } row)
            await store.CommitAsync(ShardOf(lead), [new RecordOperation.Delete(key, row.Version)], cancellationToken);
    }

    private RecordOperation.Put Row(LeadId lead, TimeSpan patience)
    {
        var now = time.GetUtcNow();
        return new RecordOperation.Put(
            OpenPrefix + lead.Value,
            JsonSerializer.Serialize(new OpenLead(lead.Value, now + patience, now), LeadJson.Default.OpenLead)
        );
    }

    private static string ShardOf(LeadId lead) => NameOf(lead.Value[^1] % Shards);

    private static string NameOf(int shard) => $"open:{shard:x}";
}
