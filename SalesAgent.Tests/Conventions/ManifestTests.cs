using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using SalesAgent.Bot.Cli.Manifest;
using SalesAgent.Bot.Teams.Commands;

namespace SalesAgent.Tests.Conventions;

/// <summary>What Teams shows of the app and what the app understands are one list.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void The_manifest_offers_commands_that_are_understood_and_that_everybody_may_type()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("MicrosoftAppId", "0b5e0000-0000-4000-8000-000000000001")])
            .Build();
        AppPackage.TryFill(configuration, "bot.contoso.com", out var package, out var problems).ShouldBeTrue(string.Join(' ', problems));
        var offered = JsonNode.Parse(package.Manifest)!["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray();

        offered
            .Select(command => command!["title"]!.GetValue<string>())
            .ShouldBe(ChatCommands.All.Where(command => !command.ForManagers).Select(command => command.Name));
        foreach (var command in offered)
        {
            ChatCommands.Match(command!["title"]!.GetValue<string>()).Command.ShouldNotBeNull();
            command["title"]!.GetValue<string>().Length.ShouldBeLessThanOrEqualTo(32, "Teams takes no more");
            command["description"]!.GetValue<string>().Length.ShouldBeInRange(5, 128, "Teams takes no more");
        }

        offered.Count.ShouldBeInRange(1, 10, "Teams takes no more");
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
