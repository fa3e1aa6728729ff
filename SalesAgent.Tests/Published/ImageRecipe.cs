using SalesAgent.Tests.Conventions;

namespace SalesAgent.Tests.Published;

/// <summary>
/// The build stage of the Dockerfile, read so that it can be followed without a container engine: what it copies and which commands it
/// runs.
/// </summary>
internal static class ImageRecipe
{
    private const string Run = "RUN dotnet ";
    private const string Copy = "COPY ";

    /// <summary>The arguments of each <c>dotnet</c> command, in order.</summary>
    public static IReadOnlyList<string[]> Commands { get; } =
    [.. BuildStage().Where(line => line.StartsWith(Run, StringComparison.Ordinal)).Select(line => line[Run.Length..].Split(' '))];

    /// <summary>Lays out what the build stage sees, and nothing else of the repository.</summary>
    public static void CopyTo(string target)
    {
        foreach (
            var words in BuildStage()
                .Where(line => line.StartsWith(Copy, StringComparison.Ordinal))
                .Select(line => line[Copy.Length..].Split(' '))
        )
        {
            foreach (var named in words[..^1])
            {
                var source = Path.Combine(Sources.Root.FullName, named);
                if (Directory.Exists(source))
                    CopyFolder(source, Path.Combine(target, words[^1]));
                else
                    CopyFile(source, Path.Combine(target, words[^1], Path.GetFileName(named)));
            }
        }
    }

    private static IEnumerable<string> BuildStage() =>
        File.ReadLines(Path.Combine(Sources.Root.FullName, "Dockerfile"))
            .SkipWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal));

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);

            // As .dockerignore has it.
            if (!name.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                CopyFile(file, Path.Combine(target, name));
        }
    }

    private static void CopyFile(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target, overwrite: true);
    }
}
