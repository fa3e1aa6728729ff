namespace SalesAgent.Bot.Operations.Settings;

/// <summary>
/// The files with keys that the settings name. One that others can read is told of at the start; its mode is left to whoever made it.
/// </summary>
internal static partial class KeyFiles
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly string[] Settings = ["Google:ClientSecretFile", "Google:ServiceAccountFile", "MicrosoftAppCertificateFile"];

    public static void TellOfReadable(IServiceProvider services)
    {
        if (OperatingSystem.IsWindows())
            return;

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(KeyFiles));
        var root = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
        foreach (var setting in Settings)
        {
            if (
                services.GetRequiredService<IConfiguration>()[setting] is { Length: > 0 } path
                && MayBeReadByOthers(Path.Combine(root, path))
            )
            {
                Log.Readable(logger, setting);
            }
        }
    }

    private static bool MayBeReadByOthers(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Other users of this machine can read the file that {Setting} names: give it to the user this runs as, with mode 0600."
        )]
        public static partial void Readable(ILogger logger, string setting);
    }
}
