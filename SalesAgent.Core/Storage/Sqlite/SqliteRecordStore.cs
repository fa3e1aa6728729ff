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
            session => session
                .Prepare("SELECT key, body, version FROM record WHERE partition = ?1 AND key = ?2")
                .Bind(1, partition).Bind(2, key)
                .TryFirst(ReadRecord, out var record) ? record : null,
            cancellationToken);
    }

    public Task<IReadOnlyList<StoredRecord>> ListAsync(string partition, string keyPrefix, CancellationToken cancellationToken, int limit = int.MaxValue, string? after = null)
    {
        RecordRules.CheckKey(partition, nameof(partition));
        RecordRules.CheckPrefix(keyPrefix, nameof(keyPrefix));
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var from = RecordRules.ListFrom(keyPrefix, after);
        return database.ReadAsync<IReadOnlyList<StoredRecord>>(
            session => session
                .Prepare("SELECT key, body, version FROM record WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4")
                .Bind(1, partition).Bind(2, from).Bind(3, keyPrefix + AfterKeys).Bind(4, limit)
                .All(ReadRecord),
            cancellationToken);
    }

    public Task<CommitResult> CommitAsync(string partition, IReadOnlyList<RecordOperation> operations, CancellationToken cancellationToken)
    {
        RecordRules.CheckCommit(partition, operations);
        return database.WriteAsync(session => Commit(session, partition, operations), cancellationToken, operations.Sum(static operation => operation.NewBody?.Length ?? 0));
    }

    public Task PurgeAsync(CancellationToken cancellationToken) => database.PurgeAsync(cancellationToken);

    /// <summary>
    /// Looks at everything before it writes anything: the transaction is shared with other commits, and a conflict
    /// found half way would have to be undone among them.
    /// </summary>
    private static CommitResult Commit(SqliteSession session, string partition, IReadOnlyList<RecordOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (!IsAsExpected(session, partition, operation))
                return new CommitResult.Conflict(operation.Key);
        }

        var versions = new string?[operations.Count];
        for (var index = 0; index < versions.Length; index++)
            versions[index] = Write(session, partition, operations[index]);
        return new CommitResult.Committed(versions);
    }

    private static bool IsAsExpected(SqliteSession session, string partition, RecordOperation operation)
    {
        if (operation is RecordOperation.Put)
            return true;

        var exists = session.Prepare("SELECT version FROM record WHERE partition = ?1 AND key = ?2")
            .Bind(1, partition).Bind(2, operation.Key)
            .TryFirst(static row => row.Number(0), out var version);
        return operation.ExpectedVersion is { } expected ? exists && Text(version) == expected : !exists;
    }

    private static string? Write(SqliteSession session, string partition, RecordOperation operation)
    {
        var sql = operation switch
        {
            RecordOperation.Add => "INSERT INTO record (partition, key, version, body) VALUES (?1, ?2, ?3, ?4)",
            RecordOperation.Replace => "UPDATE record SET version = ?3, body = ?4 WHERE partition = ?1 AND key = ?2",
            RecordOperation.Put => "INSERT INTO record (partition, key, version, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET version = ?3, body = ?4",
            _ => "DELETE FROM record WHERE partition = ?1 AND key = ?2",
        };
        var statement = session.Prepare(sql).Bind(1, partition).Bind(2, operation.Key);
        if (operation.NewBody is not { } body)
        {
            statement.Execute();
            return null;
        }

        // From the file's counter, so that a record deleted and added again never has a version it had before.
        var version = session.NextNumber();
        statement.Bind(3, version).Bind(4, body).Execute();
        return Text(version);
    }

    private static StoredRecord ReadRecord(SqliteStatement row) => new(row.Text(0), row.Text(1), Text(row.Number(2)));

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
