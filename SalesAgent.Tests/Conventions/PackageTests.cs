using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SalesAgent.Tests.Conventions;

/// <summary>What is taken in from outside: NuGet packages and base images are pinned, and their licences are known.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] Licences = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"];

    /// <summary>Packages that name a page instead of a licence. Each was read.</summary>
    private static readonly Dictionary<string, string> ReadByHand = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Rest.ClientRuntime"] = "MIT",
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
    };

    [Fact]
    public void Every_package_has_a_licence_that_lets_us_ship_it()
    {
        var packages = Locked();
        packages.Count.ShouldBeGreaterThan(50);

        packages
            .Select(package => $"{package.Id} {package.Version}: {LicenceOf(package)}")
            .Where(line => !Licences.Contains(line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_locked_package_has_a_content_hash()
    {
        Locked().Where(package => package.Hash.Length != 88).ShouldBeEmpty("a SHA-512 in base64 has 88 characters");
    }

    [Theory]
    [InlineData("Dockerfile", "FROM ", 2)]
    [InlineData("docker-compose.yml", "image: ", 1)]
    public void Every_base_image_is_named_by_its_digest(string file, string keyword, int images)
    {
        var named = File.ReadLines(Path.Combine(Sources.Root.FullName, file))
            .Where(line => line.TrimStart().StartsWith(keyword, StringComparison.Ordinal))
            .ToArray();

        named.Length.ShouldBe(images);
        named.Where(line => !Digest().IsMatch(line)).ShouldBeEmpty();
    }

    private static List<(string Id, string Version, string Hash)> Locked() =>
        [
            .. Directory
                .EnumerateDirectories(Sources.Root.FullName, "SalesAgent.*")
                .SelectMany(project => (string[])[project, .. Directory.EnumerateDirectories(project)])
                .Select(project => Path.Combine(project, "packages.lock.json"))
                .Where(File.Exists)
                .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject())
                .SelectMany(framework => framework.Value!.AsObject())
                .Where(package => package.Value!["type"]!.GetValue<string>() is not "Project")
                .Select(package =>
                    (package.Key, package.Value!["resolved"]!.GetValue<string>(), package.Value!["contentHash"]!.GetValue<string>())
                )
                .Distinct(),
        ];

    private static string LicenceOf((string Id, string Version, string Hash) package)
    {
        var id = package.Id.ToLowerInvariant();
        var described = XDocument.Load(Path.Combine(PackageFolder(), id, package.Version.ToLowerInvariant(), $"{id}.nuspec"));
        var licence = described
            .Descendants()
            .FirstOrDefault(element => element is { Name.LocalName: "license" } && element.Attribute("type")?.Value is "expression");
        return licence?.Value ?? ReadByHand.GetValueOrDefault(package.Id, "not stated");
    }

    private static string PackageFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [GeneratedRegex("@sha256:[0-9a-f]{64}(\\s|$)")]
    private static partial Regex Digest();
}
