namespace SalesAgent.Core.Storage.Sqlite.Files;

/// <summary>Files that only their owner may read, also when they were restored or copied as readable for others.</summary>
internal static class OwnersOnly
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <returns>False when others may still read or write it.</returns>
    /// <param name="changed">Others could until now.</param>
    public static bool Keep(string path, out bool changed)
    {
        changed = false;
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return true;

        try
        {
            if ((File.GetUnixFileMode(path) & Others) == 0)
                return true;

            File.SetUnixFileMode(path, Owner);
            changed = true;
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
