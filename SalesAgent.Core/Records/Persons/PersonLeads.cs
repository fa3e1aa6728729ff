using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Records.Persons;

/// <summary>Which leads are about which person: recognises repeats, and finds leads by address without storing one in clear.</summary>
public sealed class PersonLeads(IRecordStore store)
{
    /// <summary>
    /// Signs of one person this close together are one lead: a form makes several events within seconds, a retry comes within minutes.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string EventPrefix = "event.";
    private const string LeadPrefix = "lead.";

    /// <summary>The window of the newest lead; that of each older one stands under the lead's id.</summary>
    private const string NewestKey = LeadPrefix + "newest";

    private const string FurtherPrefix = "further.";

    /// <summary>
    /// The first sign of a person of whom nothing is known, which is what most are: the event needs no row of its own beside the window
    /// that it opens. Cannot be made when something is known: then <see cref="AssignAsync"/> finds out what.
    /// </summary>
    internal static OrderedWrite FirstSign(PersonKey person, string eventKey, DateTimeOffset occurredAt, LeadId lead) =>
        new OrderedWrite.Commit(
            PartitionOf(person),
            Opening(new PersonWindow(lead.Value, occurredAt, HashOf(eventKey)), null, null),
            SpanNames.AssignPerson
        );

    /// <summary>Says which lead an event belongs to; for a new one it opens the window under the id it returns.</summary>
    /// <param name="announce">Called beside the write that begins a lead, with its id; what was announced may still turn out to belong to
    /// another lead.</param>
    /// <param name="isOver">Whether nothing can become part of a lead any more; null: whatever became of it.</param>
    /// <returns>The lead, and whether the event began it.</returns>
    internal async Task<(LeadId Lead, bool IsFirst)> AssignAsync(
        PersonKey person,
        string eventKey,
        DateTimeOffset occurredAt,
        Func<LeadId, Task> announce,
        CancellationToken cancellationToken,
        Func<LeadId, Task<bool>>? isOver = null
    )
    {
        using var span = LeadTrace.Begin(SpanNames.AssignPerson);
        var partition = PartitionOf(person);
        var hash = HashOf(eventKey);
        while (true)
        {
            if (await store.FindAsync(partition, EventPrefix + hash, cancellationToken) is { } seen)
                return (LeadId.Parse(seen.Body), false);

            var (row, newest, windows) = await WindowsAsync(partition, cancellationToken);
            if (windows.FirstOrDefault(window => window.Event == hash) is { } opened)
                return (LeadId.Parse(opened.LeadId), false);

            var known = Nearest(windows, occurredAt);
            while (known is { } near && isOver is not null && await isOver(near))
            {
                windows = [.. windows.Where(window => window.LeadId != near.Value)];
                known = Nearest(windows, occurredAt);
            }

            var lead = known ?? LeadId.From(person, eventKey, occurredAt);

            // The event excludes itself, whatever moment each of its deliveries names.
            var write = new RecordOperation.Add(EventPrefix + hash, lead.Value);
            var written = store.CommitAsync(
                partition,
                known is null ? [write, .. Opening(new PersonWindow(lead.Value, occurredAt), row, newest)] : [write],
                cancellationToken
            );
            if (known is null)
                await Task.WhenAll(written, announce(lead));
            if (await written is CommitResult.Committed)
                return (lead, known is null);
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
            var (row, newest, windows) = await WindowsAsync(partition, cancellationToken);
            if (windows.Any(window => window.LeadId == lead.Value))
                return lead;
            if (Nearest(windows, occurredAt) is { } other)
                return other;

            var operations = Opening(new PersonWindow(lead.Value, occurredAt), row, newest);
            if (await store.CommitAsync(partition, operations, cancellationToken) is CommitResult.Committed)
                return lead;
        }
    }

    /// <summary>
    /// Files a lead under a further key of the same person. It opens no window there: signs under that key stay signs of their own.
    /// </summary>
    internal Task FileAsync(PersonKey person, LeadId lead, CancellationToken cancellationToken) =>
        store.CommitAsync(PartitionOf(person), [new RecordOperation.Put(FurtherPrefix + lead.Value, "")], cancellationToken);

