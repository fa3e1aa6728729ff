using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SalesAgent.Core.Storage.Condition;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>
/// The one writer of the file. It takes everything that waits into one transaction, so that many commits share one
/// flush of the disk, and tells the waiters when that is done.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int MaximumWaiting = 2048;
    private const int MaximumBatch = 512;
    private const int MaximumBatchBytes = 8 << 20;
    private const long LogBytes = 64 << 20;

    private readonly Channel<SqliteWrite> waiting = Channel.CreateBounded<SqliteWrite>(
        new BoundedChannelOptions(MaximumWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    private readonly SqliteFile file;
    private readonly ILogger<SqliteWriter> logger;
    private readonly Thread thread;
    private SqliteSession? session;
    private long logLimit = LogBytes;
    private bool failing;
    private long transactions;

    /// <param name="session">Open and up to date; the writer owns it from now on.</param>
    public SqliteWriter(SqliteFile file, SqliteSession session, ILogger<SqliteWriter> logger)
    {
        this.file = file;
        this.session = session;
        this.logger = logger;

        // A thread of its own: it blocks on the disk for as long as the process lives.
        thread = new Thread(Work) { Name = "storage writer", IsBackground = true };
        thread.Start();
    }

    public LastCommit Last { get; } = new();

    /// <summary>How many transactions have been committed.</summary>
    internal long Transactions => Volatile.Read(ref transactions);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction; when this returns, it is on disk. When it is cancelled, nothing was
    /// written: a write that has begun is waited for.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> work, int weight, CancellationToken cancellationToken)
    {
        var write = new SqliteWrite<T>(work, weight);
        try
        {
            await waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteWriter), "The storage is closed.");
        }

        using var cancellation = cancellationToken.UnsafeRegister(static (write, token) => ((SqliteWrite)write!).Cancel(token), write);
        return await write.Outcome;
    }

    /// <summary>Finishes everything that waits, then closes the file.</summary>
    public void Dispose()
    {
        waiting.Writer.TryComplete();
        thread.Join();
    }

    private void Work()
    {
        var batch = new List<SqliteWrite>(MaximumBatch);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var bytes = 0;
            while (batch.Count < MaximumBatch && bytes < MaximumBatchBytes && waiting.Reader.TryRead(out var write))
            {
                if (!write.TryTake())
                    continue;
                batch.Add(write);
                bytes += write.Weight;
            }

            Commit(batch);
            batch.Clear();
            ShortenLog();
        }

        file.Place.Release();
        session?.Dispose();
    }

    private void Commit(List<SqliteWrite> batch)
    {
        if (batch.Count == 0)
            return;

        var running = false;
        try
        {
            file.Place.Check();
            session ??= OpenAgain();
            session.Begin();
            running = true;
            foreach (var write in batch)
                write.Run(session);
            running = false;
            session.Commit();

            // Looked at after the flush: at this moment what was promised was still to be found.
            file.Place.Check();
        }
        catch (Exception failure)
        {
            Undo(failure);
            if (running && batch.Count > 1)
                CommitOneByOne(batch);
            else
                Fail(batch, failure);
            return;
        }

        Interlocked.Increment(ref transactions);
        if (session.HasWritten)
            Tell(null);
        foreach (var write in batch)
            write.Succeed();
    }

    /// <summary>One of them failed inside the transaction: the others must not fail with it.</summary>
    private void CommitOneByOne(List<SqliteWrite> batch)
    {
        foreach (var write in batch)
            Commit([write]);
    }

    private void Fail(List<SqliteWrite> batch, Exception failure)
    {
        if (failure is SqliteException storage)
            failure = file.Unavailable(storage);
        if (failure is StorageUnavailableException unavailable)
            Tell(unavailable);

        foreach (var write in batch)
            write.Fail(failure);
    }

    private SqliteSession OpenAgain()
    {
        var opened = file.OpenWriter();
        file.Place.Remember();
        return opened;
    }

    private void Tell(StorageUnavailableException? failure)
    {
        if (failure is not null && !failing)
        {
            Log.Fails(logger, failure);
            SaveLog();
        }

        if (failure is null && failing)
            Log.WorksAgain(logger);
        failing = failure is not null;
        if (failure is null)
            Last.Succeeded();
        else
            Last.Failed(failure);
    }

    /// <summary>
    /// What was accepted and lies only in a log that has lost its name is folded into the file, which the next start reads.
    /// </summary>
    private void SaveLog()
    {
        try
        {
            if (file.Place.Problem() is not null)
                session?.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Execute();
        }
        catch (SqliteException failure)
        {
            Log.LogStaysLong(logger, failure);
        }
    }

    private void Undo(Exception failure)
    {
        try
        {
            session?.Rollback();
            if (failure is not SqliteException storage || SqliteFile.LeavesConnectionSound(storage))
                return;
        }
        catch (SqliteException)
        {
            // Closing the connection rolls back as well.
        }

        file.Place.Release();
        session?.Dispose();
        session = null;
    }

    /// <summary>
    /// SQLite starts the log over by itself when no reader is in the way; where one always is, the log is emptied here,
    /// waiting for the readers.
    /// </summary>
    private void ShortenLog()
    {
        try
        {
            if (session is null)
                return;

            var length = file.LogLength();
            if (length <= LogBytes)
                logLimit = LogBytes;
            if (length <= logLimit)
                return;
            session.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Execute();

            // A reader that never ends costs one wait for each further stretch, not one for each commit.
            logLimit = file.LogLength() + LogBytes;
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            Log.LogStaysLong(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Storage cannot be written.")]
        public static partial void Fails(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "Storage can be written again.")]
        public static partial void WorksAgain(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "The write-ahead log of the storage could not be shortened.")]
        public static partial void LogStaysLong(ILogger logger, Exception exception);
    }
}
