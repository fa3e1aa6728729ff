using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Leads;

/// <summary>Which leads are about which person: recognises repeats, and finds leads by address without storing one in clear.</summary>
public sealed class PersonLeads(IRecordStore store)
{
    /// <summary>Signs of one person this close together are one lead: a form makes several events within seconds, a retry comes within minutes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string EventPrefix = "event.";
    private const string LeadPrefix = "lead.";

    /// <summary>The window of the newest lead; that of each older one stands under the lead's id.</summary>
    private const string NewestKey = LeadPrefix + "newest";

    private const string FurtherPrefix = "further.";

    /// <summary>The first sign of a person of whom nothing is known, which is what most are. Cannot be made when something is: then <see cref="AssignAsync"/> finds out what.</summary>
    internal static OrderedWrite FirstSign(PersonKey person, string eventKey, DateTimeOffset occurredAt, LeadId lead) => new OrderedWrite.Commit(
        PartitionOf(person), [.. Opening(lead, occurredAt, null, null), new RecordOperation.Add(EventRowOf(eventKey), lead.Value)], SpanNames.AssignPerson);

    /// <summary>Says which lead an event belongs to; for a new one it opens the window under the id it returns.</summary>
    /// <param name="announce">Called beside the write that begins a lead, with its id; what was announced may still turn out to belong to another lead.</param>
    /// <returns>The lead, and whether the event began it.</returns>
    internal async Task<(LeadId Lead, bool IsFirst)> AssignAsync(
        PersonKey person, string eventKey, DateTimeOffset occurredAt, Func<LeadId, Task> announce, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.AssignPerson);
        var partition = PartitionOf(person);
        var eventRow = EventRowOf(eventKey);
        while (true)
        {
            if (await store.FindAsync(partition, eventRow, cancellationToken) is { } seen) return (LeadId.Parse(seen.Body), false);

            var row = await store.FindAsync(partition, NewestKey, cancellationToken);
            var window = WindowOf(row);
            var known = await NearAsync(partition, window, occurredAt, cancellationToken);
            var lead = known ?? LeadId.From(person, eventKey, occurredAt);

            var write = new RecordOperation.Add(eventRow, lead.Value);
            var written = store.CommitAsync(partition, known is null ? [write, .. Opening(lead, occurredAt, row, window)] : [write], cancellationToken);
            if (known is null) await Task.WhenAll(written, announce(lead));
            if (await written is CommitResult.Committed) return (lead, known is null);
        }
    }

    /// <summary>Makes a lead the one this person's signs belong to, unless that moment belongs to another lead already.</summary>
    /// <returns>The lead it belongs to.</returns>
    internal async Task<LeadId> ClaimAsync(PersonKey person, LeadId lead, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.ClaimPerson, lead.Value);
        var partition = PartitionOf(person);
        while (true)
        {
            var row = await store.FindAsync(partition, NewestKey, cancellationToken);
            var window = WindowOf(row);
            if (window?.LeadId == lead.Value || await store.FindAsync(partition, LeadPrefix + lead.Value, cancellationToken) is not null) return lead;
            if (await NearAsync(partition, window, occurredAt, cancellationToken) is { } other) return other;

            var operations = Opening(lead, occurredAt, row, window);
            if (await store.CommitAsync(partition, operations, cancellationToken) is CommitResult.Committed) return lead;
        }
    }

    /// <summary>Files a lead under a further key of the same person. It opens no window there: signs under that key stay signs of their own.</summary>
    internal Task FileAsync(PersonKey person, LeadId lead, CancellationToken cancellationToken) =>
        store.CommitAsync(PartitionOf(person), [new RecordOperation.Put(FurtherPrefix + lead.Value, "")], cancellationToken);

    /// <summary>Every lead filed under this key, also those that belong to another of the same person's keys.</summary>
    internal async Task<IReadOnlyList<LeadId>> EveryOfAsync(PersonKey person, CancellationToken cancellationToken)
    {
        var further = await store.ListAsync(PartitionOf(person), FurtherPrefix, cancellationToken);
        return [.. (await OfAsync(person, cancellationToken)).Union(further.Select(row => LeadId.Parse(row.Key[FurtherPrefix.Length..])))];
    }

    /// <summary>Every lead known under this key, in no order.</summary>
    public async Task<IReadOnlyList<LeadId>> OfAsync(PersonKey person, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(PartitionOf(person), LeadPrefix, cancellationToken);
        return [.. rows.Select(row => LeadId.Parse(row.Key == NewestKey ? WindowOf(row)!.LeadId : row.Key[LeadPrefix.Length..])).Distinct()];
    }

    /// <summary>Takes away all that says that a lead was this person's.</summary>
    internal async Task RemoveAsync(PersonKey person, LeadId lead, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(person);
        while (true)
        {
            var rows = (await store.ListAsync(partition, "", cancellationToken)).Where(row => IsOf(row, lead)).Take(IRecordStore.MaximumOperations).ToArray();
            if (rows.Length == 0) return;

            // A conflict is a new sign of this person in this moment: what is there now is looked at again.
            await store.CommitAsync(partition, [.. rows.Select(row => new RecordOperation.Delete(row.Key, row.Version))], cancellationToken);
        }
    }

    private static bool IsOf(StoredRecord row, LeadId lead) =>
        row.Key == LeadPrefix + lead.Value
        || row.Key == FurtherPrefix + lead.Value
        || (row.Key.StartsWith(EventPrefix, StringComparison.Ordinal) && row.Body == lead.Value)
        || (row.Key == NewestKey && WindowOf(row)?.LeadId == lead.Value);

    /// <summary>The lead that something of that moment is a sign of. Mostly the newest; what is delivered late may belong to an older one.</summary>
    private async Task<LeadId?> NearAsync(string partition, PersonWindow? newest, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        if (newest is null) return null;
        if (IsNear(newest)) return LeadId.Parse(newest.LeadId);

        var rows = await store.ListAsync(partition, LeadPrefix, cancellationToken);
        var near = rows.Select(WindowOf).OfType<PersonWindow>().Where(IsNear).MinBy(window => (occurredAt - window.OpenedAt).Duration());
        return near is null ? null : LeadId.Parse(near.LeadId);

        bool IsNear(PersonWindow window) => (occurredAt - window.OpenedAt).Duration() <= Window;
    }

    /// <summary>Opens a lead's window. The row of the newest is replaced also when it stays the newest: that is what makes any two openings exclude each other.</summary>
    private static RecordOperation[] Opening(LeadId lead, DateTimeOffset occurredAt, StoredRecord? row, PersonWindow? newest)
    {
        var body = JsonSerializer.Serialize(new PersonWindow(lead.Value, occurredAt), LeadJson.Default.PersonWindow);
        if (row is null || newest is null) return [new RecordOperation.Add(NewestKey, body)];

        return newest.OpenedAt <= occurredAt
            ? [new RecordOperation.Replace(NewestKey, body, row.Version), new RecordOperation.Put(LeadPrefix + newest.LeadId, row.Body)]
            : [new RecordOperation.Replace(NewestKey, row.Body, row.Version), new RecordOperation.Put(LeadPrefix + lead.Value, body)];
    }

    private static PersonWindow? WindowOf(StoredRecord? row) => row is null ? null : JsonSerializer.Deserialize(row.Body, LeadJson.Default.PersonWindow);

    private static string EventRowOf(string eventKey) => EventPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventKey)).AsSpan(0, 16));

    private static string PartitionOf(PersonKey person) => $"person:{person.Value}";
}