    /// <summary>Every lead filed under this key, also those that belong to another of the same person's keys.</summary>
    internal async Task<IReadOnlyList<LeadId>> EveryOfAsync(PersonKey person, CancellationToken cancellationToken)
    {
        var further = await store.ListAsync(PartitionOf(person), FurtherPrefix, cancellationToken);
        return [.. (await OfAsync(person, cancellationToken)).Union(further.Select(row => LeadId.Parse(row.Key[FurtherPrefix.Length..])))];
    }

    /// <summary>Every lead known under this key, in no order.</summary>
    public async Task<IReadOnlyList<LeadId>> OfAsync(PersonKey person, CancellationToken cancellationToken) =>
        [.. (await WindowsAsync(PartitionOf(person), cancellationToken)).All.Select(window => LeadId.Parse(window.LeadId)).Distinct()];

    /// <summary>Takes away all that says that a lead was this person's.</summary>
    internal async Task RemoveAsync(PersonKey person, LeadId lead, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(person);
        while (true)
        {
            var rows = (await store.ListAsync(partition, "", cancellationToken))
                .Where(row => IsOf(row, lead))
                .Take(IRecordStore.MaximumOperations)
                .ToArray();
            if (rows.Length == 0)
                return;

            // A conflict is a new sign of this person in this moment: what is there now is looked at again.
            await store.CommitAsync(
                partition,
                [.. rows.Select(row => new RecordOperation.Delete(row.Key, row.Version))],
                cancellationToken
            );
        }
    }

    private static bool IsOf(StoredRecord row, LeadId lead) =>
        row.Key == LeadPrefix + lead.Value
        || row.Key == FurtherPrefix + lead.Value
        || (row.Key.StartsWith(EventPrefix, StringComparison.Ordinal) && row.Body == lead.Value)
        || (row.Key == NewestKey && WindowOf(row).LeadId == lead.Value);

    private async Task<(StoredRecord? NewestRow, PersonWindow? Newest, IReadOnlyList<PersonWindow> All)> WindowsAsync(
        string partition,
        CancellationToken cancellationToken
    )
    {
        var rows = await store.ListAsync(partition, LeadPrefix, cancellationToken);
        var newest = rows.FirstOrDefault(row => row.Key == NewestKey);
        return (newest, newest is null ? null : WindowOf(newest), [.. rows.Select(WindowOf)]);
    }

    /// <summary>
    /// The lead that something of that moment is a sign of. Mostly the newest; what is delivered late may belong to an older one.
    /// </summary>
    private static LeadId? Nearest(IEnumerable<PersonWindow> windows, DateTimeOffset occurredAt)
    {
        var near = windows.Where(window => Distance(window) <= Window).MinBy(Distance);
        return near is null ? null : LeadId.Parse(near.LeadId);

        TimeSpan Distance(PersonWindow window) => (occurredAt - window.OpenedAt).Duration();
    }

    /// <summary>
    /// Opens a lead's window. The row of the newest is replaced also when it stays the newest: that is what makes any two openings exclude
    /// each other.
    /// </summary>
    private static RecordOperation[] Opening(PersonWindow window, StoredRecord? row, PersonWindow? newest)
    {
        var body = JsonSerializer.Serialize(window, LeadJson.Default.PersonWindow);
        if (row is null || newest is null)
            return [new RecordOperation.Add(NewestKey, body)];

        return newest.OpenedAt <= window.OpenedAt
            ? [new RecordOperation.Replace(NewestKey, body, row.Version), new RecordOperation.Put(LeadPrefix + newest.LeadId, row.Body)]
            : [new RecordOperation.Replace(NewestKey, row.Body, row.Version), new RecordOperation.Put(LeadPrefix + window.LeadId, body)];
    }

    private static PersonWindow WindowOf(StoredRecord row) => JsonSerializer.Deserialize(row.Body, LeadJson.Default.PersonWindow)!;

    private static string HashOf(string eventKey) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventKey)).AsSpan(0, 16));

    private static string PartitionOf(PersonKey person) => $"person:{person.Value}";
}
