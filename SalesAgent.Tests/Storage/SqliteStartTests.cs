using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;

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
