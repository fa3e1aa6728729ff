using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Cli;

/// <summary><c>manifest pack</c>, as a process of its own.</summary>
public sealed class ManifestPackTests : IDisposable
{
    private const string Package = "@microsoft/app-manifest";
    private const string AppId = "0b5e0000-0000-4000-8000-000000000001";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-manifest-");

    private string Zip => Path.Combine(folder.FullName, "salesagent-teams.zip");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_package_has_three_files_in_its_root_and_every_place_filled_in()
    {
        var run = await PackAsync([("MicrosoftAppId", AppId), ("HubSpot__PublicBaseUri", "https://bot.contoso.com/hub")]);

        run.ExitCode.ShouldBe(0, run.Error);
        using var zip = ZipFile.OpenRead(Zip);
        zip.Entries.Select(entry => entry.FullName).ShouldBe(["manifest.json", "color.png", "outline.png"], ignoreOrder: true);
        var manifest = JsonNode.Parse(ReadAll(zip.GetEntry("manifest.json")!))!;
        manifest.ToJsonString().ShouldNotContain("{{");
        ((string?)manifest["id"], (string?)manifest["bots"]![0]!["botId"]).ShouldBe((AppId, AppId));
        manifest["validDomains"]!.AsArray().Select(domain => (string?)domain).ShouldBe(["bot.contoso.com"]);
        ((string?)manifest["developer"]!["privacyUrl"]).ShouldBe("https://bot.contoso.com/privacy");
    }

    [Fact]
    public async Task Microsofts_own_validator_takes_it()
    {
        (await PackAsync([("MicrosoftAppId", AppId)], "--host", "bot.contoso.com")).ExitCode.ShouldBe(0);
        ZipFile.ExtractToDirectory(Zip, folder.FullName);

        var problems = await RunNodeAsync(
            "const { AppManifestUtils } = require('@microsoft/app-manifest');"
                + $"AppManifestUtils.validateAgainstSchema(JSON.parse(require('fs').readFileSync({JsonValue.Create(Path.Combine(folder.FullName, "manifest.json")).ToJsonString()}, 'utf8'))).then(found => console.log(JSON.stringify(found)));"
        );

        JsonNode.Parse(problems)!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_schema_does_not_allow_is_named_and_nothing_is_written()
    {
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(SchemaFile()))!;
        schema["properties"]!["name"]!["properties"]!["short"]!["maxLength"] = 3;
        var strict = Path.Combine(folder.FullName, "strict.json");
        await File.WriteAllTextAsync(strict, schema.ToJsonString());

        var run = await BotProcess.RunWithAsync(
            [("MicrosoftAppId", AppId)],
            "manifest",
            "pack",
            "--host",
            "bot.contoso.com",
            "--schema",
            strict,
            "--out",
            Zip
        );

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("name.short");
        File.Exists(Zip).ShouldBeFalse();
    }

    [Fact]
    public async Task Everything_that_is_missing_is_said_at_once()
    {
        var run = await PackAsync([]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("MicrosoftAppId");
        run.Error.ShouldContain("--host");
        File.Exists(Zip).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://bot.contoso.com")]
    [InlineData("localhost")]
    [InlineData("bot.contoso.com/x")]
    public async Task A_host_that_is_none_is_refused(string host) =>
        (await PackAsync([("MicrosoftAppId", AppId)], "--host", host)).ExitCode.ShouldBe(1);

    internal static string SchemaFile()
    {
        Peers.NeedNode(Package, "fs-extra");
        return Path.Combine(Peers.Package(Package), "build", "json-schemas", "teams", "v1.25", "MicrosoftTeams.schema.json");
    }

    private static async Task<string> RunNodeAsync(string script)
    {
        var start = new ProcessStartInfo("node", ["-e", script])
        {
            WorkingDirectory = Peers.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await error);
        return output;
    }

    private Task<BotProcess> PackAsync((string, string)[] environment, params string[] arguments) =>
        BotProcess.RunWithAsync(environment, ["manifest", "pack", "--schema", SchemaFile(), "--out", Zip, .. arguments]);

    private static string ReadAll(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
