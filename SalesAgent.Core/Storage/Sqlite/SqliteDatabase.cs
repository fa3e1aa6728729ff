using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>The open file: one writer, a few readers. Several processes may have it open.</summary>
internal sealed partial class SqliteDatabase : IDisposable
{
    private readonly SqliteFile file;
    private readonly SqliteReaders readers;

    private SqliteDatabase(SqliteFile file, SqliteWriter writer, SqliteReaders readers)
    {
        this.file = file;
        Writer = writer;
        this.readers = readers;
    }

    internal SqliteWriter Writer { get; }

    internal SqliteFile File => file;

    /// <exception cref="StorageUnavailableException">The file cannot be created, opened or understood; the message says which.</exception>
    public static SqliteDatabase Open(SqliteFile file, ILoggerFactory loggers)
    {
        file.Create();
        var logger = loggers.CreateLogger<SqliteDatabase>();
        foreach (var (path, isOpen) in file.KeepToOurselves())
        {
            if (isOpen)
                Log.StaysReadable(logger, path);
            else
                Log.WasReadable(logger, path);
        }

        SqliteSession? session = null;
        try
        {
            session = file.OpenWriter();
            SqliteSchema.BringUpToDate(session, file.Path);
            file.Place.Remember();
            return new SqliteDatabase(file, new SqliteWriter(file, session, loggers.CreateLogger<SqliteWriter>()), new SqliteReaders(file));
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

    /// <summary>
    /// Folds the log into the file and empties it: until then it still holds what pages looked like before. On a connection of its
    /// own, because it cannot be done within a transaction.
    /// </summary>
    public Task PurgeAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    using var session = file.OpenWriter();
                    session.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").TryFirst(static row => row.Number(0), out var busy);
                    if (busy != 0)
                    {
                        throw new StorageUnavailableException(
                            $"The log of the storage file '{file.Path}' is in use and could not be emptied."
                        );
                    }
                }
                catch (SqliteException failure)
                {
                    throw file.Unavailable(failure);
                }
            },
            cancellationToken
        );

    public void Dispose()
    {
        // The last connection to close folds the log into the file, and only the writer's may write.
        readers.Dispose();
        Writer.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Other users of this machine could read the storage file {Path}. From now on only its owner can."
        )]
        public static partial void WasReadable(ILogger logger, string path);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Other users of this machine can read the storage file {Path}, and its mode cannot be changed: give it to the user this runs as, with mode 0600."
        )]
        public static partial void StaysReadable(ILogger logger, string path);
    }
}
