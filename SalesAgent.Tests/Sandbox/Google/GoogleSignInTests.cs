using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Google;

public sealed class GoogleSignInTests
{
    [Fact]
    public async Task A_refresh_token_opens_its_own_mailbox_for_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var sandbox = await RunningSandbox.StartAsync(time: clock);
        var granted = await RefreshAsync(sandbox);
        granted.Status.ShouldBe(200);
        var token = granted.Text("access_token")!;
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", token)).Text("emailAddress").ShouldBe(SamplePeople.Lena.Email);
        (await sandbox.GetAsync("/gmail/v1/users/alex%40contoso.example/profile", token)).Status.ShouldBe(403);
        clock.Advance(TimeSpan.FromHours(1));
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", token)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_revoked_grant_gives_invalid_grant_and_its_access_token_dies()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var token = (await RefreshAsync(sandbox)).Text("access_token")!;
        (await sandbox.FormAsync("/google/revoke", ("token", GoogleAccounts.RefreshTokenOf(SamplePeople.Lena.Email)))).Status.ShouldBe(200);
        var refused = await RefreshAsync(sandbox);
        refused.Status.ShouldBe(400);
        refused.Text("error").ShouldBe("invalid_grant");
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", token)).Status.ShouldBe(401);
        (await sandbox.FormAsync("/google/revoke", ("token", "unknown"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Consent_leads_back_with_a_code_that_buys_tokens()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var redirect = await sandbox.GetAsync(
            $"/google/auth?client_id={SandboxCredentials.GoogleClientId}&response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fauthorize%2F&state=s1&login_hint=mona%40contoso.example", null);
        redirect.Status.ShouldBe(302);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(redirect.Headers["Location"]).Query);
        query["state"].ShouldBe("s1");
        var bought = await sandbox.FormAsync("/google/token", ("grant_type", "authorization_code"), ("code", query["code"]!),
            ("client_id", SandboxCredentials.GoogleClientId), ("client_secret", SandboxCredentials.GoogleClientSecret));
        bought.Text("refresh_token").ShouldBe(GoogleAccounts.RefreshTokenOf(SamplePeople.Mona.Email));
    }

    private static Task<WireReply> RefreshAsync(RunningSandbox sandbox) => sandbox.FormAsync(
        "/google/token", ("grant_type", "refresh_token"), ("refresh_token", GoogleAccounts.RefreshTokenOf(SamplePeople.Lena.Email)),
        ("client_id", SandboxCredentials.GoogleClientId), ("client_secret", SandboxCredentials.GoogleClientSecret));
}
