using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;

namespace SalesAgent.Tests.Sandbox.HubSpot;

public sealed class HubSpotSignInTests
{
    private const string Contact = "/hubspot/crm/objects/2026-09/contacts/30101";

    [Fact]
    public async Task A_refresh_token_buys_half_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var sandbox = await RunningSandbox.StartAsync(time: clock);
        var granted = await RenewAsync(sandbox);
        granted.Status.ShouldBe(200);
        (granted.Text("token_type"), granted.Text("expires_in"), granted.Text("refresh_token")).ShouldBe(
            ("bearer", "1800", SandboxCredentials.HubSpotRefreshToken)
        );
        granted.Text("hub_id").ShouldBe("24680135");

        var token = granted.Text("access_token");
        (await sandbox.GetAsync(Contact, token)).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(1807));
        var late = await sandbox.GetAsync(Contact, token);
        (late.Status, late.Text("category"), late.Text("message")).ShouldBe(
            (401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired 7 second(s) ago.")
        );
    }

    [Fact]
    public async Task With_rotation_the_old_refresh_token_is_void()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.World.HubSpotGrants.Rotates = true;

        var next = (await RenewAsync(sandbox)).Text("refresh_token")!;

        var again = await RenewAsync(sandbox);
        (again.Status, again.Text("status"), again.Text("error")).ShouldBe((400, "BAD_REFRESH_TOKEN", "invalid_grant"));
        (await RenewAsync(sandbox, refresh: next)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_uninstalls_ends_both_tokens()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var token = (await RenewAsync(sandbox)).Text("access_token");

        sandbox.World.HubSpotGrants.Uninstall();

        (await sandbox.GetAsync(Contact, token)).Text("category").ShouldBe("INVALID_AUTHENTICATION");
        (await RenewAsync(sandbox)).Text("status").ShouldBe("BAD_REFRESH_TOKEN");
    }

    [Theory]
    [InlineData("wrong", SandboxCredentials.HubSpotClientSecret, "BAD_CLIENT_ID")]
    [InlineData(SandboxCredentials.HubSpotClientId, "wrong", "BAD_CLIENT_SECRET")]
    public async Task Another_app_gets_nothing(string client, string secret, string word)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var refused = await RenewAsync(sandbox, client, secret);

        (refused.Status, refused.Text("status")).ShouldBe((400, word));
    }

    [Fact]
    public async Task Fields_in_the_address_do_not_count()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var refused = await sandbox.FormAsync(
            $"/hubspot/oauth/2026-09/token?grant_type=refresh_token&client_id={SandboxCredentials.HubSpotClientId}&client_secret={SandboxCredentials.HubSpotClientSecret}&refresh_token={SandboxCredentials.HubSpotRefreshToken}"
        );

        refused.Text("status").ShouldBe("BAD_GRANT_TYPE");
    }

    private static Task<WireReply> RenewAsync(
        RunningSandbox sandbox,
        string client = SandboxCredentials.HubSpotClientId,
        string secret = SandboxCredentials.HubSpotClientSecret,
        string refresh = SandboxCredentials.HubSpotRefreshToken
    ) =>
        sandbox.FormAsync(
            "/hubspot/oauth/2026-09/token",
            ("grant_type", "refresh_token"),
            ("client_id", client),
            ("client_secret", secret),
            ("refresh_token", refresh)
        );
}
