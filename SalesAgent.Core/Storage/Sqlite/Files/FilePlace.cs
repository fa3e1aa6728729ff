namespace SalesAgent.Core.Storage.Sqlite.Files;

/// <summary>
/// Whether the database file and its log still lie where they were opened. What is written into a file that has lost its name is gone with
/// the process, however well the commit went.
/// </summary>
internal sealed class FilePlace(string path)
{
    private readonly Lock looking = new();
    private FileAtPath? file;
    private FileAtPath? log;
    private bool watchesLog;
    private string? lost;

    /// <summary>Takes what lies there now for ours. Called when a connection that writes has been opened.</summary>
    public void Remember()
    {
        lock (looking)
        {
            file ??= FileAtPath.Look(path);
            log = FileAtPath.Look(LogPath);
            watchesLog = true;
        }
    }

    /// <summary>
    /// The connection that writes is about to be closed: with the last one SQLite takes the log away itself, and makes another with the
    /// next.
    /// </summary>
    public void Release()
    {
        // What is lost by now stays so.
        Problem();
        lock (looking)
            watchesLog = false;
    }

    /// <summary>Null: both are in place, or nothing has been opened yet.</summary>
    public string? Problem()
    {
        lock (looking)
        {
            if (lost is not null || file is not { } ours)
                return lost;

            if (FileAtPath.Look(path) is not { } now || now.Identity != ours.Identity)
                return $"The storage file '{path}' is no longer at its path: nothing is accepted. Put the same file back, or stop, restore a backup and start again.";
            if (now.Length < ours.Length)
                return lost = $"The storage file '{path}' was cut short: nothing is accepted. Stop, restore a backup and start again.";

            file = now;
            if (!watchesLog)
                return null;

            var logNow = FileAtPath.Look(LogPath);
            if (log is { } known && logNow?.Identity != known.Identity)
                return lost = $"The log of the storage file '{path}' is no longer at its path: nothing is accepted. Start again.";

            log ??= logNow;
            return null;
        }
    }

    /// <exception cref="StorageUnavailableException">The file or its log is not in its place.</exception>
    public void Check()
    {
        if (Problem() is { } problem)
            throw new StorageUnavailableException(problem);
    }

    private string LogPath => path + "-wal";
}
