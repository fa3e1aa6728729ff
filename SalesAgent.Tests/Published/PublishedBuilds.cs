using System.Diagnostics;
using SalesAgent.Tests.Conventions;
using SalesAgent.Tests.Published;

[assembly: AssemblyFixture(typeof(PublishedBuilds))]

namespace SalesAgent.Tests.Published;

/// <summary>The bot as <c>dotnet publish</c> makes it, twice: as one release and as the next. Each is made when the first test asks for it.</summary>
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
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        var output = Path.Combine(folder.FullName, version);

        // A place of its own for what the build makes: nothing that is running is overwritten.
        var start = new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(Sources.Root.FullName, "SalesAgent.Bot"), "--output", output, $"-p:Version={version}",
            $"-p:ArtifactsPath={Path.Combine(folder.FullName, "build")}", "-p:RunAnalyzersDuringBuild=false", "-maxcpucount:1", "-nodeReuse:false",
        ]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var publish = Process.Start(start)!;
        var error = publish.StandardError.ReadToEndAsync();
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, said + await error);
        return output;
    }
}
