using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Tests.Cli;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

public sealed class AzureStartTests(Azurite azurite)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Fact]
    public async Task The_table_and_the_queue_are_made_at_start_and_found_there_by_the_next()
    {
        await using var storage = new AzureUnderTest(azurite);
        await storage.StartAsync();

        storage.TableWire.Requests.ShouldContain(request =>
            request.StartsWith("POST", StringComparison.Ordinal) && request.Contains("/Tables", StringComparison.Ordinal)
        );
        storage.QueueWire.Requests.ShouldContain($"PUT /{storage.Account.Name}/{AzureStorageAccount.QueueName}");

        var (records, _) = storage.Open();
        (await records.FindAsync("p", "a", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void An_account_that_cannot_be_reached_is_said_in_one_line()
    {
        var nowhere = new AzuriteAccount("nowhere", Convert.ToBase64String("a secret"u8), Nowhere, Nowhere);

        ShouldBeSaid(nowhere, "cannot be reached")
            .ShouldBe(
                "The storage account 'nowhere' cannot be reached: check Storage:AccountName or Storage:ConnectionString, and the network."
            );
    }

    [Fact]
    public async Task A_key_that_is_refused_is_said_in_one_line()
    {
        var account = await azurite.NewAccountAsync();

        ShouldBeSaid(account with { Key = Convert.ToBase64String("a secret"u8) }, "check its key").ShouldContain(account.Name);
    }

    [Fact]
    public async Task The_program_itself_keeps_a_lead_in_the_account_and_finds_it_there_again()
    {
        var account = await azurite.NewAccountAsync();
        var form = Path.GetTempFileName();
        await File.WriteAllTextAsync(form, SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[1].Form().ToJsonString());

        var run = await BotProcess.RunSandboxedWithAsync(
            [.. AsEnvironment(account), ("ASPNETCORE_URLS", "http://127.0.0.1:0")],
            "smoke",
            "formlead",
            "--live",
            "--json",
            "--input",
            form
        );
        File.Delete(form);

        // Nobody has installed it in the sandbox's Teams, so the card cannot be shown; everything else is done.
        run.Output.ShouldNotBeEmpty(run.Error);
        ((string?)JsonNode.Parse(run.Output)!["status"]).ShouldBe("degraded");
        var lead = (string)JsonNode.Parse(run.Output)!["workflowId"]!;
        var shown = await BotProcess.RunSandboxedWithAsync(AsEnvironment(account), "audit", "show", lead);

        shown.ExitCode.ShouldBe(0, shown.Error);
        shown.Output.ShouldContain($"Lead {lead}: degraded");
        shown.Output.ShouldContain("The chain is whole.");
    }

    [Fact]
    public async Task A_try_out_leaves_the_account_of_the_environment_alone()
    {
        var account = await azurite.NewAccountAsync();

        var run = await BotProcess.RunWithAsync(
            AsEnvironment(account with { Tables = Nowhere, Queues = Nowhere }),
            "smoke",
            "formlead",
            "--json"
        );

        run.ExitCode.ShouldBe(0, run.Error);
    }

    [Fact]
    public async Task The_program_ends_with_that_line_and_nothing_else()
    {
        var account = await azurite.NewAccountAsync();

        var run = await BotProcess.RunSandboxedWithAsync(AsEnvironment(account with { Tables = Nowhere, Queues = Nowhere }));

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.Trim()
            .ShouldBe(
                $"The storage account '{account.Name}' cannot be reached: check Storage:AccountName or Storage:ConnectionString, and the network."
            );
    }

    private static (string, string)[] AsEnvironment(AzuriteAccount account) =>
        [.. account.Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!))];

    private static string ShouldBeSaid(AzuriteAccount account, string words)
    {
        var refusal = Should.Throw<StorageUnavailableException>(() =>
            AzureStorageAccount.Open(new StorageOptions { ConnectionString = account.ConnectionString })
        );

        refusal.Message.ShouldContain(words);
        refusal.Message.ShouldNotContain('\n');
        refusal.ToString().ShouldNotContain(account.Key);
        return refusal.Message;
    }
}
