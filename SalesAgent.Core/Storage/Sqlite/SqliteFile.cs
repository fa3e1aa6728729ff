using System.Globalization;
using Microsoft.Data.Sqlite;
using SalesAgent.Core.Storage.Sqlite.Files;
using SQLitePCL;

namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>The database file: how it is created and opened, and what its failures mean.</summary>
/// <param name="path">Made absolute.</param>
/// <param name="busyTimeout">How long to wait for another process that writes; default 5 s.</param>
internal sealed class SqliteFile(string path, TimeSpan? busyTimeout = null)
{
    private const int Busy = 5,
        Locked = 6,
        ReadOnly = 8,
        InputOutput = 10,
        Corrupt = 11,
        Full = 13,
        CannotOpen = 14,
        NotADatabase = 26;

    private readonly long busyMilliseconds = (long)(busyTimeout ?? TimeSpan.FromSeconds(5)).TotalMilliseconds;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public FilePlace Place { get; } = new(System.IO.Path.GetFullPath(path));

    /// <summary>What the disk has left for us; null when it does not say.</summary>
    public long? FreeBytes()
    {
        try
        {
            return new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Lets nobody but us read the file, its log and their index, as the release before left them or somebody restored them.
    /// </summary>
    /// <returns>Each that others could read until now, and whether they still can.</returns>
    public IEnumerable<(string Path, bool IsOpen)> KeepToOurselves()
    {
        foreach (var one in (string[])[Path, Path + "-wal", Path + "-shm"])
        {
            var kept = OwnersOnly.Keep(one, out var changed);
            if (changed || !kept)
                yield return (one, !kept);
        }
    }

    /// <summary>Bytes of the write-ahead log.</summary>
    public long LogLength() => new FileInfo(Path + "-wal") is { Exists: true } log ? log.Length : 0;

    /// <summary>The folder and an empty file that only we may read. The write-ahead log takes over its mode.</summary>
    /// <exception cref="StorageUnavailableException">The place cannot be written.</exception>
    public void Create()
    {
        try
        {
            CreateFolder(System.IO.Path.GetDirectoryName(Path)!);

            // Opening and closing a file that is in use would drop the locks this process holds on it.
            if (File.Exists(Path))
                return;

            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var created = new FileStream(Path, options);
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process created it in this moment.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"The storage file '{Path}' cannot be created: check Storage:Path and who may write there.",
                failure
            );
        }
    }

    public SqliteSession OpenWriter()
    {
        var connection = Open();
        try
        {
            // SqliteCommand retries on SQLITE_BUSY, which happens while another process switches to the write-ahead log; a bare statement
            // does not.
            var mode = Run(connection, "PRAGMA journal_mode=WAL");
            if (mode is not "wal")
            {
                throw new StorageUnavailableException(
                    $"The storage file '{Path}' cannot keep a write-ahead log (it says '{mode}'): it must be on a local disk."
                );
            }

            // FULL: a commit returns when the log is on disk; fullfsync makes macOS flush the drive as well.
            // The log is folded into the file every 2,000 pages and cut to 16 MiB then.
            Run(connection, "PRAGMA synchronous=FULL; PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1");
            Run(connection, "PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=16777216");
            // What is deleted or replaced is overwritten with zeros: a person who is forgotten is not in the file any more.
            Run(connection, "PRAGMA secure_delete=ON");
            Run(connection, "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096");
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteSession OpenReader()
    {
        var connection = Open();

        // Whatever is written meanwhile makes a reader forget its pages: it keeps hardly more than one read takes.
        Run(connection, "PRAGMA query_only=1; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-256");
        return new SqliteSession(connection);
    }

    /// <summary>The failure in words an operator can act on.</summary>
    public StorageUnavailableException Unavailable(SqliteException failure) =>
        new(
            failure.SqliteErrorCode switch
            {
                Busy or Locked => $"The storage file '{Path}' stayed locked by another process.",
                Full => $"The disk of the storage file '{Path}' is full.",
                ReadOnly => $"The storage file '{Path}' may not be written.",
                CannotOpen => $"The storage file '{Path}' cannot be opened.",
                InputOutput => $"The disk of the storage file '{Path}' fails (SQLite {failure.SqliteExtendedErrorCode}).",
                Corrupt or NotADatabase => $"The storage file '{Path}' is damaged or not a database.",
                _ => $"The storage file '{Path}' refused (SQLite {failure.SqliteExtendedErrorCode}).",
            },
            failure
        );

    /// <summary>After these the connection is as good as before; after any other it is opened anew.</summary>
    public static bool LeavesConnectionSound(SqliteException failure) => failure.SqliteErrorCode is Busy or Locked or Full;

    private SqliteConnection Open()
    {
        // Else another file would be opened in the place of ours, and half of what follows would go there.
        Place.Check();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 5,
            }.ToString()
        );
        try
        {
            connection.Open();

            // Keeps a plan whatever is bound: else SQLite compiles each statement with a bound LIMIT again, every time it runs.
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={busyMilliseconds}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static object? Run(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants and a number.
        command.CommandText = pragmas;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
