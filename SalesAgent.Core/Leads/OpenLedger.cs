using System.Text.Json;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Leads;

/// <summary>
/// One row per unfinished lead, written before the lead is accepted and removed when nothing is left to do. Whatever else is lost,
/// this says what is open.
/// </summary>
public sealed class OpenLedger(IRecordStore store, TimeProvider time)
{
    private const int Shards = 16;

    /// <summary>Longer than any lease, so that a row is overdue only when its work item is really gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A lead that waits for a person is looked at this seldom, in case something about it got stuck.</summary>
    public static readonly TimeSpan WhileUndecided = TimeSpan.FromHours(12);

    public Task NoteAsync(LeadId lead, CancellationToken cancellationToken) => NoteAsync(lead, Patience, cancellationToken);

    public async Task NoteAsync(LeadId lead, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.NoteOpen, lead.Value);
        var row = new OpenLead(lead.Value, time.GetUtcNow() + patience);
        await store.CommitAsync(ShardOf(lead), [new RecordOperation.Put(lead.Value, JsonSerializer.Serialize(row, LeadJson.Default.OpenLead))], cancellationToken);
    }

    public async Task RemoveAsync(LeadId lead, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.RemoveOpen, lead.Value);
        if (await store.FindAsync(ShardOf(lead), lead.Value, cancellationToken) is { } row)
            await store.CommitAsync(ShardOf(lead), [new RecordOperation.Delete(lead.Value, row.Version)], cancellationToken);
    }

    /// <summary>Leads whose work should have moved on by now.</summary>
    internal async Task<IReadOnlyList<OpenLead>> OverdueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var overdue = new List<OpenLead>();
        for (var shard = 0; shard < Shards; shard++)
        {
            foreach (var row in await store.ListAsync(NameOf(shard), "", cancellationToken))
            {
                if (JsonSerializer.Deserialize(row.Body, LeadJson.Default.OpenLead) is { } open && open.DueAt < now) overdue.Add(open);
            }
        }

        return overdue;
    }

    private static string ShardOf(LeadId lead) => NameOf(lead.Value[^1] % Shards);

    private static string NameOf(int shard) => $"open:{shard:x}";
}
