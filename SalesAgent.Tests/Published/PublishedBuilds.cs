using System.Diagnostics;
using SalesAgent.Tests.Conventions;
using SalesAgent.Tests.Published;

[assembly: AssemblyFixture(typeof(PublishedBuilds))]

namespace SalesAgent.Tests.Published;

/// <summary>The bot as <c>dotnet publish</c> makes it, twice: as one release and as the next. Made when the first test asks.</summary>
public sealed class PublishedBuilds : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-published-");
    private readonly Lazy<Task<(string Old, string New)>> both;

    public PublishedBuilds() => both = new(PublishBothAsync);

    public async Task<string> OldAsync() => (await both.Value).Old;

    public async Task<string> NewAsync() => (await both.Value).New;

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<(string Old, string New)> PublishBothAsync()
    {
        // Readable for the user that a test runs it as; a folder of the temporary kind is its maker's alone.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        return (await PublishAsync("0.9.0"), await PublishAsync("1.0.0"));
    }

    private async Task<string> PublishAsync(string version)
    {
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
