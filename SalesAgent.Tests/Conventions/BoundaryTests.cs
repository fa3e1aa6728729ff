using System.Text.RegularExpressions;
using System.Xml.Linq;
using SalesAgent.Bot.Bench;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Conventions;

/// <summary>Who may know whom.</summary>
public sealed partial class BoundaryTests
{
    private const string Texts = "SalesAgent.Core.Texts";

    [Fact]
    public void Core_references_neither_the_web_framework_nor_the_bot()
    {
        var references = typeof(CoreServices).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        references.ShouldContain("Microsoft.Extensions.DependencyInjection.Abstractions");
        references.ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        references.ShouldNotContain(name => name.StartsWith("SalesAgent.", StringComparison.Ordinal));
        references.ShouldNotContain(name => name.StartsWith("Microsoft.Bot", StringComparison.Ordinal));
    }

    /// <summary>
    /// "Connector" is also our word for the outside world and <c>System.Diagnostics.Activity</c> is tracing, so it goes by the wire's
    /// unmistakable words.
    /// </summary>
    [Fact]
    public void Core_speaks_no_bot_framework()
    {
        var core = Sources.Under("SalesAgent.Core");
        core.Count.ShouldBeGreaterThan(100);

        core.Where(file => BotWords().IsMatch(WithoutComments(file.Text))).Select(file => file.Path).ShouldBeEmpty();
        typeof(CoreServices)
            .Assembly.GetTypes()
            .Select(type => type.Name)
            .ShouldNotContain(name =>
                name == "Activity"
                || name == "Turn"
                || name.StartsWith("Invoke", StringComparison.Ordinal)
                || name.StartsWith("Adaptive", StringComparison.Ordinal)
            );
    }

    /// <summary>
    /// The folders of Core in the order in which they build on each other: each names only those before it, so that what a lead's record is
    /// can be read without what is done with it. Who needs an arrow back moves the type that both need forward in this list, or passes it
    /// in.
    /// </summary>
    private static readonly string[] CoreInOrder =
    [
        "Texts",
        "Telemetry",
        "Work",
        "Storage",
        "Secrets",
        "Audit",
        "People",
        "Connectors",
        "Drafting",
        "Records",
        "Policy",
        "Holds",
        "Review",
        "Evidence",
        "Forgetting",
        "Orchestration",
        "Intake",
    ];

