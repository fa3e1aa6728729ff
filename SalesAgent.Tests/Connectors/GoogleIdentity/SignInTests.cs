using System.Web;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Connectors.Calendar;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Connectors.GoogleIdentity.SignIn;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.Connectors.GoogleIdentity;

/// <summary>From the link to a connected account, and everything that keeps one from being connected.</summary>
public sealed class SignInTests : SignInWorld
{
    [Fact]
    public async Task A_rep_who_consents_is_connected_and_the_mailbox_opens()
    {
        var outcome = await SignInAsync(One, Alex);

        var connected = outcome.ShouldBeOfType<SignInOutcome.Connected>();
        (connected.Mailbox, connected.AskedBy).ShouldBe((Alex, RepOf(One, Alex).Id));
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
        var account = (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.Connected>();
        account
            .Scopes.Select(scope => scope.Name)
            .ShouldBe([
                "gmail.readonly",
                "gmail.compose",
                "calendar.freebusy",
                "calendar.settings.readonly",
                "calendar.calendars.readonly",
            ]);
        (account.AccessExpiresAt - Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task The_link_asks_for_the_everyday_scopes_with_pkce_and_for_lasting_access()
    {
        var query = HttpUtility.ParseQueryString((await BeginAsync(One, Alex)).Query);

        query["scope"]!.Split(' ').ShouldBe(GoogleScopes.Of(SignInOf(One).Everyday).Select(scope => scope.Uri));
        (
            query["response_type"],
            query["access_type"],
            query["prompt"],
            query["code_challenge_method"],
            query["redirect_uri"],
            query["login_hint"]
        ).ShouldBe(("code", "offline", "consent", "S256", Redirect, Alex));
        query["code_challenge"]!.Length.ShouldBe(43);
        query["state"]!.Length.ShouldBe(43);
    }

    [Fact]
    public async Task The_scope_for_holds_is_asked_for_only_where_holds_are_switched_on()
    {
        Settings["Google:Calendar:Holds"] = "true";

        HttpUtility.ParseQueryString((await BeginAsync(One, Alex)).Query)["scope"]!.ShouldContain("calendar.events.owned");
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        var answer = await ConsentAsync(await BeginAsync(One, Alex));
        (await CompleteAsync(One, answer)).ShouldBeOfType<SignInOutcome.Connected>();

        var again = (await CompleteAsync(One, answer)).ShouldBeOfType<SignInOutcome.ConnectedBefore>();

        again.AskedBy.ShouldBe(RepOf(One, Alex).Id);
        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task An_answer_that_comes_to_two_processes_at_once_is_taken_by_one()
    {
        var other = Process();
        var answer = await ConsentAsync(await BeginAsync(One, Alex));

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => Task.Run(() => CompleteAsync(n % 2 == 0 ? One : other, answer)))
        );

        outcomes.OfType<SignInOutcome.Connected>().Count().ShouldBe(1);
        outcomes.OfType<SignInOutcome.ConnectedBefore>().Count().ShouldBe(7);
    }

    [Fact]
    public async Task An_answer_after_ten_minutes_is_too_late()
    {
        var link = await BeginAsync(One, Alex);
        Clock.Ahead = TimeSpan.FromMinutes(10);

        var late = (await CompleteAsync(One, await ConsentAsync(link))).ShouldBeOfType<SignInOutcome.Refused>();

        late.Reason.ShouldBe(SignInRefusal.Expired);
        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.NotConnected>();
        Google.LivingGrants.ShouldBe(0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guessed")]
    public async Task An_answer_to_nothing_is_refused_and_fills_no_audit(string? state)
    {
        var refused = (await SignInOf(One).CompleteAsync(state, "4/code", null, Now)).ShouldBeOfType<SignInOutcome.Refused>();

        (refused.Reason, refused.AskedBy).ShouldBe((SignInRefusal.UnknownState, null));
        (await AuditAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unticked_box_is_named_and_nothing_lingers()
    {
        Google.Consent = new GoogleConsent { Untick = ["https://www.googleapis.com/auth/gmail.compose"] };

        var refused = (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>();

        refused.Reason.ShouldBe(SignInRefusal.MissingScopes);
        refused.Missing.Select(scope => scope.Name).ShouldBe(["gmail.compose"]);
        refused.Text.ShouldContain("gmail.compose (to put drafts into your mailbox");
        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.NotConnected>();
        Google.LivingGrants.ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_elses_mailbox_is_refused_and_named_to_that_person_only()
    {
        Google.Consent = new GoogleConsent { SignInAs = Mona };

        var refused = (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>();

        (refused.Reason, refused.SignedInAs).ShouldBe((SignInRefusal.WrongMailbox, Mona));
        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.NotConnected>();
        (await AccountAsync(One, Mona)).ShouldBeOfType<GoogleAccount.NotConnected>();
        Google.LivingGrants.ShouldBe(0);
        string.Join('\n', Logged).ShouldNotContain(Mona);
    }

    [Fact]
    public async Task A_refused_sign_in_does_not_end_what_the_same_account_is_connected_for()
    {
        await ConnectAsync(Mona);
        Google.Consent = new GoogleConsent { SignInAs = Mona };
        (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>().Reason.ShouldBe(SignInRefusal.WrongMailbox);
        Google.Consent = new GoogleConsent { Untick = ["https://www.googleapis.com/auth/gmail.readonly"] };
        (await SignInAsync(One, Mona)).ShouldBeOfType<SignInOutcome.Refused>().Reason.ShouldBe(SignInRefusal.MissingScopes);
        Clock.Ahead = TimeSpan.FromHours(2);

        (await OpenAsync(One, Mona)).ShouldBe(Mona);
    }

    [Theory]
    [InlineData("access_denied", SignInRefusal.ConsentDenied)]
    [InlineData("admin_policy_enforced", SignInRefusal.AdminPolicy)]
    [InlineData("org_internal", SignInRefusal.AdminPolicy)]
    [InlineData("something_new", SignInRefusal.GoogleRefused)]
    public async Task What_google_sends_back_instead_of_a_code_is_understood(string error, SignInRefusal reason)
    {
        Google.Consent = new GoogleConsent { Error = error };

        (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>().Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Access_for_an_hour_only_is_refused()
    {
        Google.Consent = new GoogleConsent { WithoutRefreshToken = true };

        (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>().Reason.ShouldBe(SignInRefusal.NoRefreshToken);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("gone")]
    [InlineData("garbled")]
    public async Task When_google_does_not_answer_nothing_is_connected(string how)
    {
        Sandbox.Faults.Set(
            "google.token",
            how switch
            {
                "busy" => new Fault.Status(503),
                "gone" => new Fault.Drop(AfterWrite: false),
                _ => new Fault.Garbage(GarbageKind.Html),
            }
        );

        (await SignInAsync(One, Alex)).ShouldBeOfType<SignInOutcome.Refused>().Reason.ShouldBe(SignInRefusal.Unavailable);

        (await AccountAsync(One, Alex)).ShouldBeOfType<GoogleAccount.NotConnected>();
    }

    [Fact]
    public async Task A_browser_that_goes_away_half_way_leaves_no_half_a_sign_in()
    {
        var answer = await ConsentAsync(await BeginAsync(One, Alex));
        Sandbox.Faults.Set("google.token", new Fault.Delay(TimeSpan.FromMilliseconds(300)));
        using var gone = new CancellationTokenSource();
        var completing = SignInOf(One).CompleteAsync(answer["state"], answer["code"], null, gone.Token);
        while (Sandbox.World.Calls.Calls("google.token") == 0)
            await Task.Delay(10, Now);
        await gone.CancelAsync();

        (await completing).ShouldBeOfType<SignInOutcome.Connected>();

        (await OpenAsync(One, Alex)).ShouldBe(Alex);
    }

    [Fact]
    public async Task A_code_that_google_does_not_accept_is_refused_in_its_own_word()
    {
        var answer = await ConsentAsync(await BeginAsync(One, Alex));
        answer["code"] = "4/another";

        var refused = (await CompleteAsync(One, answer)).ShouldBeOfType<SignInOutcome.Refused>();

        (refused.Reason, refused.Code).ShouldBe((SignInRefusal.GoogleRefused, "invalid_grant"));
    }

    [Fact]
    public async Task More_can_be_asked_for_later_without_losing_what_was_there()
    {
        await ConnectAsync(Alex);
        var request = SignInRequest.By(RepOf(One, Alex), [.. GoogleScopes.Gmail, GoogleCapability.ReadDrive]);
        var begun = (await SignInOf(One).BeginAsync(request, Now)).ShouldBeOfType<SignInBegun.Ready>();

        var connected = (await CompleteAsync(One, await ConsentAsync(begun.Link))).ShouldBeOfType<SignInOutcome.Connected>();

        connected
            .Scopes.Select(scope => scope.Name)
            .ShouldBe([
                "gmail.readonly",
                "gmail.compose",
                "calendar.freebusy",
                "calendar.settings.readonly",
                "calendar.calendars.readonly",
                "drive.readonly",
            ]);
    }

    [Fact]
    public async Task Without_gmail_the_calendar_says_whose_account_it_is()
    {
        var request = SignInRequest.By(RepOf(One, Alex), GoogleScopes.Calendar);
        async Task<SignInOutcome> TryAsync() =>
            await CompleteAsync(
                One,
                await ConsentAsync((await SignInOf(One).BeginAsync(request, Now)).ShouldBeOfType<SignInBegun.Ready>().Link)
            );

        Google.Consent = new GoogleConsent { SignInAs = Mona };
        (await TryAsync()).ShouldBeOfType<SignInOutcome.Refused>().SignedInAs.ShouldBe(Mona);
        Google.Consent = new GoogleConsent();
        (await TryAsync()).ShouldBeOfType<SignInOutcome.Connected>();

        (await One.GetRequiredService<CalendarClient>().TimeZoneAsync(Alex, Now)).Id.ShouldBe("America/New_York");
    }

    [Fact]
    public async Task A_sign_in_that_could_not_tell_whose_account_it_is_is_not_begun() =>
        await Should.ThrowAsync<ArgumentException>(() =>
            SignInOf(One).BeginAsync(SignInRequest.By(RepOf(One, Alex), [GoogleCapability.ReadDrive]), Now)
        );

    [Fact]
    public async Task Where_signing_in_is_not_set_up_it_is_not_offered()
    {
        Settings["Google:RedirectUri"] = null;
        var begun = await SignInOf(One).BeginAsync(SignInRequest.By(RepOf(One, Alex), SignInOf(One).Everyday), Now);
        begun.ShouldBeOfType<SignInBegun.NotOffered>().Why.ShouldContain("Google:RedirectUri");

        Settings["Google:ClientSecretFile"] = null;
        var none = Process();
        begun = await SignInOf(none).BeginAsync(SignInRequest.By(RepOf(none, Alex), SignInOf(none).Everyday), Now);
        begun.ShouldBeOfType<SignInBegun.NotOffered>().Why.ShouldContain("Google:ClientSecretFile");
    }

    [Fact]
    public async Task Every_sign_in_is_in_the_audit_without_an_address()
    {
        await ConnectAsync(Alex);
        Google.Consent = new GoogleConsent { Error = "access_denied" };
        await SignInAsync(One, Alex);

        var entries = await AuditAsync();

        var account = $"google:{One.GetRequiredService<PersonKeys>().ForEmail(Alex)}";
        entries
            .Select(entry => (entry.EventType, entry.Action, entry.Status, entry.Actor, entry.Resource))
            .ShouldBe([
                (AuditEventType.AuthSuccess, "google_connected", AuditStatus.Success, RepOf(One, Alex).Id, account),
                (AuditEventType.AuthFailure, "google_sign_in", AuditStatus.Denied, RepOf(One, Alex).Id, account),
            ]);
        entries[0].Metadata["scopes"].ShouldContain("gmail.compose");
        entries[1].Metadata["reason"].ShouldBe("ConsentDenied");
    }
}
