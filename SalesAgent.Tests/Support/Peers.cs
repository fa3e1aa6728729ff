namespace SalesAgent.Tests.Support;

/// <summary>The outside programs some tests run against: a browser, and what <c>npm ci</c> puts into Peers/node_modules.</summary>
internal static class Peers
{
    private static readonly string[] BrowserPaths =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>SalesAgent.Tests/Peers in the sources.</summary>
    public static string Folder { get; } = FindFolder();

    public static string Package(string name) => Path.Combine(Folder, "node_modules", name);

    public static string? BrowserPath { get; } =
        Environment.GetEnvironmentVariable("SALESAGENT_BROWSER") is { Length: > 0 } named
            ? named
            : BrowserPaths.FirstOrDefault(File.Exists);

    /// <summary>Where everything must be there: in CI, and where somebody asked for it.</summary>
    private static bool Required =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        || Environment.GetEnvironmentVariable("SALESAGENT_REQUIRE_PEERS") == "1";

    /// <summary>Skips the test when there is no browser or one of the npm packages is missing; fails it where peers are required.</summary>
    public static void Need(params string[] packages) =>
        SkipBecause(BrowserPath is null ? "There is no Chromium: install it, or name one in SALESAGENT_BROWSER." : Missing(packages));

    /// <summary>The same for what Node runs by itself.</summary>
    public static void NeedNode(params string[] packages) => SkipBecause(HasNode ? Missing(packages) : "There is no Node.js: install it.");

    /// <summary>The same for the sender of a drill.</summary>
    public static void NeedPython() => SkipBecause(IsOnPath("python3") ? null : "There is no python3: install it.");

    /// <summary>The same for what turns the clock of another process.</summary>
    public static void NeedFaketime() =>
        SkipBecause(
            FaketimePath is null
                ? "There is no libfaketime: install it (Debian: faketime), or name the library in SALESAGENT_FAKETIME."
                : null
        );

    /// <summary>The library of libfaketime for programs with threads; null: there is none.</summary>
    public static string? FaketimePath { get; } =
        Environment.GetEnvironmentVariable("SALESAGENT_FAKETIME") is { Length: > 0 } library
            ? library
            : FaketimeFolders().SelectMany(folder => Directory.EnumerateFiles(folder, "libfaketimeMT.so.1")).FirstOrDefault();

    private static bool HasNode { get; } = IsOnPath("node");

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program)));

    private static IEnumerable<string> FaketimeFolders() =>
        ((string[])["/usr/lib", "/usr/lib64"])
            .Where(Directory.Exists)
            .SelectMany(libraries => Directory.EnumerateDirectories(libraries).Append(libraries))
            .Select(folder => Path.Combine(folder, "faketime"))
            .Where(Directory.Exists);

    private static string? Missing(string[] packages) =>
        packages.Where(name => !Directory.Exists(Package(name))).ToArray() is [_, ..] missing
            ? $"Not installed: {string.Join(", ", missing)}. Run 'npm ci' in SalesAgent.Tests/Peers."
            : null;

    private static void SkipBecause(string? reason)
    {
        if (reason is null)
            return;
        if (Required)
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "SalesAgent.Tests", "Peers");
            if (Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException("SalesAgent.Tests/Peers is not above the test assembly.");
    }
}
