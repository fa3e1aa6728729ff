using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SalesAgent.Bot.Operations.Settings;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Secrets;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations;

public sealed class SettingsTrailTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly Dictionary<string, string?> settings = new()
    {
        ["SecretKey"] = new('k', 40),
        ["HubSpot:PortalId"] = "4711",
        ["Reps:0:Email"] = "alex@contoso.example",
    };

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task The_first_start_records_what_is_set_and_the_next_one_says_nothing()
    {
        await StartAsync();
        await StartAsync();

        var entry = (await EntriesAsync()).ShouldHaveSingleItem();
        (entry.EventType, entry.Action).ShouldBe((AuditEventType.ConfigChange, "recorded"));
        entry.Metadata.Keys.ShouldBe(["HubSpot:PortalId", "Reps:0:Email", "SecretKey"]);
    }

    [Fact]
    public async Task A_changed_a_new_and_a_removed_setting_are_named_without_their_values()
    {
        await StartAsync();
        settings["HubSpot:PortalId"] = "4712";
        settings["HubSpot:AccessToken"] = "pat-secret-4713";
        settings.Remove("Reps:0:Email");

        await StartAsync();

        var entry = (await EntriesAsync())[^1];
        entry.Action.ShouldBe("changed");
        entry.Metadata.Keys.ShouldBe(["HubSpot:AccessToken", "HubSpot:PortalId", "Reps:0:Email"]);
        entry.Metadata["HubSpot:PortalId"].ShouldMatch("^[0-9a-f]{16} -> [0-9a-f]{16}$");
        entry.Metadata["HubSpot:AccessToken"].ShouldMatch("^none -> [0-9a-f]{16}$");
        entry.Metadata["Reps:0:Email"].ShouldMatch("^[0-9a-f]{16} -> none$");
        var stored = string.Join(
            '\n',
            (await storage.Records.ListAsync("policy", "", CancellationToken.None))
                .Concat(await storage.Records.ListAsync("audit:system", "", CancellationToken.None))
                .Select(row => row.Body)
        );
        foreach (var value in (string[])["4711", "4712", "pat-secret", "alex@", new('k', 40)])
            stored.ShouldNotContain(value);
    }

    [Fact]
    public async Task Another_secret_key_is_one_change_because_nothing_else_can_be_compared()
    {
        await StartAsync();
        settings["SecretKey"] = new('n', 40);

        await StartAsync();
        await StartAsync();

        var entries = await EntriesAsync();
        entries.Count.ShouldBe(2);
        entries[^1].Metadata.Keys.ShouldBe(["SecretKey", "others"], ignoreOrder: true);
    }

    [Fact]
    public async Task After_a_rotation_everything_else_can_be_compared()
    {
        await StartAsync();
        (settings["PreviousSecretKey"], settings["SecretKey"]) = (settings["SecretKey"], new('n', 40));
        settings["HubSpot:PortalId"] = "4712";

        await StartAsync(keyedWith: new('k', 40));

        (await EntriesAsync())[^1].Metadata.Keys.ShouldBe(["HubSpot:PortalId", "PreviousSecretKey", "SecretKey"]);
    }

    private Task StartAsync(string? keyedWith = null) =>
        new SettingsTrail(
            storage.Records,
            new SystemAudit(storage.Records, storage.Time),
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Options.Create(
                new InstallationOptions
                {
                    SecretKey = settings["SecretKey"]!,
                    PreviousSecretKey = settings.GetValueOrDefault("PreviousSecretKey"),
                }
            ),
            Keyed.With(keyedWith ?? settings["SecretKey"]!)
        ).RecordAsync(CancellationToken.None);

    private Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        new SystemAudit(storage.Records, storage.Time).ReadAsync(CancellationToken.None);
}
