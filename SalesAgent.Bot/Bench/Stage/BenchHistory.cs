using System.Security.Cryptography;
using System.Text;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage;

namespace SalesAgent.Bot.Bench.Stage;

/// <summary>
/// Finished leads for a store to begin with: one goes all the way through a real bot, the others are copies of its records, each under a
/// lead id and a person of its own.
/// </summary>
internal sealed class BenchHistory
{
    /// <summary>Nobody who is measured has this number: a lead of the history is none of theirs.</summary>
    private const int Model = 0;

    /// <summary>Many at once share one flush of the disk.</summary>
    private const int AtOnce = 256;

    /// <summary>When the history begins: a lead a minute.</summary>
    private static readonly DateTimeOffset Oldest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IBenchSubject subject;
    private readonly string file;
    private readonly LeadId model;
    private readonly (PersonKey Key, string Name)[] persons;
    private readonly IReadOnlyList<(string Partition, IReadOnlyList<StoredRecord> Rows)> partitions;
    private int leads = 1;

    private BenchHistory(
        IBenchSubject subject,
        string file,
        LeadId model,
        (PersonKey Key, string Name)[] persons,
        IReadOnlyList<(string Partition, IReadOnlyList<StoredRecord> Rows)> partitions
    )
    {
        this.subject = subject;
        this.file = file;
        this.model = model;
        this.persons = persons;
        this.partitions = partitions;
    }

    /// <summary>Makes the file, with one finished lead in it.</summary>
    /// <exception cref="InvalidOperationException">That lead did not go all the way.</exception>
    public static async Task<BenchHistory> BeginAsync(IBenchSubject subject, string file, CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(
            subject,
            file,
            latency: 0,
            (int)BenchStage.Patience.TotalSeconds,
            cancellationToken
        );
        var pressed = await DecisionsBench.PressAsync(
            stage,
            [.. await DecisionsBench.PrepareAsync(stage, Model, 1, cancellationToken)],
            1,
            cancellationToken
        );
        if (
            pressed.SingleOrDefault() is not { IsDecided: true, Lead.Lead: { } lead }
            || await DecisionsBench.MissingAsync(stage, pressed, cancellationToken) > 0
        )
        {
            throw new InvalidOperationException("The lead that the history is made of did not go all the way.");
        }

        await stage.Bot.DisposeAsync();

        await using var store = await stage.OpenStoreAsync(cancellationToken);
        var contact = stage.Sandbox.World.HubSpot.IdByEmail(BenchPeople.Email(Model))!.Value;
        (PersonKey, string)[] persons =
        [
            (store.Persons.ForEmail(BenchPeople.Email(Model)), "mail"),
            (store.Persons.ForContact(SandboxCredentials.HubSpotPortalId, FormattableString.Invariant($"{contact}")), "contact"),
        ];
        var partitions = new List<(string, IReadOnlyList<StoredRecord>)>();
        foreach (var partition in (string[])[$"lead:{lead}", .. persons.Select(person => $"person:{person.Item1}")])
        {
            if (await store.Records.ListAsync(partition, "", cancellationToken) is { Count: > 0 } rows)
                partitions.Add((partition, rows));
        }

        return new BenchHistory(subject, file, lead, persons, partitions);
    }

    /// <summary>Stores finished leads until there are so many.</summary>
    /// <returns>The seconds it took.</returns>
    public async Task<double> GrowAsync(int size, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var store = await BenchStage.OpenStoreAsync(subject, file, cancellationToken);
        await Parallel.ForEachAsync(
            Enumerable.Range(leads, Math.Max(0, size - leads)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                foreach (var (partition, operations) in Copy(number))
                    await store.Records.CommitAsync(partition, operations, token);
            }
        );
        leads = Math.Max(leads, size);
        return Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 1);
    }

    private IEnumerable<(string Partition, RecordOperation[] Operations)> Copy(int number)
    {
        var others = persons.Select(person => (Old: person.Key.Value, New: KeyOf($"{person.Name} {number}"))).ToArray();
        var lead = LeadId.From(new PersonKey(others[0].New), "history", Oldest.AddMinutes(number)).Value;
        return partitions.Select(one =>
            (
                Renamed(one.Partition),
                one.Rows.Select(row => (RecordOperation)new RecordOperation.Add(Renamed(row.Key), Renamed(row.Body))).ToArray()
            )
        );

        string Renamed(string text) =>
            others.Aggregate(
                text.Replace(model.Value, lead, StringComparison.Ordinal),
                (renamed, person) => renamed.Replace(person.Old, person.New, StringComparison.Ordinal)
            );
    }

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
