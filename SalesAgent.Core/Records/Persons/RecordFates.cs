using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Records.Persons;

/// <summary>
/// What HubSpot has told of records of its own: merged, deleted, restored, erased. Kept under keyed hashes, whether or not anything is
/// known of the record here, and answered from all of it at once: in which order it was told, and how often, makes no difference.
/// </summary>
internal sealed class RecordFates(IRecordStore store)
{
    /// <summary>
    /// HubSpot's clocks and the order in which it notes what belongs together are not exact to the second. A merge that comes much later
    /// than an erasure cannot be of the record that was erased.
    /// </summary>
    public static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private const string IntoKey = "into";
    private const string WithPrefix = "with.";
    private const string DeletedKey = "deleted";
    private const string RestoredKey = "restored";
    private const string ErasedKey = "erased";

    /// <summary>One record became part of another. Nothing is erased by it.</summary>
    /// <param name="survivor">The id of the other; null when it is not to be kept.</param>
    public async Task MergedAsync(PersonKey gone, PersonKey into, long? survivor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await ChangeAsync(
            gone,
            IntoKey,
            before =>
                before is not null && ReadMove(before) is var known && !known.IsBefore(at, into.Value)
                    ? null
                    : JsonSerializer.Serialize(new RecordMove(into.Value, survivor, at), LeadJson.Default.RecordMove),
            cancellationToken
        );

        // The first time counts: whoever was erased after that was one with the other.
        await ChangeAsync(gone, WithPrefix + into.Value, before => Earliest(before, at), cancellationToken);
        await ChangeAsync(into, WithPrefix + gone.Value, before => Earliest(before, at), cancellationToken);
    }

    public Task DeletedAsync(PersonKey record, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(record, DeletedKey, before => Latest(before, at), cancellationToken);

    public Task RestoredAsync(PersonKey record, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(record, RestoredKey, before => Latest(before, at), cancellationToken);

    public Task ErasedAsync(PersonKey record, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(record, ErasedKey, before => Latest(before, at), cancellationToken);

    /// <summary>What a record is now: itself, or what it was merged into, over as many merges as there were.</summary>
    public async Task<RecordFate> OfAsync(PersonKey record, CancellationToken cancellationToken)
    {
        var seen = new HashSet<PersonKey>();
        long? movedTo = null;
        while (true)
        {
            var rows = await RowsAsync(record, cancellationToken);
            if (rows.TryGetValue(IntoKey, out var row) && seen.Add(record) && ReadMove(row) is var move)
            {
                var next = new PersonKey(move.Key);
                if (!seen.Contains(next))
                {
                    (record, movedTo) = (next, move.Record);
                    continue;
                }
            }

            var (deleted, restored) = (Time(rows, DeletedKey), Time(rows, RestoredKey));
            return new RecordFate(record, movedTo, deleted is null || restored >= deleted ? null : deleted);
        }
    }

    /// <summary>These records, and all that are one with them by merges: what became part of them, and what they became part of.</summary>
    /// <param name="mergedBy">Only merges up to then, by HubSpot's clock; null: all.</param>
    public async Task<IReadOnlyList<PersonKey>> KinOfAsync(
        IEnumerable<PersonKey> records,
        DateTimeOffset? mergedBy,
        CancellationToken cancellationToken
    )
    {
        var kin = new List<PersonKey>(records.Distinct());
        for (var at = 0; at < kin.Count; at++)
        {
            foreach (var row in await store.ListAsync(PartitionOf(kin[at]), WithPrefix, cancellationToken))
            {
                var other = new PersonKey(row.Key[WithPrefix.Length..]);
                if ((mergedBy is null || ReadTime(row) <= mergedBy) && !kin.Contains(other))
                    kin.Add(other);
            }
        }

        return kin;
    }

    /// <summary>When HubSpot erased it for good; null: it has not, as far as we know.</summary>
    public async Task<DateTimeOffset?> ErasedAtAsync(PersonKey record, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(record), ErasedKey, cancellationToken) is { } row ? ReadTime(row) : null;

    /// <summary>Lets go of the one thing here that is no hash: the id of what a record became part of.</summary>
    public Task ForgetAsync(PersonKey record, CancellationToken cancellationToken) =>
        ChangeAsync(
            record,
            IntoKey,
            before =>
                before is not null && ReadMove(before) is { Record: not null } move
                    ? JsonSerializer.Serialize(move with { Record = null }, LeadJson.Default.RecordMove)
                    : null,
            cancellationToken
        );

    private async Task<Dictionary<string, StoredRecord>> RowsAsync(PersonKey record, CancellationToken cancellationToken) =>
        (await store.ListAsync(PartitionOf(record), "", cancellationToken)).ToDictionary(row => row.Key);

    /// <param name="change">From the row as it is to the body as it should be; null: it stays.</param>
    private async Task ChangeAsync(PersonKey record, string key, Func<StoredRecord?, string?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await store.FindAsync(PartitionOf(record), key, cancellationToken);
            if (change(before) is not { } body)
                return;

            RecordOperation write = before is null
                ? new RecordOperation.Add(key, body)
                : new RecordOperation.Replace(key, body, before.Version);
            if (await store.CommitAsync(PartitionOf(record), [write], cancellationToken) is CommitResult.Committed)
                return;
        }
    }

    private static string? Earliest(StoredRecord? before, DateTimeOffset at) =>
        before is not null && ReadTime(before) <= at ? null : Written(at);

    private static string? Latest(StoredRecord? before, DateTimeOffset at) =>
        before is not null && ReadTime(before) >= at ? null : Written(at);

    private static DateTimeOffset? Time(Dictionary<string, StoredRecord> rows, string key) =>
        rows.TryGetValue(key, out var row) ? ReadTime(row) : null;

    private static string Written(DateTimeOffset at) => JsonSerializer.Serialize(at, LeadJson.Default.DateTimeOffset);

    private static DateTimeOffset ReadTime(StoredRecord row) => JsonSerializer.Deserialize(row.Body, LeadJson.Default.DateTimeOffset);

    private static RecordMove ReadMove(StoredRecord row) => JsonSerializer.Deserialize(row.Body, LeadJson.Default.RecordMove)!;

    private static string PartitionOf(PersonKey record) => $"fate:{record.Value}";
}
