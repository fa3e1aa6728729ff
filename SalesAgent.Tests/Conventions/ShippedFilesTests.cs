using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Conventions;

/// <summary>What people keep beside the code and nobody may get: it goes into no commit, no published build and no image.</summary>
public sealed class ShippedFilesTests : IDisposable
{
    private static readonly string[] Kept =
    [
        "data/salesagent.db",
        "data/notes.txt",
        "salesagent.db",
        "salesagent.db-wal",
        "salesagent.db-shm",
        "salesagent.env",
        ".env",
        ".env.production",
        "client_secret.json",
        "client_secret_1234-abc.apps.googleusercontent.com.json",
        "service-account.json",
        "my_service_account_key.json",
        "contoso-sales-0a1b2c3d4e5f.json",
        "seed.json",
        "seed-2026.json",
        "appsettings.json",
        "appsettings.Production.json",
        "bot.pfx",
        "bot.pem",
        "bot.key",
        "bot.p12",
    ];

    private static readonly string[] Folders = ["", "SalesAgent.Bot/", "SalesAgent.Bot/deep/er/", "SalesAgent.Core/", "manifest/"];

    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("salesagent-shipped-");

    public void Dispose() => copy.Delete(recursive: true);

    [Fact]
    public async Task Git_sees_none_of_it_wherever_it_lies_and_all_of_the_code()
    {
        await RunAsync("git", "init", "--quiet");
        File.Copy(Path.Combine(Sources.Root.FullName, ".gitignore"), Path.Combine(copy.FullName, ".gitignore"));
        foreach (var folder in Folders)
            Plant(folder);
        string[] code =
        [
            "SalesAgent.Bot/Program.cs",
            "manifest/manifest.json",
            "global.json",
            "docs/configuration.md",
            "SalesAgent.Tests/Samples/HubSpot/errors.json",
        ];
        foreach (var file in code)
            Write(file);

        var seen = (await RunAsync("git", "ls-files", "--others", "--exclude-standard")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        seen.ShouldBe([".gitignore", .. code], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SalesAgent.Bot", "../manifest/color.png", "../manifest/manifest.json", "../manifest/outline.png")]
    [InlineData("SalesAgent.Core", "Drafting/Templates/default/first-message.hbs")]
    public async Task Only_files_that_are_named_are_published(string project, params string[] published)
    {
        foreach (var file in (string[])["global.json", "Directory.Build.props", "Directory.Packages.props", $"{project}/{project}.csproj"])
            CopyOf(file);
        foreach (var file in published)
            Write(Path.Combine(project, file));
        foreach (
            var folder in (string[])
                ["", "manifest/", $"{project}/", $"{project}/deep/", $"{project}/wwwroot/", $"{project}/Drafting/Templates/default/"]
        )
        {
            Plant(folder);
        }

        var items = JsonNode.Parse(await RunAsync("dotnet", "msbuild", $"{project}/{project}.csproj", "-getItem:Content"))!["Items"]![
            "Content"
        ]!.AsArray();

        items.Select(item => item!["Identity"]!.GetValue<string>().Replace('\\', '/')).ShouldBe(published, ignoreOrder: true);
    }

    [Fact]
    public void The_image_is_built_without_any_of_it()
    {
        foreach (var folder in Folders)
        {
            foreach (var name in Kept)
                IsInTheImage(folder + name).ShouldBeFalse(folder + name);
        }

        foreach (
            var file in (string[])
                [
                    "global.json",
                    "manifest/manifest.json",
                    "manifest/color.png",
                    "SalesAgent.Bot/Program.cs",
                    "SalesAgent.Core/Drafting/Templates/default/reply.hbs",
                ]
        )
        {
            IsInTheImage(file).ShouldBeTrue(file);
        }
    }

    /// <summary>As Docker reads the file: the last line that fits decides, for a file or for a folder that it lies in.</summary>
    private static bool IsInTheImage(string path)
    {
        var isIn = true;
        foreach (
            var line in File.ReadAllLines(Path.Combine(Sources.Root.FullName, ".dockerignore"))
                .Where(line => line is not "" and not ['#', ..])
        )
        {
            var pattern =
                "^"
                + Regex
                    .Escape(line.TrimStart('!'))
                    .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
                    .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
                + "(/.*)?$";
            if (Regex.IsMatch(path, pattern))
                isIn = line.StartsWith('!');
        }

        return isIn;
    }

    private void Plant(string folder)
    {
        foreach (var name in Kept)
            Write(folder + name);
    }

    private void Write(string file)
    {
        var path = Path.GetFullPath(Path.Combine(copy.FullName, file));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{}");
    }

    private void CopyOf(string file)
    {
        Write(file);
        File.Copy(Path.Combine(Sources.Root.FullName, file), Path.Combine(copy.FullName, file), overwrite: true);
    }

    private async Task<string> RunAsync(string command, params string[] words)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, words)
            {
                WorkingDirectory = copy.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said + await error);
        return said;
    }
}
