using System.Reflection;
using SalesAgent.Bot;
using SalesAgent.Bot.Bench;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core;

namespace SalesAgent.Tests.Conventions;

/// <summary>The product's source files, as they lie in the repository this test was built from.</summary>
internal static class Sources
{
    private static readonly string[] Projects = ["SalesAgent.Core", "SalesAgent.Bot"];

    /// <summary>What is built from them.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [typeof(CoreServices).Assembly, typeof(SalesAgentApp).Assembly, typeof(SandboxHost).Assembly, typeof(IBench).Assembly];

    public static DirectoryInfo Root { get; } = FindRoot();

    /// <summary>Path from the root with forward slashes, and the text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Product { get; } =
    [
        .. Projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root.FullName, project), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(Root.FullName, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<(string Path, string Text)> Under(string folder)
    {
        var found = Product.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)).ToArray();
        found.Length.ShouldBeGreaterThan(0, $"There is no {folder} to look at.");
        return found;
    }

    public static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path);

    private static DirectoryInfo FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesAgent.sln")))
                return folder;
        }

        throw new InvalidOperationException("These tests look at the sources: run them from a build of the repository.");
    }
}
