using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>The open file: one writer, a few readers. Several processes may have it open.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteReaders readers;

    private SqliteDatabase(SqliteWriter writer, SqliteReaders readers)
    {
        Writer = writer;
        this.readers = readers;
    }

    internal SqliteWriter Writer { get; }

    /// <exception cref="StorageUnavailableException">The file cannot be created, opened or understood; the message says which.</exception>
    public static SqliteDatabase Open(SqliteFile file, ILoggerFactory loggers)
    {
        file.Create();
        SqliteSession? session = null;
        try
        {
            session = file.OpenWriter();
            SqliteSchema.BringUpToDate(session, file.Path);
            return new SqliteDatabase(new SqliteWriter(file, session, loggers.CreateLogger<SqliteWriter>()), new SqliteReaders(file));
        }
        catch (Exception failure)
        {
            session?.Dispose();
            if (failure is SqliteException storage)
                throw file.Unavailable(storage);
            throw;
        }
    }

    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken) =>
        readers.RunAsync(read, cancellationToken);

    /// <param name="weight">About how many bytes it writes.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken, int weight = 0) =>
        Writer.RunAsync(write, weight, cancellationToken);

    public void Dispose()
    {
        // The last connection to close folds the log into the file, and only the writer's may write.
        readers.Dispose();
        Writer.Dispose();
    }
}
