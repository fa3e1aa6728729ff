using System.Text.RegularExpressions;

namespace SalesAgent.Tests.Conventions;

public sealed partial class NamingTests
{
    private const int FilesInAFolder = 14;

    /// <summary>Larger than wished; nothing may join them.</summary>
    private static readonly string[] LargeFolders = ["SalesAgent.Core/Review", "SalesAgent.Core/Drafting", "SalesAgent.Bot/Teams"];

    /// <summary>Wire shapes of one API that are only read together, and the entry point.</summary>
    private static readonly string[] NamedAfterTheirTopic = ["Program", "GmailData", "HubSpotWire"];

    [Fact]
    public void Files_are_named_after_the_sales_story_and_not_after_a_pattern()
    {
        Sources.Product.Count.ShouldBeGreaterThan(250);

        Sources.Product.Select(file => file.Path).Where(path => PatternWord().IsMatch(Sources.NameOf(path))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("LeadUtils")]
    [InlineData("StringHelper")]
    [InlineData("QueueManager")]
    [InlineData("Common")]
    [InlineData("StepBase")]
    [InlineData("LeadService")]
    [InlineData("StoreImpl")]
    public void Pattern_words_are_recognised(string name) => PatternWord().IsMatch(name).ShouldBeTrue();

    [Fact]
    public void A_file_has_the_name_of_a_type_in_it()
    {
        var types = Sources
            .Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsNested)
            .Select(type => type.Name.Split('`')[0])
            .ToHashSet(StringComparer.Ordinal);
        types.Count.ShouldBeGreaterThan(250);

        Sources
            .Product.Select(file => file.Path)
            .Where(path => !types.Contains(Sources.NameOf(path)) && !NamedAfterTheirTopic.Contains(Sources.NameOf(path)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Folders_stay_small_enough_to_be_read_at_a_glance()
    {
        var folders = Sources.Product.GroupBy(file => Path.GetDirectoryName(file.Path)!.Replace('\\', '/')).ToArray();
        folders.Length.ShouldBeGreaterThan(20);

        folders
            .Where(folder => folder.Count() > FilesInAFolder && !LargeFolders.Contains(folder.Key))
            .Select(folder => $"{folder.Key}: {folder.Count()} files")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        // As text: a mail that still says TODO, and a task type of HubSpot's.
        string[] aboutTheWord =
        [
            "SalesAgent.Core/Drafting/Checks/Placeholders.cs",
            "SalesAgent.Bot/Sandbox/HubSpot/Objects/HubSpotSchema.cs",
        ];

        Sources.Product.Where(file => Unfinished().IsMatch(file.Text)).Select(file => file.Path).Except(aboutTheWord).ShouldBeEmpty();
        Unfinished().IsMatch("// TODO: later").ShouldBeTrue();
        Unfinished().IsMatch("throw new NotImplementedException();").ShouldBeTrue();
    }

    [Fact]
    public void No_path_of_somebodys_machine_is_in_the_sources()
    {
        Sources.Product.Where(file => MachinePath().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();
        MachinePath().IsMatch("\"/home/jane/x\"").ShouldBeTrue();
        MachinePath().IsMatch(@"C:\Users\jane").ShouldBeTrue();
    }

    [GeneratedRegex(@"(?:Utils?|Utilities|Helpers?|Manager|Common|Misc|Base|Impl|(?<!^Gmail|^Calendar)Service)$")]
    private static partial Regex PatternWord();

    [GeneratedRegex(@"\b(?:WIP|TODO|FIXME|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(?<![\w.])/(?:home|Users|root|tmp|mnt|work)/|[A-Z]:\\Users")]
    private static partial Regex MachinePath();
}
