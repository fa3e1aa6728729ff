using System.Text.RegularExpressions;
using SalesAgent.Bot.Cli;
using SalesAgent.Tests.Cli;
using SalesAgent.Tests.Cli.Auth;
using SalesAgent.Tests.Published;

namespace SalesAgent.Tests.Conventions;

/// <summary>What the README and the guides tell people to type is understood, and is run by a test: here or in the one named.</summary>
public sealed partial class DocCommandTests
{
    /// <summary>Commands that need more than a moment, or somebody at the other end; the test that runs them.</summary>
    private static readonly (string Begins, Type RunBy)[] Elsewhere =
    [
        ("bench ", typeof(BenchCommandTests)),
        ("auth google", typeof(AuthCommandTests)),
        ("demo", typeof(CommandLineTests)),
    ];

    /// <summary>Everything else that stands in a block of commands.</summary>
    private static readonly (string Begins, string RunBy)[] Others =
    [
        ("dotnet test", "CI"),
        ("dotnet publish SalesAgent.Bot --output", nameof(PublishedBuilds)),
        ("docker compose ", "nothing: it needs a container engine; ProductionTests runs the same build the same way"),
    ];

    public static TheoryData<string> Commands =>
        [
            .. InDocs()
                .SelectMany(text => BotCommand().Matches(text).Select(match => match.Groups["words"].Value.Trim()))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Each_command_of_the_bot_is_understood_and_runs(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        CommandLine.Root().Parse(words).Errors.ShouldBeEmpty(command);
        if (Array.Exists(Elsewhere, other => (command + " ").StartsWith(other.Begins, StringComparison.Ordinal)))
            return;

        // Where there is no internet, Microsoft's schema comes from a file.
        string[] more = command.StartsWith("manifest pack", StringComparison.Ordinal) ? ["--schema", ManifestPackTests.SchemaFile()] : [];
        var run = await BotProcess.RunSandboxedAsync([.. words, .. more]);

        // The store of this run is empty: nobody is known to it.
        if (command.StartsWith("audit show", StringComparison.Ordinal))
            (run.ExitCode, run.Error.Trim()).ShouldBe((1, "No lead is known by that id or address."));
        else
            run.ExitCode.ShouldBe(0, run.Output + run.Error);
    }

    [Fact]
    public void Each_line_of_a_block_of_commands_is_run_by_something()
    {
        var lines = InDocs()
            .SelectMany(text => Block().Matches(text))
            .SelectMany(block => block.Groups["lines"].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line =>
                line.StartsWith("dotnet ", StringComparison.Ordinal)
                || line.StartsWith("docker ", StringComparison.Ordinal)
                || line.StartsWith("docs/", StringComparison.Ordinal)
            )
            .Distinct()
            .ToArray();

        lines.Length.ShouldBeGreaterThan(10);
        lines.ShouldAllBe(line =>
            BotCommand().IsMatch($"`{line}`") || Array.Exists(Others, other => line.StartsWith(other.Begins, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void What_is_run_elsewhere_is_a_test_that_exists() =>
        Elsewhere.ShouldAllBe(other =>
            other.RunBy.GetMethods().Any(method => method.GetCustomAttributes(typeof(FactAttribute), true).Length > 0)
        );

    private static IEnumerable<string> InDocs() =>
        (
            (string[])
                [
                    Path.Combine(Sources.Root.FullName, "README.md"),
                    .. Directory.EnumerateFiles(Path.Combine(Sources.Root.FullName, "docs"), "*.md"),
                ]
        ).Select(File.ReadAllText);

    /// <summary>Up to the end of the line, of the code or a comment; one with a placeholder is an example, not a command.</summary>
    [GeneratedRegex(
        @"(dotnet run (-c Release )?--project SalesAgent\.Bot -- |dotnet SalesAgent\.Bot\.dll )(?<words>(?![^`\n#]*(\b[A-Z]{3,}\b|<|…))[a-z][^`\n#]*)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex BotCommand();

    [GeneratedRegex(
        @"^[ \t]*```\n(?<lines>.*?)^[ \t]*```",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
