using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>The life of a connected account: renewed, lapsed, disconnected.</summary>
public sealed class AccessTests : SignInWorld
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);

    [Fact]
    public async Task Access_is_renewed_by_itself_and_by_nobody_more_often_than_needed()
    {
        await ConnectAsync(Alex);
        Clock.Ahead = Later;

        foreach (var process in new[] { One, Process(), One })
            (await OpenAsync(process, Alex)).ShouldBe(Alex);

        // The sign-in, and one renewal for all.
        Sandbox.World.Calls.Calls("google.token").ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_processes_that_renew_at_once_both_go_on_and_lose_nothing(bool googleReplacesTheToken)
    {
        await ConnectAsync(Alex);
        Google.ReplacesRefreshTokens = googleReplacesTheToken;
        ServiceProvider[] both = [Process(), Process()];
        Sandbox.Faults.Set("google.token", new Fault.Delay(TimeSpan.FromMilliseconds(300)));

        for (var round = 1; round <= 3; round++)
        {
            Clock.Ahead = Later * round;
            var before = Sandbox.World.Calls.Calls("google.token");

            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => OpenAsync(both[n % 2], Alex))));

            answers.ShouldAllBe(answer => answer == Alex);
            (Sandbox.World.Calls.Calls("google.token") - before).ShouldBe(1);
        }

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        Google.LivingGrants.ShouldBe(1);
        Told.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_died_while_renewing_holds_nobody_up_for_long()
    {
        await ConnectAsync(Alex);
        Clock.Ahead = Later;
        // As it is left behind: claimed, and nobody there.
        Sandbox.Faults.Set("google.token", new Fault.TimeoutAfterWrite());
        using var dying = new CancellationTokenSource();
        var open = One.GetRequiredService<Core.Connectors.Gmail.GmailClient>().ProfileAsync(Alex, dying.Token);
        while (Sandbox.World.Calls.Calls("google.token") < 2)
            await Task.Delay(20, Now);
        Sandbox.Faults.Clear();
        var other = OpenAsync(Process(), Alex);
        Clock.Ahead += TimeSpan.FromMinutes(1);

        (await other).ShouldBe(Alex);
        await dying.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(open);
        (await OpenAsync(Process(), Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task While_google_cannot_renew_what_still_lives_is_used()
    {
        await ConnectAsync(Alex);
        Sandbox.Faults.Set("google.token", new Fault.Status(503));
        Clock.Ahead = TimeSpan.FromMinutes(57);

        (await OpenAsync(One, Alex)).ShouldBe(Alex);

        Clock.Ahead = Later;
        (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex))).Kind.ShouldBe(FailureKind.Unavailable);
        Sandbox.Faults.Set("google.token", new Fault.Garbage(GarbageKind.Html));
        (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex))).Kind.ShouldBe(FailureKind.Unreadable);
        Sandbox.Faults.Clear();
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task When_google_ends_the_access_the_rep_is_told_once()
    {
        await ConnectAsync(Alex);
        ServiceProvider[] both = [One, Process()];
        foreach (var process in both)
            await OpenAsync(process, Alex);
        Google.End(Alex);

        // The token at hand is refused, and so is renewing it.
        foreach (var process in both.Concat(both))
        {
            var failure = await Should.ThrowAsync<ConnectorException>(() => OpenAsync(process, Alex));
            (failure.Kind, failure.ConnectorName, failure.Code).ShouldBe((FailureKind.Unauthorised, "gmail", GoogleRemedy.ReconnectNeeded));
            GoogleRemedy.For(failure)!.ShouldContain("connect google");
        }

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.ReconnectNeeded>().Why.ShouldBe(ReconnectReason.AccessEnded);
        var work = (await One.GetRequiredService<IWorkQueue>().ListAsync(10, Now)).ShouldHaveSingleItem().Item;
        (work.Kind, work.Subject).ShouldBe(("tell_reconnect", RepOf(One, Alex).Id));
        foreach (var process in both)
            (await TellAsync(process, work)).ShouldBeOfType<WorkResult.Done>();
        Told.Heard.ShouldBe([(RepOf(One, Alex).Id, ReconnectReason.AccessEnded)]);
        var entry = (await AuditAsync())[^1];
        (entry.EventType, entry.Action, entry.Metadata["reason"]).ShouldBe(
            (AuditEventType.AuthFailure, "google_access_ended", "AccessEnded")
        );
    }

    [Fact]
    public async Task A_rep_who_cannot_be_reached_is_told_later_and_not_after_connecting_again()
    {
        await ConnectAsync(Alex);
        Google.End(Alex);
        await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex));
        var work = (await One.GetRequiredService<IWorkQueue>().ListAsync(10, Now)).ShouldHaveSingleItem().Item;
        Told.Reachable = false;
        (await TellAsync(One, work)).ShouldBeOfType<WorkResult.Later>();
        Told.Reachable = true;
        await ConnectAsync(Alex);

        (await TellAsync(One, work)).ShouldBeOfType<WorkResult.Done>();

        Told.Heard.ShouldBeEmpty();
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Theory]
    [InlineData(
        """{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}""",
        ReconnectReason.SessionEnded
    )]
    [InlineData("""{"error":"invalid_grant"}""", ReconnectReason.AccessEnded)]
    public async Task Why_access_ended_is_kept(string answer, ReconnectReason why)
    {
        await ConnectAsync(Alex);
        Clock.Ahead = Later;
        Sandbox.Faults.Set("google.token", new Fault.Status(400, Body: answer));

        await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex));

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.ReconnectNeeded>().Why.ShouldBe(why);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""", "invalid_client")]
    [InlineData(401, """{"error":"unauthorized_client"}""", "unauthorized_client")]
    [InlineData(400, """{"error":"admin_policy_enforced"}""", "admin_policy_enforced")]
    [InlineData(400, """{"error":"a sentence with alex@contoso.example"}""", null)]
    [InlineData(403, "<html>", null)]
    public async Task A_refusal_that_is_not_about_the_grant_keeps_the_account(int status, string body, string? code)
    {
        await ConnectAsync(Alex);
        Clock.Ahead = Later;
        Sandbox.Faults.Set("google.token", new Fault.Status(status, Body: body));

        var failure = await Should.ThrowAsync<ConnectorException>(() => OpenAsync(One, Alex));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unauthorised, code));
        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        Sandbox.Faults.Clear();
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task Disconnecting_revokes_at_google_and_every_process_notices()
    {
        await ConnectAsync(Alex);
        var other = Process();
        await OpenAsync(other, Alex);

        (await SignInOf(One).DisconnectAsync(Alex, RepOf(One, Alex).Id, Now)).ShouldBe(DisconnectOutcome.RevokedAndForgotten);

        Google.LivingGrants.ShouldBe(0);
        foreach (var process in new[] { One, other })
        {
            (await AccountAsync(process, Alex)).ShouldBeOfType<GoogleAccount.NotConnected>();
            (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(process, Alex))).Code.ShouldBe(GoogleRemedy.NotConnected);
        }

        (await SignInOf(One).DisconnectAsync(Alex, RepOf(One, Alex).Id, Now)).ShouldBe(DisconnectOutcome.WasNotConnected);
        (await AuditAsync())[^1].Action.ShouldBe("google_disconnected");
        Told.Heard.ShouldBeEmpty();
        (await One.GetRequiredService<IWorkQueue>().ListAsync(10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_google_has_ended_already_is_just_forgotten()
    {
        await ConnectAsync(Alex);
        Google.End(Alex);

        (await SignInOf(One).DisconnectAsync(Alex, SignInRequest.CommandLine, Now)).ShouldBe(DisconnectOutcome.Forgotten);
    }

    [Fact]
    public async Task As_long_as_google_cannot_be_told_nothing_is_forgotten()
    {
        await ConnectAsync(Alex);
        Sandbox.Faults.Set("google.revoke", new Fault.Status(503));

        (
            await Should.ThrowAsync<ConnectorException>(() => SignInOf(One).DisconnectAsync(Alex, SignInRequest.CommandLine, Now))
        ).Kind.ShouldBe(FailureKind.Unavailable);

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task A_new_sign_in_takes_the_place_of_the_old_one_in_every_process()
    {
        await ConnectAsync(Alex);
        var other = Process();
        await OpenAsync(other, Alex);
        Google.End(Alex);
        await ConnectAsync(Alex);

        (await OpenAsync(other, Alex)).ShouldBe(Alex);

        (await One.GetRequiredService<IWorkQueue>().ListAsync(10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_renewal_that_is_refused_does_not_undo_a_sign_in_made_meanwhile()
    {
        await ConnectAsync(Alex);
        Clock.Ahead = Later;
        Google.End(Alex);
        Sandbox.Faults.Set("google.token", new Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);
        var before = Sandbox.World.Calls.Calls("google.token");
        var opening = OpenAsync(Process(), Alex);
        while (Sandbox.World.Calls.Calls("google.token") == before)
            await Task.Delay(10, Now);
        await ConnectAsync(Alex);

        (await opening).ShouldBe(Alex);

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        foreach (var work in await One.GetRequiredService<IWorkQueue>().ListAsync(10, Now))
            (await TellAsync(One, work.Item)).ShouldBeOfType<WorkResult.Done>();
        Told.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_oauth_client_cannot_go_on_with_the_account()
    {
        await ConnectAsync(Alex);
        Settings["Google:ClientSecretFile"] = Write(
            "other.json",
            GoogleKeyFiles.DesktopClient.Replace("development-only.apps", "other.apps", StringComparison.Ordinal)
        );
        Settings["Google:RedirectUri"] = null;
        var moved = Process();

        (await AccountAsync(moved, Alex)).ShouldBeOfType<GoogleAccount.ReconnectNeeded>().Why.ShouldBe(ReconnectReason.ClientChanged);
        (await Should.ThrowAsync<ConnectorException>(() => OpenAsync(moved, Alex))).Code.ShouldBe(GoogleRemedy.ReconnectNeeded);
        // Setting it back is enough.
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    private static Task<WorkResult> TellAsync(IServiceProvider process, WorkItem work) =>
        ActivatorUtilities.CreateInstance<TellReconnect>(process).DoAsync(work, 1, Now);
}
