using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Forgetting;

/// <summary>Who is still to be forgotten: one row each, until nothing of them is left.</summary>
public sealed class ForgetLedger(IRecordStore store)
{
    private const string Partition = "forgetting";

    public async Task<ForgetRequest?> FindAsync(PersonKey person, CancellationToken cancellationToken) =>
        await store.FindAsync(Partition, person.Value, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<ForgetRequest>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(Partition, "", cancellationToken)).Select(Read).OrderBy(request => request.At)];

    /// <summary>Writes the request, on top of what is there by then.</summary>
    /// <param name="change">Null before the first; returns null when nothing is to be changed after all.</param>
    /// <returns>What is there afterwards.</returns>
    internal async Task<ForgetRequest?> ChangeAsync(
        PersonKey person,
        Func<ForgetRequest?, ForgetRequest?> change,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var row = await store.FindAsync(Partition, person.Value, cancellationToken);
            var before = row is null ? null : Read(row);
            if (change(before) is not { } wanted)
                return before;

            var body = JsonSerializer.Serialize(wanted, ForgettingJson.Default.ForgetRequest);
            RecordOperation write = row is null
                ? new RecordOperation.Add(person.Value, body)
                : new RecordOperation.Replace(person.Value, body, row.Version);
            if (await store.CommitAsync(Partition, [write], cancellationToken) is CommitResult.Committed)
                return wanted;
        }
    }

    /// <summary>False when the request has changed since, or somebody else has removed it.</summary>
    internal async Task<bool> RemoveAsync(ForgetRequest done, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(Partition, done.Person, cancellationToken);
        return row is not null
            && Read(row).Leads.Count == done.Leads.Count
            && await store.CommitAsync(Partition, [new RecordOperation.Delete(done.Person, row.Version)], cancellationToken)
                is CommitResult.Committed;
    }

    private static ForgetRequest Read(StoredRecord row) => JsonSerializer.Deserialize(row.Body, ForgettingJson.Default.ForgetRequest)!;
}
