using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>A connection with its prepared statements. One thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private long numbersBefore;
    private int changesBefore;

    /// <summary>The last version number that was issued. Reset it when nobody was told the later ones.</summary>
    public long Number { get; set; }

    /// <summary>The last transaction changed something, so that it had to be flushed.</summary>
    public bool HasWritten { get; private set; }

    public SqliteStatement Prepare(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = new SqliteStatement(connection.Handle!, sql));
        return statement;
    }

    /// <summary>Takes the write lock at once, so that nothing in the transaction can fail for want of it.</summary>
    public void Begin()
    {
        Prepare("BEGIN IMMEDIATE").Execute();
        Prepare("SELECT value FROM counter").TryFirst(static row => row.Number(0), out numbersBefore);
        Number = numbersBefore;
        changesBefore = raw.sqlite3_total_changes(connection.Handle);
    }

    /// <summary>A number this file has never given to anybody; larger than all before. Only between begin and commit.</summary>
    public long NextNumber() => ++Number;

    public void Commit()
    {
        // A transaction that changed nothing writes nothing to disk: keep it so.
        if (Number != numbersBefore)
            Prepare("UPDATE counter SET value = ?1").Bind(1, Number).Execute();
        Prepare("COMMIT").Execute();
        HasWritten = raw.sqlite3_total_changes(connection.Handle) != changesBefore;
    }

    /// <summary>Undoes what was begun, unless SQLite has done so already.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            Prepare("ROLLBACK").Execute();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
