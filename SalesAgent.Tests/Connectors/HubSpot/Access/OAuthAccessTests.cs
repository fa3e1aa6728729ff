using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Secrets;
using SalesAgent.Core.Secrets.Keys;
using SalesAgent.Core.Storage;

namespace SalesAgent.Tests.Connectors.HubSpot.Access;

/// <summary>An OAuth app against HubSpot's sandbox, as one process or several on one store.</summary>
public sealed class OAuthAccessTests : IAsyncLifetime
{
    private const string Renewal = "hubspot.token";
    private const string Reading = "hubspot.contacts.get";

    private readonly FakeTimeProvider time = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-");
    private readonly List<ServiceProvider> processes = [];
    private SandboxHost sandbox = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => sandbox = await SandboxHost.StartAsync(new SandboxOptions(), time, Now);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_access_is_renewed_some_minutes_before_it_ends_and_not_earlier()
    {
        var process = Start();

        await ReadAsync(process);
        time.Advance(TimeSpan.FromMinutes(24));
        await ReadAsync(process);
        Calls(Renewal).ShouldBe(1);

        time.Advance(TimeSpan.FromMinutes(1.5));
        await ReadAsync(process);
        Calls(Renewal).ShouldBe(2);
        Calls(Reading).ShouldBe(3);
    }

