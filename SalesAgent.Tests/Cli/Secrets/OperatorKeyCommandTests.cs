using System.Text.Json.Nodes;
using SalesAgent.Bot.Operations.Operators;

namespace SalesAgent.Tests.Cli.Secrets;

/// <summary><c>secrets operator-key</c>, as a process of its own with nothing configured.</summary>
public sealed class OperatorKeyCommandTests
{
    [Fact]
    public async Task It_shows_a_key_once_with_the_hash_to_configure()
    {
        var run = await BotProcess.RunAsync("secrets", "operator-key", "prometheus", "--json");

        run.ExitCode.ShouldBe(0, run.Error);
        var made = JsonNode.Parse(run.Output)!;
        ((string?)made["name"]).ShouldBe("prometheus");
        ((string?)made["hash"]).ShouldBe(NewOperatorKey.HashOf((string)made["key"]!));
    }

    [Fact]
    public async Task A_name_that_cannot_be_configured_is_refused()
    {
        var run = await BotProcess.RunAsync("secrets", "operator-key", "two words");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("NAME must be");
    }
}
