using System.Globalization;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;

namespace SalesAgent.Core.Forgetting;

/// <summary>Who was shown what would be erased: only they can say yes to it, and only for a while.</summary>
public sealed class ForgetQuestions(IRecordStore store, TimeProvider time)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    /// <param name="rep">Whoever was shown it.</param>
    public Task NoteAsync(string rep, PersonKey person, CancellationToken cancellationToken) =>
        store.CommitAsync(
            PartitionOf(rep),
            [new RecordOperation.Put(person.Value, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))],
            cancellationToken
        );

    /// <summary>Whether they were shown it a moment ago. An answer counts once.</summary>
    public async Task<bool> TakeAsync(string rep, PersonKey person, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(PartitionOf(rep), person.Value, cancellationToken) is not { } row)
            return false;

        var isOurs =
            await store.CommitAsync(PartitionOf(rep), [new RecordOperation.Delete(person.Value, row.Version)], cancellationToken)
            is CommitResult.Committed;
        return isOurs
            && StoredTime.IsRecent(
                DateTimeOffset.Parse(row.Body, CultureInfo.InvariantCulture),
                time.GetUtcNow(),
                ValidFor + TimeSpan.FromTicks(1)
            );
    }

    private static string PartitionOf(string rep) => $"forget-asked:{rep}";
}