    [Fact]
    public async Task Of_many_calls_at_once_one_renews()
    {
        var process = Start();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(process)));

        Calls(Renewal).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_process_takes_what_the_first_one_got()
    {
        await ReadAsync(Start());
        await ReadAsync(Start());

        Calls(Renewal).ShouldBe(1);
    }

    [Fact]
    public async Task Two_processes_at_once_do_not_spend_one_refresh_token_twice()
    {
        sandbox.World.HubSpotGrants.Rotates = true;
        var (first, second) = (Start(), Start());
        sandbox.Faults.Set(Renewal, new Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);

        var both = Task.WhenAll(ReadAsync(first), ReadAsync(second));
        while (!both.IsCompleted)
        {
            await Task.Delay(10, Now);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await both;
        Calls(Renewal).ShouldBe(1);
    }

    [Fact]
    public async Task A_refresh_token_that_was_replaced_is_used_from_then_on_also_after_a_restart()
    {
        sandbox.World.HubSpotGrants.Rotates = true;
        await ReadAsync(Start());
        time.Advance(TimeSpan.FromMinutes(40));
        await ReadAsync(Start());
        time.Advance(TimeSpan.FromMinutes(40));

        await ReadAsync(Start());

        Calls(Renewal).ShouldBe(3);
    }

    [Fact]
    public async Task Tokens_lie_in_the_store_sealed()
    {
        var process = Start();
        await ReadAsync(process);

        var stored = await process.GetRequiredService<IRecordStore>().FindAsync("hubspot:grant", "grant", Now);

        stored.ShouldNotBeNull().Body.ShouldNotContain("refresh-token");
        stored.Body.ShouldNotContain("hubspot-access");
    }

    [Fact]
    public async Task Another_secret_key_begins_with_the_configured_token_again()
    {
        await ReadAsync(Start());

        await ReadAsync(Start(("SecretKey", new string('k', 40)), ("SecretKeyLost", "true")));

        Calls(Renewal).ShouldBe(2);
    }

    [Fact]
    public async Task After_a_rotation_the_grant_is_as_good_as_before_and_is_sealed_with_a_new_key_when_it_is_renewed()
    {
        await ReadAsync(Start());
        var rotated = (("SecretKey", new string('k', 40)), ("PreviousSecretKey", InstallationOptions.DevelopmentSecretKey));

        await ReadAsync(Start(rotated.Item1, rotated.Item2));
        await ReadAsync(Start(rotated.Item1));

        Calls(Renewal).ShouldBe(1);
        (await OpensWithOldKeyAsync()).ShouldBeTrue();
        time.Advance(TimeSpan.FromMinutes(40));
        await ReadAsync(Start(rotated.Item1));
        Calls(Renewal).ShouldBe(2);
        (await OpensWithOldKeyAsync()).ShouldBeFalse();
    }

    private async Task<bool> OpensWithOldKeyAsync()
    {
        var row = await processes[^1].GetRequiredService<IRecordStore>().FindAsync("hubspot:grant", "grant", Now);
        var stored = System.Text.Json.Nodes.JsonNode.Parse(row!.Body)!["Sealed"]!.GetValue<string>();
        return SealedText.Open(stored, DerivedKey.For(KeyPurpose.HubSpotGrant, InstallationOptions.DevelopmentSecretKey), "hubspot:grant")
            is not null;
    }

    [Fact]
    public async Task While_HubSpot_still_goes_by_the_previous_client_secret_access_is_renewed_with_it()
    {
        await ReadAsync(
            Start(
                ("HubSpot:ClientSecret", "the-new-one-of-a-rotation"),
                ("HubSpot:PreviousClientSecret", SandboxCredentials.HubSpotClientSecret)
            )
        );

        (
            await Should.ThrowAsync<ConnectorException>(() =>
                ReadAsync(
                    Start(
                        ("HubSpot:ClientSecret", "wrong"),
                        ("HubSpot:PreviousClientSecret", "wrong too"),
                        ("HubSpot:RefreshToken", "another")
                    )
                )
            )
        ).Kind.ShouldBe(FailureKind.Unauthorised);
    }

    [Fact]
    public async Task A_401_on_a_young_token_is_no_reason_to_renew()
    {
        var process = Start();
        await ReadAsync(process);
        sandbox.World.HubSpotGrants.VoidAccess();

        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(process))).Code.ShouldBe("INVALID_AUTHENTICATION");
        Calls(Renewal).ShouldBe(1);
    }

    [Fact]
    public async Task A_401_on_an_older_token_is_answered_with_a_new_one_once_for_writes_as_well()
    {
        var process = Start();
        await ReadAsync(process);
        time.Advance(TimeSpan.FromMinutes(6));
        sandbox.World.HubSpotGrants.VoidAccess();

        await HubSpot(process).CreateContactAsync(new NewContact { Email = "new@acme.example" }, Now);

        Calls(Renewal).ShouldBe(2);
        sandbox.World.Calls.Writes("hubspot.contacts.create").ShouldBe(1);
    }

    [Fact]
    public async Task A_grant_that_is_gone_is_told_once_and_asked_about_now_and_then()
    {
        var process = Start();
        sandbox.World.HubSpotGrants.Uninstall();

        foreach (var one in new[] { process, process, Start() })
        {
            var failure = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(one));
            (failure.Kind, failure.Code, failure.Operation).ShouldBe(
                (FailureKind.Unauthorised, HubSpotClient.AccessEnded, "Reading a contact")
            );
        }

        Calls(Renewal).ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(16));
        await Should.ThrowAsync<ConnectorException>(() => ReadAsync(process));
        Calls(Renewal).ShouldBe(2);
        Calls(Reading).ShouldBe(0);
        var told = (await process.GetRequiredService<SystemAudit>().ReadAsync(Now)).ShouldHaveSingleItem();
        (told.EventType, told.Status, told.Metadata["reason"]).ShouldBe(
            (AuditEventType.AuthFailure, AuditStatus.Failed, "BAD_REFRESH_TOKEN")
        );
    }

    [Fact]
    public async Task A_new_refresh_token_in_the_configuration_ends_that()
    {
        sandbox.World.HubSpotGrants.Rotates = true;
        await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Start(("HubSpot:RefreshToken", "na1-of-an-earlier-installation"))));

        await ReadAsync(Start());

        Calls(Renewal).ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_client_secret_is_not_the_end_of_the_grant()
    {
        var failure = await Should.ThrowAsync<ConnectorException>(() => ReadAsync(Start(("HubSpot:ClientSecret", "wrong"))));
        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unauthorised, "BAD_CLIENT_SECRET"));

        await ReadAsync(Start());
    }

    [Fact]
    public async Task A_token_address_that_is_down_leaves_no_claim_behind()
    {
        sandbox.Faults.Set(Renewal, new Fault.Status(503), times: 1);
        var process = Start(("Connectors:MaxAttempts", "1"));

        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(process))).Kind.ShouldBe(FailureKind.Unavailable);

        // The clock stands still: whoever waited for a claim to run out would wait for good.
        await ReadAsync(process).WaitAsync(TimeSpan.FromSeconds(20), Now);
    }

    private static HubSpotClient HubSpot(ServiceProvider process) => process.GetRequiredService<HubSpotClient>();

    private static Task<Contact?> ReadAsync(ServiceProvider process) => HubSpot(process).FindContactAsync(new ContactId(30101), Now);

    private long Calls(string operation) => sandbox.World.Calls.Calls(operation);

    private ServiceProvider Start(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(sandbox.Configuration())
        {
            ["HubSpot:AccessToken"] = "",
            ["HubSpot:ClientId"] = SandboxCredentials.HubSpotClientId,
            ["HubSpot:RefreshToken"] = SandboxCredentials.HubSpotRefreshToken,
            ["Storage:Path"] = Path.Combine(folder.FullName, "salesagent.db"),
            ["SecretKey"] = InstallationOptions.DevelopmentSecretKey,
            ["Connectors:RetryDelay"] = "00:00:00",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        var process = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IHostEnvironment>(
                new HostingEnvironment { EnvironmentName = Environments.Development, ContentRootPath = folder.FullName }
            )
            .AddSecrets(configuration)
            .AddPolicy(configuration)
            .AddStorage(configuration)
            .AddAudit(configuration)
            .AddConnectors(configuration)
            .BuildServiceProvider();
        processes.Add(process);
        return process;
    }
}
