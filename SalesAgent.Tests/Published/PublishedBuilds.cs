using System.Diagnostics;
using SalesAgent.Tests.Published;

[assembly: AssemblyFixture(typeof(PublishedBuilds))]

namespace SalesAgent.Tests.Published;

/// <summary>
/// The bot as the Dockerfile publishes it, twice: as one release and as the next. Each is made when the first test asks for it.
/// </summary>
public sealed class PublishedBuilds : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-published-");
    private readonly Lazy<Task<string>> next;
    private readonly Lazy<Task<string>> old;

    public PublishedBuilds()
    {
        next = new(() => PublishAsync("1.0.0"));

        // One after the other, because the second takes over what the first has made.
        old = new(async () =>
        {
            await next.Value;
            return await PublishAsync("0.9.0");
        });
    }

    public Task<string> OldAsync() => old.Value;

    public Task<string> NewAsync() => next.Value;

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> PublishAsync(string version)
    {
        // Readable for the user that a test runs it as; a folder of the temporary kind is its maker's alone.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        var output = Path.Combine(folder.FullName, version);

        // Built as the image is: from what the Dockerfile copies, by the commands it runs. Nothing that is running is overwritten.
        var source = Path.Combine(folder.FullName, "source");
        ImageRecipe.CopyTo(source);
        foreach (var command in ImageRecipe.Commands)
        {
            string[] ours = command[0] is "publish"
                ? ["--output", output, $"-p:Version={version}", "-p:RunAnalyzersDuringBuild=false"]
                : [];
            await DotnetAsync(
                source,
                [.. command[0] is "publish" ? WithoutOutput(command) : command, .. ours, "-maxcpucount:1", "-nodeReuse:false"]
            );
        }

        return output;
    }

    private static IEnumerable<string> WithoutOutput(string[] command)
    {
        var at = Array.IndexOf(command, "--output");
        return command.Where((_, index) => at < 0 || (index != at && index != at + 1));
    }

    private static async Task DotnetAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said + await error);
    }
}
