using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

/// <summary>A database file of its own in a folder of its own.</summary>
internal sealed class SqliteUnderTest : StorageUnderTest
{
    private readonly DirectoryInfo folder;
    private readonly bool ownsFolder = true;

    public SqliteUnderTest()
        : this(Directory.CreateTempSubdirectory("salesagent-"), new FakeTimeProvider(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))) { }

    private SqliteUnderTest(DirectoryInfo folder, FakeTimeProvider time)
    {
        this.folder = folder;
        Time = time;
        Path = System.IO.Path.Combine(folder.FullName, "data", "salesagent.db");
        Database = SqliteDatabase.Open(new SqliteFile(Path, TimeSpan.FromMilliseconds(500)), NullLoggerFactory.Instance);
        Records = new SqliteRecordStore(Database);
        Queue = new SqliteWorkQueue(Database, Time);
        Writes = new SqliteOrderedWrites(Database, Time);
    }

    /// <summary>The same file, opened a second time as another process would.</summary>
    private SqliteUnderTest(SqliteUnderTest first)
        : this(first.folder, first.Time) => ownsFolder = false;

    public FakeTimeProvider Time { get; }

    public string Path { get; }

    public SqliteDatabase Database { get; }

    public override IRecordStore Records { get; }

    public override IWorkQueue Queue { get; }

    public override IOrderedWrites Writes { get; }

    public SqliteUnderTest OpenAgain() => new(this);

    /// <summary>What would be found if the process were killed in this moment: the files as they are, without being closed.</summary>
    public SqliteUnderTest OpenAsKilledNow()
    {
        var copy = Directory.CreateTempSubdirectory("salesagent-");
        var data = copy.CreateSubdirectory("data");
        foreach (var file in new[] { Path, Path + "-wal" }.Where(File.Exists))
            File.Copy(file, System.IO.Path.Combine(data.FullName, System.IO.Path.GetFileName(file)));
        return new SqliteUnderTest(copy, Time);
    }

    /// <summary>A connection that knows nothing of ours.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=5");
        connection.Open();
        return connection;
    }

    /// <summary>Keeps the writer inside a transaction until it is released.</summary>
    public async Task<HeldWriter> HoldWriterAsync(Action<SqliteSession>? before = null)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new ManualResetEventSlim();
        var ended = Database.WriteAsync(
            session =>
            {
                before?.Invoke(session);
                entered.SetResult();
                released.Wait();
                return true;
            },
            CancellationToken.None
        );
        await entered.Task;
        return new HeldWriter(released, ended);
    }

    public override TimeProvider Clock => Time;

    public override TimeSpan Lease => TimeSpan.FromSeconds(2);

    public override bool ListsLeased => true;

    public override bool FindsItems => true;

    public override ValueTask StartAsync() => ValueTask.CompletedTask;

    public override Task LetPassAsync(TimeSpan duration)
    {
        Time.Advance(duration);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Database.Dispose();
        if (ownsFolder)
            folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

internal sealed class HeldWriter(ManualResetEventSlim released, Task ended)
{
    public Task ReleaseAsync()
    {
        released.Set();
        return ended;
    }
}
