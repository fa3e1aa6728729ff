namespace SalesAgent.Core.Storage;

/// <summary>
/// Durable records, grouped in partitions. A partition is the consistency boundary: one commit is all or nothing
/// within it and nothing spans two. It maps to a transaction of the database file and to an Azure Tables
/// entity-group transaction (at most <see cref="MaximumOperations"/> operations on distinct keys).
/// </summary>
/// <remarks>Keys and partitions: 1 to 200 characters of <c>[A-Za-z0-9._:~-]</c>, ordinal order.</remarks>
public interface IRecordStore
{
    /// <summary>What every back end takes in one commit.</summary>
    public const int MaximumOperations = 100;

    /// <summary>The record, or null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    Task<StoredRecord?> FindAsync(string partition, string key, CancellationToken cancellationToken);

    /// <summary>Records whose key starts with <paramref name="keyPrefix"/> (empty: all), in ordinal key order.</summary>
    /// <param name="after">Only keys that sort after this one: the last of a page, for the next. Null: from the first.</param>
    /// <exception cref="StorageUnavailableException">The store could not be read.</exception>
    Task<IReadOnlyList<StoredRecord>> ListAsync(
        string partition,
        string keyPrefix,
        CancellationToken cancellationToken,
        int limit = int.MaxValue,
        string? after = null
    );

    /// <summary>Carries out all operations, or none of them. When this returns, the outcome is on disk.</summary>
    /// <exception cref="StorageUnavailableException">Nothing can be said about the outcome: read before trying again.</exception>
    Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RecordOperation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that what was deleted or replaced cannot be read from the medium either, as far as that is in our hands.
    /// </summary>
    /// <exception cref="StorageUnavailableException">It may still be readable there: try again.</exception>
    Task PurgeAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
