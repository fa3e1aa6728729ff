using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SalesAgent.Core.Storage.Sqlite.Files;

/// <summary>
/// Which file lies at a path. Never opens it: closing a database file again would drop the locks that this process holds on it.
/// </summary>
/// <param name="Identity">The same for as long as it is the same file, under whatever name.</param>
internal readonly record struct FileAtPath((ulong Device, ulong Number) Identity, long Length)
{
    private const int CurrentFolder = -100;
    private const uint NumberAndLength = 0x300;
    private const int NumberAt = 32,
        LengthAt = 40,
        DeviceAt = 136;

    private static readonly bool AsksTheKernel = OperatingSystem.IsLinux() && Exports("statx");

    /// <summary>Null: there is none, or none that we may see.</summary>
    public static FileAtPath? Look(string path) => AsksTheKernel ? Ask(path) : LookPortably(path);

    // The layout of this call is the same on every architecture, which that of stat is not.
    private static FileAtPath? Ask(string path)
    {
        var found = new byte[256];
        if (Statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, NumberAndLength, found) != 0)
            return null;

        return new FileAtPath(
            (
                BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(DeviceAt)),
                BinaryPrimitives.ReadUInt64LittleEndian(found.AsSpan(NumberAt))
            ),
            BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(LengthAt))
        );
    }

    /// <summary>Elsewhere the moment of its creation stands for the file. Windows lets nobody take away a file that is open.</summary>
    private static FileAtPath? LookPortably(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileAtPath((0, (ulong)file.CreationTimeUtc.Ticks), file.Length) : null;
    }

    private static bool Exports(string function) =>
        NativeLibrary.TryLoad("libc", typeof(FileAtPath).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, function, out _);

    [DllImport("libc", EntryPoint = "statx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, [Out] byte[] found);
}
