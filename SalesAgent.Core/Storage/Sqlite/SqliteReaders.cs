using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>
/// A few connections that read beside the writer. A read runs on the caller's thread: it takes microseconds, less than
/// handing it to another thread would.
/// </summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    private const int MaximumReaders = 4;

    private readonly SemaphoreSlim free = new(MaximumReaders);
    private readonly ConcurrentBag<SqliteSession> idle = [];

    /// <summary>Sees every write whose task has completed.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        SqliteSession? session = null;
        try
        {
            if (!idle.TryTake(out session))
                session = file.OpenReader();
            var result = read(session);
            idle.Add(session);
            return result;
        }
        catch (Exception failure)
        {
            session?.Dispose();
            if (failure is SqliteException storage)
                throw file.Unavailable(storage);
            throw;
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
            session.Dispose();
        free.Dispose();
    }
}
