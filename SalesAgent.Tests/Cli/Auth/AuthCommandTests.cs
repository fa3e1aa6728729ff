using System.Collections.Concurrent;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Secrets;
using SalesAgent.Tests.Sandbox;

namespace SalesAgent.Tests.Cli.Auth;

/// <summary><c>auth google</c> as a process of its own, with the sandbox's Google and a browser that follows where it is sent.</summary>
public sealed class AuthCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-auth-");
    private readonly HttpClient browser = new(new SocketsHttpHandler());
    private readonly ConcurrentQueue<string> pages = new();
    private RunningSandbox sandbox = null!;

    public async ValueTask InitializeAsync() => sandbox = await RunningSandbox.StartAsync();

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Signing_in_looking_and_revoking()
    {
        var before = await RunAsync("--info");
        before.ExitCode.ShouldBe(1, before.Error);
        before.Output.ShouldContain("not connected");

        var signedIn = await RunAsync("--user", SamplePeople.Lena.Email.ToUpperInvariant());
        signedIn.ExitCode.ShouldBe(0, signedIn.Error);
        signedIn.Output.ShouldContain($"{SamplePeople.Lena.Email} is connected:");
        signedIn.Output.ShouldContain("gmail.compose");
        pages.ShouldHaveSingleItem().ShouldContain("Your Google account is connected.");

        var info = await RunAsync("--info", "--user", SamplePeople.Lena.Email);
        info.ExitCode.ShouldBe(0, info.Output + info.Error);
        foreach (
            var part in (string[])
                [
                    "Mailbox  " + SamplePeople.Lena.Email,
                    "asked for by command_line",
                    "Access   until",
                    "calendar.freebusy",
                    "Google answers",
                ]
        )
        {
            info.Output.ShouldContain(part);
        }

        (await RunAsync("--info")).ExitCode.ShouldBe(1);

        var revoked = await RunAsync("--revoke", "--user", SamplePeople.Lena.Email);
        revoked.ExitCode.ShouldBe(0, revoked.Error);
        revoked.Output.ShouldContain("Google has ended the access");
        sandbox.World.Google.LivingGrants.ShouldBe(0);
        (await RunAsync("--info", "--user", SamplePeople.Lena.Email)).ExitCode.ShouldBe(1);

        foreach (var run in new[] { signedIn, info, revoked })
        {
            foreach (var token in (string[])["ya29.", "1//", "4/sandbox"])
                (run.Output + run.Error).ShouldNotContain(token);
        }
    }

    [Fact]
    public async Task What_was_chosen_is_what_is_asked_for()
    {
        var run = await RunAsync("--calendar", "--drive");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("drive.readonly");
        run.Output.ShouldContain("calendar.freebusy");
        run.Output.ShouldNotContain("gmail.");
    }

    [Fact]
    public async Task A_refused_sign_in_says_why_there_and_in_the_browser()
    {
        sandbox.World.Google.Consent = new GoogleConsent { SignInAs = SamplePeople.Mona.Email };

        var run = await RunAsync();

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"You signed in as {SamplePeople.Mona.Email}");
        run.Error.ShouldContain("Run auth google again");
        pages.ShouldHaveSingleItem().ShouldContain("which is not the account you work with");
    }

    [Fact]
    public async Task Access_that_google_has_ended_is_said_with_what_to_do()
    {
        (await RunAsync()).ExitCode.ShouldBe(0);
        sandbox.World.Google.End(SamplePeople.Alex.Email);

        var first = await RunAsync("--info");
        var second = await RunAsync("--info");

        (first.ExitCode, second.ExitCode).ShouldBe((1, 1));
        first.Output.ShouldContain("reconnect_needed");
        second.Output.ShouldContain("has to be connected again since");
    }

    [Fact]
    public async Task Somebody_who_is_no_rep_is_refused()
    {
        var run = await RunAsync("--user", "stranger@contoso.example");

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("No rep has this address");
    }

    [Fact]
    public async Task A_web_client_that_knows_no_address_here_is_explained()
    {
        var run = await RunWithClientAsync(GoogleKeyFiles.WebClient(new Uri("https://bot.contoso.example/auth/google/callback")));

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.ShouldContain("Desktop app");
    }

    [Fact]
    public async Task A_web_client_comes_back_to_the_address_that_is_registered_for_this_machine()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var run = await RunWithClientAsync(GoogleKeyFiles.WebClient(new Uri($"http://localhost:{port}/back")));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain($"redirect_uri=http%3A%2F%2Flocalhost%3A{port}%2Fback&");
    }

    [Fact]
    public async Task With_the_development_token_there_is_nothing_to_sign_in_to()
    {
        var info = await BotProcess.RunSandboxedAsync("auth", "google", "--info");
        info.ExitCode.ShouldBe(0, info.Output + info.Error);
        info.Output.ShouldContain("development token");

        var run = await BotProcess.RunSandboxedAsync("auth", "google");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("There is nothing to sign in to");
    }

    private Task<BotProcess> RunAsync(params string[] arguments) => RunWithClientAsync(GoogleKeyFiles.DesktopClient, arguments);

    private async Task<BotProcess> RunWithClientAsync(string client, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "client.json"), client);
        var settings = sandbox.Host.Configuration().ToDictionary(pair => pair.Key, pair => pair.Value ?? "");
        settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        settings[nameof(InstallationOptions.SecretKey)] = InstallationOptions.DevelopmentSecretKey;
        settings["Google:DevelopmentAccessToken"] = "";
        settings["Google:ClientSecretFile"] = "client.json";
        return await BotProcess.RunTalkingAsync(
            folder.FullName,
            settings.Select(pair => (pair.Key.Replace(":", "__", StringComparison.Ordinal), pair.Value)),
            FollowAsync,
            ["auth", "google", .. arguments]
        );
    }

    private async Task FollowAsync(string line)
    {
        if (!line.StartsWith("http", StringComparison.Ordinal))
            return;

        // Somebody else's visit changes nothing.
        var redirect = System.Web.HttpUtility.ParseQueryString(new Uri(line).Query)["redirect_uri"];
        (await browser.GetAsync(new Uri($"{redirect}?state=guessed&code=4%2Fstolen"))).StatusCode.ShouldBe(
            System.Net.HttpStatusCode.NotFound
        );
        pages.Enqueue(System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(line))));
    }
}
