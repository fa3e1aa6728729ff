using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>
/// A prepared statement that is used again and again. It speaks SQLite's own API: that takes a sixth less CPU than a prepared command
/// of Microsoft.Data.Sqlite, and says when SQLite prepared it anew (docs/decisions/0031-statements-without-commands.md).
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    /// <summary>SQLITE_STMTSTATUS_REPREPARE.</summary>
    private const int ByItself = 5;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    /// <param name="index">Counts from 1.</param>
    public SqliteStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    /// <param name="index">Counts from 1.</param>
    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, index));
        }
        else if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(statement, index, value));
        }
        else
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
            var length = Encoding.UTF8.GetBytes(value, buffer);
            Check(raw.sqlite3_bind_text(statement, index, buffer.AsSpan(0, length)));
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return this;
    }

    /// <returns>The number of rows it changed.</returns>
    public int Execute()
    {
        try
        {
            while (Step()) { }

            return raw.sqlite3_changes(database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first row; false when there is none.</summary>
    public bool TryFirst<T>(Func<SqliteStatement, T> read, out T? row)
    {
        try
        {
            var found = Step();
            row = found ? read(this) : default;
            return found;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> All<T>(Func<SqliteStatement, T> read)
    {
        try
        {
            var rows = new List<T>();
            while (Step())
                rows.Add(read(this));
            return rows;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>How often SQLite has compiled it again by itself.</summary>
    internal int Recompiled => raw.sqlite3_stmt_status(statement, ByItself, 0);

    /// <param name="column">Counts from 0, as in SQLite.</param>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <param name="column">Counts from 0, as in SQLite.</param>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <param name="column">Counts from 0, as in SQLite.</param>
    public string? TextOrNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : Text(column);

    public void Dispose() => statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;

        Check(result);
        return false;
    }

    private void Reset()
    {
        // Reports the failure of the step once more; it has been thrown already.
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
