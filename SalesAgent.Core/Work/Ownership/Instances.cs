using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Core.Work.Ownership;

/// <summary>
/// Which processes work on this storage from this machine, and which of them are dead. Each has a file of its own that it keeps locked: the
/// operating system lets go of the lock when the process ends, however it ends, so whoever gets the lock has proof of death. Without such a
/// proof (another machine, a file that is gone, a disk without locks) a process counts as alive, and what it holds is waited for.
/// </summary>
public sealed partial class Instances : IDisposable
{
    /// <summary>Files of the dead stay, because claims of theirs may still be met. Of older ones the claims are waited for.</summary>
    internal const int MostDeadKept = 16;

    private const string AllFolders = "instances";

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private readonly HashSet<string> dead = new(StringComparer.Ordinal);
    private readonly string? folder;
    private readonly ILogger logger;
    private InstanceFile? own;
    private bool tried;

    /// <param name="folder">Where the files lie, shared by all instances of this machine and storage; null: none, so nobody is ever known
    /// to be dead.</param>
    public Instances(string? folder, ILogger<Instances> logger)
    {
        this.folder = folder;
        this.logger = logger;
    }

    /// <summary>Of this process; another one after each start.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>This process's file; null when there can be none.</summary>
    internal InstanceFile? Own
    {
        get
        {
            lock (gate)
            {
                if (!tried)
                    own = Begin();
                tried = true;
                return own;
            }
        }
    }

    /// <summary>Whether it is proven that this instance is dead. False for this one, and for whoever nothing is known of.</summary>
    public bool IsDead(string? id)
    {
        if (id is null || id == Id || !IsId(id) || Own is null)
            return false;
        lock (gate)
        {
            if (dead.Contains(id))
                return true;
        }

        using var file = InstanceFile.TryLock(Path.Combine(folder!, id));
        if (file is not null)
            Bury(id);
        return file is not null;
    }

    /// <summary>Those that died and that nobody has taken over from yet. Their files are locked until they are disposed.</summary>
    internal IEnumerable<InstanceFile> FindDead()
    {
        if (Own is null)
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder!))
        {
            var id = Path.GetFileName(path);
            if (
                id == Id
                || !IsId(id)
                || new FileInfo(path) is not { Exists: true, Length: > 0 }
                || InstanceFile.TryLock(path) is not { } file
            )
            {
                continue;
            }

            Bury(id);
            yield return file;
        }
    }

    /// <summary>
    /// The folder of this storage on this machine since it was started: a receipt means nothing to another storage, and on a disk that
    /// several machines share, a lock may mean nothing to another machine.
    /// </summary>
    /// <param name="beside">Where the data lies.</param>
    /// <param name="storage">Tells one storage from another; only a hash of it is used.</param>
    public static string FolderFor(string beside, string storage)
    {
        const string bootId = "/proc/sys/kernel/random/boot_id";
        var machine = File.Exists(bootId) ? File.ReadAllText(bootId).Trim() : Environment.MachineName;
        return Path.Combine(
            beside,
            AllFolders,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{machine}\n{storage}")).AsSpan(0, 8))
        );
    }

    /// <summary>Removes the files of those that died longest ago, and folders that nobody has written to for a month.</summary>
    internal void Tidy()
    {
        if (Own is not { } mine)
            return;
        var names = new DirectoryInfo(folder!)
            .EnumerateFiles()
            .Where(file => file.Length == 0 && IsId(file.Name) && file.Name != Id)
            .OrderByDescending(file => file.LastWriteTimeUtc);
        foreach (var file in names.Skip(MostDeadKept))
        {
            using var locked = InstanceFile.TryLock(file.FullName);
            if (locked is not null)
                file.Delete();
        }

        if (Directory.GetParent(folder!) is not { Name: AllFolders } all)
            return;
        foreach (var old in all.EnumerateDirectories().Where(other => other.Name != Path.GetFileName(folder) && other.Name.Length == 16))
        {
            // Of a live instance it costs the proof of its death, should it ever die.
            if (
                old.EnumerateFiles().Select(file => file.LastWriteTimeUtc).Append(old.LastWriteTimeUtc).Max()
                < File.GetLastWriteTimeUtc(mine.Path) - Month
            )
            {
                old.Delete(recursive: true);
            }
        }
    }

    /// <summary>From now on this instance counts as dead.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            tried = true;
            own?.Dispose();
            own = null;
        }
    }

    private InstanceFile? Begin()
    {
        if (folder is null)
            return null;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var made = InstanceFile.Create(folder, Id);

            // Where locks mean nothing, everybody would look dead.
            using var second = InstanceFile.TryLock(made.Path);
            if (second is null)
                return made;

            // Its file would look like that of somebody dead.
            made.Dispose();
            File.Delete(made.Path);
            Log.NoLocks(logger, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NoFile(logger, failure, folder);
        }

        return null;
    }

    private void Bury(string id)
    {
        lock (gate)
            dead.Add(id);
    }

    private static bool IsId(string name) => name.Length == 16 && name.All(char.IsAsciiHexDigitLower);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Files in {Folder} cannot be locked: after a crash, work waits until the leases of the dead process lapse."
        )]
        public static partial void NoLocks(ILogger logger, string folder);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "There is no file of this process in {Folder}: after a crash, work waits until the leases of the dead process lapse."
        )]
        public static partial void NoFile(ILogger logger, Exception exception, string folder);
    }
}