    [Fact]
    public void A_folder_of_core_names_only_those_before_it()
    {
        var files = Sources.Under("SalesAgent.Core").Where(file => FolderOf(file.Path) is not null).ToArray();
        files.Select(file => FolderOf(file.Path)!).Distinct().ShouldBe(CoreInOrder, ignoreOrder: true);

        files.SelectMany(file => Backwards(FolderOf(file.Path)!, file.Text).Select(name => $"{file.Path} names {name}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Storage", "using SalesAgent.Core.Records.Runs;", "Records")]
    [InlineData("Records", "namespace SalesAgent.Core.Records;\nvar x = Review.ReviewCase.None;", "Review")]
    [InlineData("Records", "/// <see cref=\"Orchestration.Orchestrator\"/>", "Orchestration")]
    [InlineData("Records", "var x = state.Review.State; Review is { } review;", null)]
    [InlineData("Review", "using SalesAgent.Core.Records;", null)]
    public void A_name_from_further_up_is_seen_however_it_is_written(string folder, string text, string? seen) =>
        Backwards(folder, text).ShouldBe(seen is null ? [] : [seen]);

    [Fact]
    public void The_protocol_knows_nothing_of_ours() =>
        Sources
            .Under("SalesAgent.Bot/Protocol")
            .SelectMany(file =>
                OursIn(file.Text).Where(name => name is not ("SalesAgent.Bot.Protocol" or Texts)).Select(name => $"{file.Path}: {name}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void How_text_is_mended_and_cut_knows_nothing_of_ours_and_may_be_used_by_all() =>
        Sources
            .Under("SalesAgent.Core/Texts")
            .SelectMany(file => OursIn(file.Text).Where(name => name != Texts).Select(name => $"{file.Path}: {name}"))
            .ShouldBeEmpty();

    /// <summary>It follows the vendors' documents: what it took from our connectors or from the bot would be right by definition.</summary>
    [Fact]
    public void The_sandbox_references_nothing_of_ours_and_no_bot_framework()
    {
        ReferencedBy("SalesAgent.Bot/Sandbox/SalesAgent.Bot.Sandbox.csproj").ShouldBeEmpty();

        var references = typeof(SandboxHost).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();
        references.ShouldContain("Microsoft.AspNetCore.Routing");
        references.ShouldNotContain(name => name.StartsWith("SalesAgent.", StringComparison.Ordinal));
        references.ShouldNotContain(name => name.StartsWith("Microsoft.Bot", StringComparison.Ordinal));
    }

    [Fact]
    public void The_bench_references_the_sandbox_and_the_records_and_not_the_bot_that_it_measures()
    {
        string[] wanted = ["SalesAgent.Bot.Sandbox", "SalesAgent.Core"];

        ReferencedBy("SalesAgent.Bot/Bench/SalesAgent.Bot.Bench.csproj")
            .Select(reference => reference.Name)
            .ShouldBe(wanted, ignoreOrder: true);
        typeof(IBench)
            .Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => name.StartsWith("SalesAgent.", StringComparison.Ordinal))
            .ShouldBe(wanted, ignoreOrder: true);
    }

    /// <summary>The compiler finds nothing of an assembly with an alias in a file that does not ask for that alias.</summary>
    [Fact]
    public void Of_the_bot_only_the_command_line_can_name_the_sandbox_and_the_bench()
    {
        ReferencedBy("SalesAgent.Bot/SalesAgent.Bot.csproj")
            .ShouldBe(
                [("SalesAgent.Core", ""), ("SalesAgent.Bot.Sandbox", "sandbox"), ("SalesAgent.Bot.Bench", "bench")],
                ignoreOrder: true
            );
        ReferencedBy("SalesAgent.Core/SalesAgent.Core.csproj").ShouldBeEmpty();

        var asking = Sources.Product.Where(file => Alias().IsMatch(WithoutComments(file.Text))).Select(file => file.Path).ToArray();
        asking.Length.ShouldBeGreaterThan(5);
        asking.Where(path => !path.StartsWith("SalesAgent.Bot/Cli/", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Cards_are_made_of_data_and_nothing_else() =>
        Sources
            .Under("SalesAgent.Bot/Cards")
            .SelectMany(file =>
                OursIn(file.Text)
                    .Where(name => !IsOf(name, "SalesAgent.Bot.Cards") && !IsOf(name, "SalesAgent.Core"))
                    .Select(name => $"{file.Path}: {name}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void A_storage_back_end_is_named_by_its_registration_only()
    {
        const string storage = "SalesAgent.Core/Storage/";
        var backEnds = Sources
            .Under(storage[..^1])
            .Select(file => file.Path[storage.Length..].Split('/'))
            .Where(path => path.Length > 1 && path[0] is not ("Condition" or "Queue"))
            .Select(path => path[0])
            .Distinct()
            .ToArray();
        backEnds.ShouldBe(["AzureStorage", "Sqlite"], ignoreOrder: true);

        foreach (var backEnd in backEnds)
        {
            Sources
                .Product.Where(file =>
                    !file.Path.StartsWith($"{storage}{backEnd}/", StringComparison.Ordinal)
                    && file.Path != $"{storage}{nameof(StorageServices)}.cs"
                )
                .Where(file => WithoutComments(file.Text).Contains($"Storage.{backEnd}", StringComparison.Ordinal))
                .Select(file => file.Path)
                .ShouldBeEmpty(backEnd);
        }
    }

    [Fact]
    public void Only_its_back_end_speaks_to_azure_storage() =>
        Sources
            .Product.Where(file =>
                AzureLibrary().IsMatch(WithoutComments(file.Text))
                && !file.Path.StartsWith("SalesAgent.Core/Storage/AzureStorage/", StringComparison.Ordinal)
            )
            .Select(file => file.Path)
            .ShouldBeEmpty();

    [Fact]
    public void The_check_sees_what_a_file_names()
    {
        OursIn(
                "using SalesAgent.Core.Leads;\nnamespace SalesAgent.Bot.Protocol;\nvar x = SalesAgent.Core.Work.WorkItem.None; // SalesAgent.Bot.Cards"
            )
            .ShouldBe(["SalesAgent.Core.Leads", "SalesAgent.Bot.Protocol", "SalesAgent.Core.Work.WorkItem.None"]);
        OursIn("global using Core = SalesAgent.Core;").ShouldBe(["SalesAgent.Core"]);
        BotWords().IsMatch("class ConversationReference").ShouldBeTrue();
        AzureLibrary().IsMatch("using Azure.Data.Tables;").ShouldBeTrue();
        Alias().IsMatch("extern alias sandbox;").ShouldBeTrue();
    }

    /// <summary>Null: the root itself, where all is put together.</summary>
    private static string? FolderOf(string path) => path.Split('/') is [_, var folder, _, ..] ? folder : null;

    /// <summary>
    /// Folders of Core that a text of <paramref name="folder"/> names although they come after it: by their namespace, or by its last part
    /// and a type.
    /// </summary>
    private static string[] Backwards(string folder, string text) =>
        [
            .. CoreInOrder
                .Skip(Array.IndexOf(CoreInOrder, folder) + 1)
                .Where(later =>
                    Regex.IsMatch(text, $@"SalesAgent\.Core\.{later}\b|(?<![\w.]){later}\.(?:{string.Join('|', TypesOf(later))})\b")
                ),
        ];

    private static IEnumerable<string> TypesOf(string folder) =>
        typeof(CoreServices)
            .Assembly.GetTypes()
            .Where(type => !type.IsNested && type.Namespace is { } name && IsOf(name, $"SalesAgent.Core.{folder}"))
            .Select(type => type.Name.Split('`')[0])
            .Where(name => char.IsAsciiLetter(name[0]));

    /// <summary>Projects, with the alias that a file has to ask for; "" without one.</summary>
    private static (string Name, string Alias)[] ReferencedBy(string project) =>
        [
            .. XDocument
                .Load(Path.Combine(Sources.Root.FullName, project))
                .Descendants("ProjectReference")
                .Select(reference =>
                    (
                        Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')),
                        reference.Attribute("Aliases")?.Value ?? ""
                    )
                ),
        ];

    private static bool IsOf(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static IEnumerable<string> OursIn(string text) => OurName().Matches(WithoutComments(text)).Select(match => match.Value);

    private static string WithoutComments(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"SalesAgent\.(?:Core|Bot)(?:\.[A-Za-z]+)*")]
    private static partial Regex OurName();

    [GeneratedRegex(@"\bextern\s+alias\b")]
    private static partial Regex Alias();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bAzure\.(?:Core|Data|Identity|Storage)\b")]
    private static partial Regex AzureLibrary();

    [GeneratedRegex(
        @"\b(?:ConversationReference|ServiceUrl|AdaptiveCard|ChannelAccount|ITurnHandler|BotFramework|MessagingExtension|InvokeResponse|ChannelData)\w*"
    )]
    private static partial Regex BotWords();
}
