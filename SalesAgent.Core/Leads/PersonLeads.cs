using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Leads;

/// <summary>Which leads are about which person: recognises repeats, and finds leads by address without storing one in clear.</summary>
public sealed class PersonLeads(IRecordStore store)
{
    /// <summary>Signs of one person this close together are one lead: a form makes several events within seconds, a retry comes within minutes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const string WindowKey = "window";
    private const string EventPrefix = "event.";
    private const string LeadPrefix = "lead.";

    /// <summary>Says which lead an event belongs to; for a new one it opens the window under the id it returns.</summary>
    /// <returns>The lead, and whether the event began it.</returns>
    internal async Task<(LeadId Lead, bool IsFirst)> AssignAsync(PersonKey person, string eventKey, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(person);
        var eventRow = EventPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventKey)).AsSpan(0, 16));
        while (true)
        {
            if (await store.FindAsync(partition, eventRow, cancellationToken) is { } seen) return (LeadId.Parse(seen.Body), false);

            var row = await store.FindAsync(partition, WindowKey, cancellationToken);
            var window = row is null ? null : JsonSerializer.Deserialize(row.Body, LeadJson.Default.PersonWindow);
            var joins = window is not null && (occurredAt - window.OpenedAt).Duration() <= Window;
            var lead = joins ? LeadId.Parse(window!.LeadId) : LeadId.From(person, eventKey);

            List<RecordOperation> operations = [new RecordOperation.Add(eventRow, lead.Value)];
            if (!joins)
            {
                var body = JsonSerializer.Serialize(new PersonWindow(lead.Value, occurredAt), LeadJson.Default.PersonWindow);
                operations.Add(row is null ? new RecordOperation.Add(WindowKey, body) : new RecordOperation.Replace(WindowKey, body, row.Version));
                operations.Add(new RecordOperation.Put(LeadPrefix + lead.Value, ""));
            }

            if (await store.CommitAsync(partition, operations, cancellationToken) is CommitResult.Committed) return (lead, !joins);
        }
    }

    /// <summary>Makes a lead the one this person's signs belong to, unless another lead's window is open already.</summary>
    /// <returns>The lead that has the window.</returns>
    internal async Task<LeadId> ClaimAsync(PersonKey person, LeadId lead, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(person);
        while (true)
        {
            var row = await store.FindAsync(partition, WindowKey, cancellationToken);
            var window = row is null ? null : JsonSerializer.Deserialize(row.Body, LeadJson.Default.PersonWindow);
            if (window is not null && (window.LeadId == lead.Value || (occurredAt - window.OpenedAt).Duration() <= Window))
                return LeadId.Parse(window.LeadId);

            var body = JsonSerializer.Serialize(new PersonWindow(lead.Value, occurredAt), LeadJson.Default.PersonWindow);
            RecordOperation[] operations =
            [
                row is null ? new RecordOperation.Add(WindowKey, body) : new RecordOperation.Replace(WindowKey, body, row.Version),
                new RecordOperation.Put(LeadPrefix + lead.Value, ""),
            ];
            if (await store.CommitAsync(partition, operations, cancellationToken) is CommitResult.Committed) return lead;
        }
    }

    /// <summary>Every lead known under this key, in no order.</summary>
    public async Task<IReadOnlyList<LeadId>> OfAsync(PersonKey person, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(PartitionOf(person), LeadPrefix, cancellationToken);
        return [.. rows.Select(row => LeadId.Parse(row.Key[LeadPrefix.Length..]))];
    }

    private static string PartitionOf(PersonKey person) => $"person:{person.Value}";
}
