using System.Globalization;

namespace SalesAgent.Core.Storage.Sqlite;

internal sealed class SqliteRecordStore(SqliteDatabase database) : IRecordStore
{
    // The first character that sorts after all a key may have.
    private const char AfterKeys = '\u007f';

    public Task<StoredRecord?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        RecordRules.CheckKey(partition, nameof(partition));
        RecordRules.CheckKey(key, nameof(key));
        return database.ReadAsync(
            session =>
                session
                    .Prepare("SELECT key, body, version FROM record WHERE partition = ?1 AND key = ?2")
                    .Bind(1, partition)
                    .Bind(2, key)
                    .TryFirst(ReadRecord, out var record)
                    ? record
                    : null,
            cancellationToken
        );
    }

    public Task<IReadOnlyList<StoredRecord>> ListAsync(
        string partition,
        string keyPrefix,
        CancellationToken cancellationToken,
        int limit = int.MaxValue,
        string? after = null
    )
    {
        RecordRules.CheckKey(partition, nameof(partition));
        RecordRules.CheckPrefix(keyPrefix, nameof(keyPrefix));
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var from = RecordRules.ListFrom(keyPrefix, after);
        return database.ReadAsync<IReadOnlyList<StoredRecord>>(
            session =>
                session
                    .Prepare("SELECT key, body, version FROM record WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4")
                    .Bind(1, partition)
                    .Bind(2, from)
                    .Bind(3, keyPrefix + AfterKeys)
                    .Bind(4, limit)
                    .All(ReadRecord),
            cancellationToken
        );
    }

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RecordOperation> operations, CancellationToken cancellationToken)
    {
        RecordRules.CheckCommit(partition, operations);
        return database.WriteAsync(session => Commit(session, partition, operations), cancellationToken, WeightOf(operations));
    }

    public Task PurgeAsync(CancellationToken cancellationToken) => database.PurgeAsync(cancellationToken);

    /// <summary>About how many bytes they write.</summary>
    internal static int WeightOf(IReadOnlyList<RecordOperation> operations)
    {
        var weight = 0;
        foreach (var operation in operations)
            weight += operation.NewBody?.Length ?? 0;
        return weight;
    }

    internal static bool Exists(SqliteSession session, string partition, string key, out long version) =>
        session
            .Prepare("SELECT version FROM record WHERE partition = ?1 AND key = ?2")
            .Bind(1, partition)
            .Bind(2, key)
            .TryFirst(static row => row.Number(0), out version);

    /// <summary>
    /// Looks at everything before it writes anything: the transaction is shared with other commits, and a conflict found half way would
    /// have to be undone among them. Additions run first and rely on the conflict check of SQLite, which costs half of a lookup; after a
    /// conflict the earlier additions are deleted again.
    /// </summary>
    internal static CommitResult Commit(SqliteSession session, string partition, IReadOnlyList<RecordOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (
                operation.ExpectedVersion is { } expected
                && !(Exists(session, partition, operation.Key, out var version) && Text(version) == expected)
            )
            {
                return new CommitResult.Conflict(operation.Key);
            }
        }

        var before = session.Number;
        var versions = new string?[operations.Count];
        for (var index = 0; index < versions.Length; index++)
        {
            if (operations[index] is not RecordOperation.Add add || TryAdd(session, partition, add, out versions[index]))
                continue;

            foreach (var added in operations.Take(index).OfType<RecordOperation.Add>())
                Remove(session, partition, added.Key);
            session.Number = before;
            return new CommitResult.Conflict(add.Key);
        }

        for (var index = 0; index < versions.Length; index++)
        {
            if (operations[index] is not RecordOperation.Add)
                versions[index] = Write(session, partition, operations[index]);
        }

        return new CommitResult.Committed(versions);
    }

    private static bool TryAdd(SqliteSession session, string partition, RecordOperation.Add add, out string? version)
    {
        var number = session.NextNumber();
        version = Text(number);
        return session
                .Prepare("INSERT INTO record (partition, key, version, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                .Bind(1, partition)
                .Bind(2, add.Key)
                .Bind(3, number)
                .Bind(4, add.Body)
                .Execute() == 1;
    }

    private static void Remove(SqliteSession session, string partition, string key) =>
        session.Prepare("DELETE FROM record WHERE partition = ?1 AND key = ?2").Bind(1, partition).Bind(2, key).Execute();

    private static string? Write(SqliteSession session, string partition, RecordOperation operation)
    {
        if (operation.NewBody is not { } body)
        {
            Remove(session, partition, operation.Key);
            return null;
        }

        // From the file's counter, so that a record deleted and added again never has a version it had before.
        var version = session.NextNumber();
        session
            .Prepare(
                operation is RecordOperation.Replace
                    ? "UPDATE record SET version = ?3, body = ?4 WHERE partition = ?1 AND key = ?2"
                    : "INSERT INTO record (partition, key, version, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET version = ?3, body = ?4"
            )
            .Bind(1, partition)
            .Bind(2, operation.Key)
            .Bind(3, version)
            .Bind(4, body)
            .Execute();
        return Text(version);
    }

    private static StoredRecord ReadRecord(SqliteStatement row) => new(row.Text(0), row.Text(1), Text(row.Number(2)));

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
