using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Google;

public sealed class GoogleSignInWireTests
{
    private const string Redirect = "http://127.0.0.1:9/authorize/";
    private const string ReadMail = "https://www.googleapis.com/auth/gmail.readonly";
    private const string FreeBusy = "https://www.googleapis.com/auth/calendar.freebusy";
    private const string Verifier = "a-verifier-that-is-long-enough-for-rfc-7636-and-then-some";

    private static readonly (string Name, string Value)[] Client =
    [
        ("client_id", SandboxCredentials.GoogleClientId),
        ("client_secret", SandboxCredentials.GoogleClientSecret),
    ];

    [Fact]
    public async Task A_code_buys_access_to_its_own_mailbox_for_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        await using var sandbox = await RunningSandbox.StartAsync(time: clock);
        var bought = await ExchangeAsync(sandbox, await CodeAsync(sandbox));
        bought.Status.ShouldBe(200, bought.Body);
        (bought.Text("scope"), bought.Text("expires_in")).ShouldBe((ReadMail, "3599"));
        var token = bought.Text("access_token")!;
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", token)).Text("emailAddress").ShouldBe(SamplePeople.Lena.Email);
        (await sandbox.GetAsync("/gmail/v1/users/alex%40contoso.example/profile", token)).Status.ShouldBe(403);
        (await sandbox.GetAsync("/calendar/v3/calendars/primary", token)).Status.ShouldBe(403);
        clock.Advance(TimeSpan.FromHours(1));
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", token)).Status.ShouldBe(401);
        (await RefreshAsync(sandbox, bought.Text("refresh_token")!)).Text("scope").ShouldBe(ReadMail);
    }

    [Fact]
    public async Task A_code_works_once_for_its_redirect_and_with_its_verifier()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var code = await CodeAsync(sandbox);
        (await ExchangeAsync(sandbox, code)).Status.ShouldBe(200);
        (await ExchangeAsync(sandbox, code)).Text("error").ShouldBe("invalid_grant");
        (await ExchangeAsync(sandbox, await CodeAsync(sandbox), redirect: "http://127.0.0.1:8/"))
            .Text("error")
            .ShouldBe("redirect_uri_mismatch");
        (await ExchangeAsync(sandbox, await CodeAsync(sandbox), verifier: "another")).Text("error").ShouldBe("invalid_grant");
        (
            await sandbox.FormAsync(
                "/google/token",
                ("grant_type", "authorization_code"),
                ("code", await CodeAsync(sandbox)),
                ("redirect_uri", Redirect),
                ("code_verifier", Verifier),
                Client[0]
            )
        )
            .Text("error")
            .ShouldBe("invalid_client");
    }

    [Fact]
    public async Task The_person_at_the_page_may_untick_deny_or_be_somebody_else()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.World.Google.Consent = new GoogleConsent { Untick = [FreeBusy], SignInAs = SamplePeople.Mona.Email };
        var bought = await ExchangeAsync(sandbox, await CodeAsync(sandbox, $"{ReadMail} {FreeBusy}"));
        bought.Text("scope").ShouldBe(ReadMail);
        (await sandbox.GetAsync("/gmail/v1/users/me/profile", bought.Text("access_token")))
            .Text("emailAddress")
            .ShouldBe(SamplePeople.Mona.Email);
        sandbox.World.Google.Consent = new GoogleConsent { Error = "access_denied" };
        (await AuthoriseAsync(sandbox, ReadMail))["error"].ShouldBe("access_denied");
    }

    [Fact]
    public async Task Revoking_ends_everything_the_person_granted()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var first = await ExchangeAsync(sandbox, await CodeAsync(sandbox));
        var second = await ExchangeAsync(sandbox, await CodeAsync(sandbox));
        (await sandbox.FormAsync("/google/revoke", ("token", first.Text("refresh_token")!))).Status.ShouldBe(200);
        foreach (var bought in new[] { first, second })
        {
            var refused = await RefreshAsync(sandbox, bought.Text("refresh_token")!);
            (refused.Status, refused.Text("error")).ShouldBe((400, "invalid_grant"));
            (await sandbox.GetAsync("/gmail/v1/users/me/profile", bought.Text("access_token"))).Status.ShouldBe(401);
        }

        (await sandbox.FormAsync("/google/revoke", ("token", "unknown"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_assertion_must_be_signed_by_the_service_account_and_be_for_google()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var key = RSA.Create();
        key.ImportFromPem(System.Text.Json.Nodes.JsonNode.Parse(GoogleKeyFiles.ServiceAccountKey())!["private_key"]!.GetValue<string>());
        using var other = RSA.Create(2048);
        const string google = "https://oauth2.googleapis.com/token";

        (await AssertAsync(key, google, ReadMail)).Status.ShouldBe(200);
        (await AssertAsync(other, google, ReadMail)).Text("error").ShouldBe("invalid_grant");
        (await AssertAsync(key, "https://elsewhere.example/token", ReadMail)).Text("error").ShouldBe("invalid_grant");
        (await AssertAsync(key, google, "https://mail.google.com/")).Text("error").ShouldBe("unauthorized_client");
        (await AssertAsync(key, google, ReadMail, seconds: 7200)).Text("error").ShouldBe("invalid_grant");

        Task<WireReply> AssertAsync(RSA signer, string audience, string scope, int seconds = 3600)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var claims =
                $$"""{"iss":"{{GoogleKeyFiles.ServiceAccount}}","sub":"{{SamplePeople.Alex.Email}}","aud":"{{audience}}","scope":"{{scope}}","iat":{{now}},"exp":{{now + seconds}}}""";
            var text = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims)}";
            var signature = Base64Url.EncodeToString(
                signer.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            );
            return sandbox.FormAsync(
                "/google/token",
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                ("assertion", $"{text}.{signature}")
            );
        }

        static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<System.Collections.Specialized.NameValueCollection> AuthoriseAsync(RunningSandbox sandbox, string scope)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var redirect = await sandbox.GetAsync(
            $"/google/auth?client_id={SandboxCredentials.GoogleClientId}&response_type=code&access_type=offline&prompt=consent&state=s1&scope={Uri.EscapeDataString(scope)}"
                + $"&redirect_uri={Uri.EscapeDataString(Redirect)}&login_hint=lena%40contoso.example&code_challenge={challenge}&code_challenge_method=S256",
            null
        );
        redirect.Status.ShouldBe(302, redirect.Body);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(redirect.Headers["Location"]).Query);
        query["state"].ShouldBe("s1");
        return query;
    }

    private static async Task<string> CodeAsync(RunningSandbox sandbox, string scope = ReadMail) =>
        (await AuthoriseAsync(sandbox, scope))["code"]!;

    private static Task<WireReply> ExchangeAsync(
        RunningSandbox sandbox,
        string code,
        string redirect = Redirect,
        string verifier = Verifier
    ) =>
        sandbox.FormAsync(
            "/google/token",
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier), .. Client]
        );

    private static Task<WireReply> RefreshAsync(RunningSandbox sandbox, string token) =>
        sandbox.FormAsync("/google/token", [("grant_type", "refresh_token"), ("refresh_token", token), .. Client]);
}
