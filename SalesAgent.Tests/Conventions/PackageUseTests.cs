using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using SalesAgent.Bot;
using SalesAgent.Bot.Bench;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core;

namespace SalesAgent.Tests.Conventions;

/// <summary>A package that is referenced is used: the compiler notes the assemblies a project really names.</summary>
public sealed class PackageUseTests
{
    private static readonly Dictionary<string, string> NamedByNobody = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Azure.Identity"] = "its types have moved to Azure.Core, which the compiler notes instead",
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers"] = "runs in the compiler",
        ["Serilog.AspNetCore"] = "brings Serilog's host and console, which are named",
    };

    private static readonly (string Project, Assembly Built)[] Projects =
    [
        ("SalesAgent.Core/SalesAgent.Core.csproj", typeof(CoreServices).Assembly),
        ("SalesAgent.Bot/SalesAgent.Bot.csproj", typeof(SalesAgentApp).Assembly),
        ("SalesAgent.Bot/Sandbox/SalesAgent.Bot.Sandbox.csproj", typeof(SandboxHost).Assembly),
        ("SalesAgent.Bot/Bench/SalesAgent.Bot.Bench.csproj", typeof(IBench).Assembly),
        ("SalesAgent.Tests/SalesAgent.Tests.csproj", typeof(PackageTests).Assembly),
    ];

    [Fact]
    public void Every_package_that_a_project_references_is_used_in_it()
    {
        var unused = new List<string>();
        foreach (var (project, built) in Projects)
        {
            var named = built.GetReferencedAssemblies().Select(name => name.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (
                var package in ReferencedBy(Path.Combine(Sources.Root.FullName, project))
                    .Where(package => !NamedByNobody.ContainsKey(package))
            )
            {
                var assemblies = AssembliesOf(package);
                assemblies.ShouldNotBeEmpty($"{package} brings no assembly; if it is used all the same, say so in the list here.");
                if (!assemblies.Any(named.Contains))
                    unused.Add($"{project}: {package}");
            }
        }

        unused.ShouldBeEmpty();
    }

    [Fact]
    public void Every_version_that_is_set_belongs_to_a_package_somebody_references()
    {
        string[] referenced =
        [
            .. Projects.SelectMany(one => ReferencedBy(Path.Combine(Sources.Root.FullName, one.Project))),
            .. ReferencedBy(Path.Combine(Sources.Root.FullName, "Directory.Build.props")),
        ];

        var set = XDocument
            .Load(Path.Combine(Sources.Root.FullName, "Directory.Packages.props"))
            .Root!.Elements("ItemGroup")
            .Where(group => group.Attribute("Label")!.Value != "Transitive pins")
            .SelectMany(group => group.Elements("PackageVersion"))
            .Select(version => version.Attribute("Include")!.Value)
            .ToArray();
        set.Length.ShouldBeGreaterThan(20);
        set.Except(referenced, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }

    /// <summary>It cannot be had everywhere; only SharePoint types of the SDK name it (docs/decisions/0015-bot-framework-sdk.md).</summary>
    [Fact]
    public void The_AdaptiveCards_package_is_pruned_and_nothing_we_use_of_the_SDK_misses_it()
    {
        XDocument
            .Load(Path.Combine(Sources.Root.FullName, "Directory.Build.props"))
            .Descendants("PrunePackageReference")
            .Select(pruned => pruned.Attribute("Include")!.Value)
            .ShouldBe(["AdaptiveCards"]);
        Libraries().ShouldNotContain(library => library.Name.StartsWith("AdaptiveCards/", StringComparison.OrdinalIgnoreCase));

        foreach (
            var type in new[]
            {
                typeof(Microsoft.Bot.Builder.Integration.AspNet.Core.CloudAdapter),
                typeof(Microsoft.Bot.Builder.Teams.TeamsActivityHandler),
                typeof(Microsoft.Bot.Connector.ConnectorClient),
                typeof(Microsoft.Bot.Schema.Activity),
            }
        )
        {
            Should.NotThrow(() => type.Assembly.GetTypes());
        }
    }

    private static IEnumerable<string> ReferencedBy(string project) =>
        XDocument.Load(project).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>
    /// A package that the build took nothing from is part of the framework; one without an assembly of its own stands for what it brings.
    /// </summary>
    private static string[] AssembliesOf(string package)
    {
        if (
            Libraries().FirstOrDefault(library => library.Name.StartsWith($"{package}/", StringComparison.OrdinalIgnoreCase)).Value
            is not { ValueKind: JsonValueKind.Object } library
        )
        {
            return [package];
        }

        if (library.TryGetProperty("runtime", out var files))
            return [.. files.EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name))];
        return library.TryGetProperty("dependencies", out var brought)
            ? [.. brought.EnumerateObject().SelectMany(one => AssembliesOf(one.Name))]
            : [];
    }

    /// <summary>What the build took from each package.</summary>
    private static JsonProperty[] Libraries()
    {
        var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SalesAgent.Tests.deps.json")));
        return [.. dependencies.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()];
    }
}
