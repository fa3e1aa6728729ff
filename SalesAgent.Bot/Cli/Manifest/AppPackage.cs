using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Teams.Commands;

namespace SalesAgent.Bot.Cli.Manifest;

/// <summary>
/// The three files Teams wants in the root of a zip, with this installation's ids and host and the bot's commands filled in.
/// </summary>
internal sealed class AppPackage
{
    private const string ManifestFile = "manifest.json";

    private static readonly string[] Icons = ["color.png", "outline.png"];

    private AppPackage(string manifest) => Manifest = manifest;

    public string Manifest { get; }

    public Uri SchemaAddress => new(JsonNode.Parse(Manifest)!["$schema"]!.GetValue<string>());

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "manifest");

    /// <param name="host">Null: as the configuration has it.</param>
    /// <param name="problems">What has to be set first.</param>
    public static bool TryFill(
        IConfiguration configuration,
        string? host,
        [NotNullWhen(true)] out AppPackage? package,
        out IReadOnlyList<string> problems
    )
    {
        var wrong = new List<string>();
        var app = configuration["MicrosoftAppId"];
        if (!Guid.TryParseExact(app, "D", out _))
            wrong.Add("MicrosoftAppId is missing or not a GUID: the application (client) id of the bot's registration.");

        host ??= HostOf(configuration["HubSpot:PublicBaseUri"]) ?? HostOf(configuration["Google:RedirectUri"]);
        if (host is null)
            wrong.Add("The public host is not known: give it with --host, or set HubSpot:PublicBaseUri or Google:RedirectUri.");
        else if (Uri.CheckHostName(host) is not UriHostNameType.Dns || !host.Contains('.', StringComparison.Ordinal))
            wrong.Add("--host must be a public host name alone, such as bot.contoso.com.");

        problems = wrong;
        package =
            wrong.Count > 0
                ? null
                : new AppPackage(
                    File.ReadAllText(Path.Combine(Folder, ManifestFile))
                        .Replace("{{MicrosoftAppId}}", app, StringComparison.Ordinal)
                        .Replace("{{PublicHost}}", host, StringComparison.Ordinal)
                        .Replace("\"{{Commands}}\"", Commands(), StringComparison.Ordinal)
                );
        return package is not null;
    }

    /// <summary>Whole or not at all: an older file stays until the new one is there.</summary>
    public void WriteTo(FileInfo file)
    {
        file.Directory!.Create();
        var unfinished = file.FullName + ".part";
        using (var zip = new ZipArchive(File.Create(unfinished), ZipArchiveMode.Create))
        {
            using (var writer = new StreamWriter(zip.CreateEntry(ManifestFile).Open()))
                writer.Write(Manifest);
            foreach (var icon in Icons)
                zip.CreateEntryFromFile(Path.Combine(Folder, icon), icon);
        }

        File.Move(unfinished, file.FullName, overwrite: true);
    }

    /// <summary>Teams' own menu: what stands there is understood.</summary>
    private static string Commands() =>
        string.Join(
            ", ",
            ChatCommands
                .All.Where(command => command.Menu is not null)
                .Select(command => new JsonObject { ["title"] = command.Name, ["description"] = command.Menu }.ToJsonString())
        );

    private static string? HostOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsLoopback ? uri.IdnHost : null;
}
