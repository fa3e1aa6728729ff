using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Tests.Protocol.Outbound;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteStartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-");

    private string FilePath => Path.Combine(folder.FullName, "a", "b", "salesagent.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_folder_and_a_file_only_we_can_read_are_created()
    {
        using var database = Open(FilePath);

        File.Exists(FilePath).ShouldBeTrue();
        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(FilePath + "-wal").ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_file_that_was_restored_as_readable_for_others_is_for_its_owner_alone_again_with_its_log()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Open(FilePath).Dispose();
        foreach (var one in (string[])[FilePath, FilePath + "-wal", FilePath + "-shm"])
        {
            if (!File.Exists(one))
                File.WriteAllText(one, "");
            File.SetUnixFileMode(one, owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var told = new ConcurrentQueue<string>();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new Recorder(told)));
        using var database = SqliteDatabase.Open(new SqliteFile(FilePath), loggers);

        foreach (var one in (string[])[FilePath, FilePath + "-wal", FilePath + "-shm"])
            File.GetUnixFileMode(one).ShouldBe(owner, one);
        told.Count(line => line.Contains("could read", StringComparison.Ordinal)).ShouldBe(3, string.Join('\n', told));
    }

    [Fact]
    public async Task Many_processes_may_start_on_a_new_file_at_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var path = Path.Combine(folder.FullName, $"{round}", "salesagent.db");
            var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open(path))));
            foreach (var database in opened)
                database.Dispose();
        }
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        Open(FilePath).Dispose();
        Run("PRAGMA user_version=99");

        var refusal = Should.Throw<StorageUnavailableException>(() => Open(FilePath));

        refusal.Message.ShouldContain("newer version");
        refusal.Message.ShouldContain("schema 99");
        refusal.Message.ShouldContain(FilePath);
    }

    [Fact]
    public async Task A_file_of_the_release_before_is_opened_with_the_work_that_is_in_it_each_once()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        Run(TheReleaseBefore);
        Run(
            """
            INSERT INTO work VALUES (1, 'run_lead', 'lead-1', NULL, 2, 1000, 1000, NULL, NULL, NULL), (2, 'run_lead', 'lead-1', NULL, 0, 2000, 2000, NULL, NULL, NULL),
              (3, 'run_lead', 'lead-1', NULL, 0, 3000, 900, NULL, NULL, NULL), (4, 'carry_out', 'lead-1', NULL, 0, 2000, 2000, NULL, NULL, NULL),
              (5, 'run_lead', 'lead-2', NULL, 9, 1000, 1000, NULL, 5000, 'reason'), (6, 'run_lead', 'lead-2', NULL, 0, 2000, 2000, NULL, NULL, NULL),
              (7, 'a', 'x', 'one', 0, 2000, 2000, NULL, NULL, NULL), (8, 'a', 'x', 'two', 0, 2000, 2000, NULL, NULL, NULL);
            UPDATE counter SET value = 8
            """
        );

        for (var time = 0; time < 2; time++)
        {
            using var database = Open(FilePath);
            var queue = new SqliteWorkQueue(database, TimeProvider.System);
            var alive = await queue.ListAsync(100, TestContext.Current.CancellationToken);
            alive
                .Select(work => (work.Id, work.Item.Subject, work.Item.IsUrgent))
                .ShouldBe([("3", "lead-1", false), ("4", "lead-1", false), ("6", "lead-2", false), ("7", "x", false), ("8", "x", false)]);
            (await queue.ListBuriedAsync(10, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Id.ShouldBe("5");
        }

        // And it can go back: the release before writes what it knows, which has a place here.
        Run(
            "INSERT INTO work (id, kind, subject, argument, attempts, enqueued_at, visible_at, receipt) VALUES (100, 'run_lead', 'lead-9', NULL, 1, 1, 1, 101); PRAGMA user_version"
        );
        using var again = Open(FilePath);
        (
            await new SqliteWorkQueue(again, TimeProvider.System).ReceiveAsync(
                10,
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            )
        ).ShouldContain(work => work.Item.Subject == "lead-9");
        Number("PRAGMA user_version").ShouldBe(1);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        Run("CREATE TABLE theirs (a)");

        Should.Throw<StorageUnavailableException>(() => Open(FilePath)).Message.ShouldContain("another program");

        Run("INSERT INTO theirs VALUES (1)");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, string.Concat(Enumerable.Repeat("not a database ", 100)));

        Should.Throw<StorageUnavailableException>(() => Open(FilePath)).Message.ShouldContain("not a database");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said_in_one_line()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "a"), "a file where the folder should be");

        var refusal = Should.Throw<StorageUnavailableException>(() => Open(FilePath));

        refusal.Message.ShouldContain("Storage:Path");
        refusal.Message.ShouldContain(FilePath);
        refusal.Message.ShouldNotContain('\n');
    }

    /// <summary>Its schema, word for word.</summary>
    private const string TheReleaseBefore = """
        CREATE TABLE counter (value INTEGER NOT NULL);
        INSERT INTO counter VALUES (0);
        CREATE TABLE record (
          partition TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
          PRIMARY KEY (partition, key));
        CREATE TABLE work (
          id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, argument TEXT,
          attempts INTEGER NOT NULL, enqueued_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
          receipt INTEGER, buried_at INTEGER, buried_because TEXT);
        CREATE INDEX work_alive ON work (visible_at, id) WHERE buried_at IS NULL;
        CREATE INDEX work_buried ON work (buried_at, id) WHERE buried_at IS NOT NULL;
        PRAGMA user_version=1
        """;

    private long Number(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteDatabase Open(string path) => SqliteDatabase.Open(new SqliteFile(path), NullLoggerFactory.Instance);

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
