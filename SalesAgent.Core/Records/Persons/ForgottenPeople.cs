using System.Text.Json;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Records.Persons;

/// <summary>Who is not contacted again. Found by a keyed hash alone: nobody can read from it who they were.</summary>
public sealed class ForgottenPeople(IRecordStore store)
{
    private const string Key = "person";

    /// <summary>Lets what comes after it be written only for somebody who was not forgotten.</summary>
    internal static OrderedWrite Unless(PersonKey person) => new OrderedWrite.Unless(PartitionOf(person), Key);

    /// <summary>Null: they were not forgotten.</summary>
    public async Task<ForgottenPerson?> FindAsync(PersonKey person, CancellationToken cancellationToken) =>
        await store.FindAsync(PartitionOf(person), Key, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row.Body, LeadJson.Default.ForgottenPerson)
            : null;

    /// <summary>The first of several keys under which somebody was forgotten.</summary>
    internal async Task<ForgottenPerson?> FindAsync(IEnumerable<PersonKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (await FindAsync(key, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Remembers it under all keys; what is there already stays as it was.</summary>
    internal async Task KeepAsync(IEnumerable<PersonKey> keys, ForgottenPerson person, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(person, LeadJson.Default.ForgottenPerson);
        foreach (var key in keys)
            await store.CommitAsync(PartitionOf(key), [new RecordOperation.Add(Key, body)], cancellationToken);
    }

    private static string PartitionOf(PersonKey person) => $"forgotten:{person.Value}";
}
