using System.Buffers.Binary;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Conventions;

/// <summary>What Teams shows of the app and what the app understands are one list.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void The_manifest_offers_exactly_the_commands_that_are_understood()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(PathOf("manifest.json")))!;

        var offered = manifest["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().Select(command => command!["title"]!.GetValue<string>());

        offered.ShouldBe(ChatCommands.All.Where(command => !command.ForManagers).Select(command => command.Name));
        manifest["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(10, "Teams takes no more");
    }

    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void An_icon_has_the_size_that_Teams_asks_for(string file, int pixels)
    {
        // The PNG header: width and height stand behind the signature and the name of the first chunk.
        var header = File.ReadAllBytes(PathOf(file)).AsSpan(16, 8);

        BinaryPrimitives.ReadInt32BigEndian(header).ShouldBe(pixels);
        BinaryPrimitives.ReadInt32BigEndian(header[4..]).ShouldBe(pixels);
    }

    private static string PathOf(string file) => Path.Combine(Sources.Root.FullName, "manifest", file);
}
