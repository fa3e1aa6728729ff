using System.Diagnostics;
using System.Globalization;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// A bot whose disk can be filled up and emptied from outside while it runs, without rights that a build machine may not have.
/// </summary>
internal abstract class FullDisk : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-disk-");

    public ServingBot Bot { get; private set; } = null!;

    protected string Folder => folder.FullName;

    /// <param name="ofItsOwn">A file system of its own, which a user namespace lets anybody mount; else a limit on how large the process'
    /// files may get.</param>
    public static async Task<FullDisk> StartAsync(bool ofItsOwn)
    {
        FullDisk disk = ofItsOwn ? new SmallFileSystem() : new FileSizeLimit();
        try
        {
            disk.Bot = await ServingBot.StartAsync(disk.Folder, null, disk.Inside);
            return disk;
        }
        catch
        {
            disk.folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>From now on not a byte more can be written.</summary>
    public abstract void Fill();

    /// <summary>There is room again.</summary>
    public abstract void Empty();

    protected abstract string[] Inside { get; }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static int Run(params string[] words)
    {
        using var process = Process.Start(
            new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Really full: the kernel says that no space is left.</summary>
    private sealed class SmallFileSystem : FullDisk
    {
        private const string Mount = """mount -t tmpfs -o size=48m,mode=700 none "$0" && cd "$0" && exec "$@" """;

        public SmallFileSystem()
        {
            if (!OperatingSystem.IsLinux() || Run("unshare", "-Urm", "sh", "-c", Mount, Folder, "true") != 0)
            {
                Assert.Skip(
                    "This system lets nobody mount a file system in a user namespace; the other case of this test fills the disk by a limit."
                );
            }
        }

        protected override string[] Inside => ["unshare", "-Urm", "sh", "-c", Mount, Folder];

        /// <summary>Seen from here: the mount is in the bot's own view of the files.</summary>
        private string Filler => $"/proc/{Bot.ProcessId}/root{Folder}/filler";

        public override void Fill()
        {
            using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[4096];
            try
            {
                while (filler.Length < 64 << 20)
                    filler.Write(block);
            }
            catch (IOException)
            {
                return;
            }

            throw new InvalidOperationException("It does not get full.");
        }

        public override void Empty() => File.Delete(Filler);
    }

    /// <summary>No file may get larger than the log is by now: each further page of it is refused.</summary>
    private sealed class FileSizeLimit : FullDisk
    {
        public FileSizeLimit()
        {
            if (!OperatingSystem.IsLinux())
                Assert.Skip("Only Linux limits a process that runs already.");
        }

        // Whoever ignores the signal gets an error instead, as with a disk.
        protected override string[] Inside => ["sh", "-c", """trap "" XFSZ; exec "$0" "$@" """];

        public override void Fill() =>
            Limit(new FileInfo(Path.Combine(Folder, "salesagent.db-wal")).Length.ToString(CultureInfo.InvariantCulture));

        public override void Empty() => Limit("unlimited");

        private void Limit(string bytes) => Run("prlimit", "--pid", $"{Bot.ProcessId}", $"--fsize={bytes}:unlimited").ShouldBe(0);
    }
}
