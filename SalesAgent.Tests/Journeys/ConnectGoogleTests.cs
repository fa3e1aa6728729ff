using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using SalesAgent.Bot.Operations;
using SalesAgent.Bot.Sandbox.Google;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A rep connects the own Google account from Teams, in a browser of their own, and ends that again.</summary>
public sealed class ConnectGoogleTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-google-");
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private RunningAgent? running;

    private RunningAgent Agent => running!;

    private SandboxTeamsPlace Chat => Agent.Alex.Personal;

    public async ValueTask InitializeAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var callback = new Uri(address, GoogleCallback.Path);
        var file = Path.Combine(folder.FullName, "client.json");
        await File.WriteAllTextAsync(file, GoogleKeyFiles.WebClient(callback));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        running = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                [WebHostDefaults.ServerUrlsKey] = address.OriginalString,
                ["Google:DevelopmentAccessToken"] = "",
                ["Google:ClientSecretFile"] = file,
                ["Google:RedirectUri"] = callback.AbsoluteUri,
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        browser.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void At_the_start_it_is_told_that_others_can_read_the_file_with_the_secret()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no file modes.");

        Agent.Log.Texts.ShouldContain(text => text.Contains("Google:ClientSecretFile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_signing_in_leads_get_drafts_in_that_mailbox()
    {
        var (status, page) = await SignInAsync(await LinkAsync());

        (status, page).ShouldSatisfyAllConditions(
            () => status.ShouldBe(HttpStatusCode.OK),
            () => page.ShouldContain("alex@contoso.example is connected.")
        );
        await SaidAsync(Chat, "Your Google account is connected.");
        await AskAsync("whoami", "Your Google account is connected.");
        await AskAsync("status", "gmail: degraded. 2 of 3 reps have to connect their Google account.");

        var before = Agent.AlexMail.Drafts.Count;
        var state = await Agent.RestingAsync(await Agent.SubmitSampleAsync());
        Agent.AlexMail.Drafts.Count.ShouldBe(before + 1);
        state.Run.Steps.ShouldAllBe(step => step.Status == StepStatus.Done);
    }

    [Fact]
    public async Task Without_an_account_the_card_says_how_to_connect_one_and_trying_again_then_finishes_it()
    {
        var lead = await Agent.SubmitSampleAsync();
        var (state, card) = await Agent.ShownAsync(lead);
        state.Run.Dossier.MailboxDraft.ShouldBeNull();
        card.Card!.ToJsonString().ShouldContain("type connect google");

        await SignInAsync(await LinkAsync());
        (await Agent.Alex.At(card).ClickAsync(Agent.App.Messages, card, "retry")).Status.ShouldBe(200);

        (await Agent.RestingAsync(lead)).Run.Dossier.MailboxDraft.ShouldNotBeNull();
    }

    [Fact]
    public async Task Asked_in_a_channel_the_link_goes_to_the_persons_own_chat()
    {
        var leads = Agent.Alex.InChannel(Agent.World.Teams.Leads);

        await leads.SayAsync(Agent.App.Messages, "connect google");

        await SaidAsync(leads, "I wrote to you there");
        Cards(Chat).ShouldHaveSingleItem().Card!.ToJsonString().ShouldContain("Sign in with Google");
        Cards(leads).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_account_than_the_reps_is_refused_and_named_to_nobody_but_the_browser()
    {
        Agent.World.Google.Consent = new GoogleConsent { SignInAs = Agent.World.Reps[1].Email };
        var link = await LinkAsync();

        var (status, page) = await SignInAsync(link);

        status.ShouldBe(HttpStatusCode.BadRequest);
        page.ShouldContain("You signed in as lena");
        (await SaidAsync(Chat, "was not connected")).ShouldNotContain("lena");
        Agent.World.Google.LivingGrants.ShouldBe(0);
        await AskAsync("whoami", "not connected: type `connect google`");
    }

    [Fact]
    public async Task A_success_page_that_is_loaded_again_says_so_and_the_chat_is_told_once()
    {
        var back = await ConsentAsync(await LinkAsync());
        (await browser.GetAsync(back)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await SaidAsync(Chat, "Your Google account is connected.");
        var before = Chat.Conversation.Posts.Count;

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var again = await browser.GetAsync(back);

            again.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await again.Content.ReadAsStringAsync();
            page.ShouldContain("This sign-in has worked");
            page.ShouldNotContain("ot connected");
        }

        Chat.Conversation.Posts.Count.ShouldBe(before);
        Agent.World.Google.LivingGrants.ShouldBe(1);
        await AskAsync("whoami", "Your Google account is connected.");
    }

    [Fact]
    public async Task A_page_that_a_preview_loads_at_the_same_time_says_what_the_first_load_came_to()
    {
        var back = await ConsentAsync(await LinkAsync());

        var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.GetAsync(back)));

        pages.ShouldAllBe(page => page.StatusCode == HttpStatusCode.OK);
        await SaidAsync(Chat, "Your Google account is connected.");
        Chat.Conversation.Posts.ShouldNotContain(post => post.FromBot && (post.Text ?? "").Contains("not connected"));
        foreach (var page in pages)
            page.Dispose();
    }

    [Fact]
    public async Task A_refusal_that_is_loaded_again_posts_nothing_more()
    {
        Agent.World.Google.Consent = new GoogleConsent { SignInAs = Agent.World.Reps[1].Email };
        var back = await ConsentAsync(await LinkAsync());
        using var first = await browser.GetAsync(back);
        await SaidAsync(Chat, "was not connected");
        var before = Chat.Conversation.Posts.Count;

        using var again = await browser.GetAsync(back);

        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await again.Content.ReadAsStringAsync()).ShouldContain("was used already");
        Chat.Conversation.Posts.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?state=made-up&code=made-up")]
    [InlineData("?state=a&state=b&code=c")]
    [InlineData("?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=%3Cb%3E")]
    public async Task What_nobody_asked_for_gets_a_page_and_nothing_else(string query)
    {
        using var answer = await browser.GetAsync(new Uri(Agent.App.Address, GoogleCallback.Path + query));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("This sign-in was not started here.");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<b>");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        Chat.Conversation.Posts.ShouldNotContain(post => post.FromBot && (post.Text ?? "").Contains("Google"));
    }

    [Fact]
    public async Task Disconnecting_ends_it_at_google_too()
    {
        await SignInAsync(await LinkAsync());
        Agent.World.Google.LivingGrants.ShouldBe(1);

        await AskAsync("disconnect google", "Google ended the access");

        Agent.World.Google.LivingGrants.ShouldBe(0);
        await AskAsync("disconnect google", "is not connected");
    }

    [Fact]
    public async Task A_rep_whose_access_ended_is_told_once_however_many_leads_come()
    {
        await SignInAsync(await LinkAsync());
        await SaidAsync(Chat, "Your Google account is connected.");
        await Agent.RestingAsync(await Agent.SubmitSampleAsync(0));

        Agent.World.Google.End(Agent.World.Reps[0].Email);
        foreach (var which in (int[])[1, 2])
            await Agent.ShownAsync(await Agent.SubmitSampleAsync(which));

        await SaidAsync(Chat, "has to be connected again");
        await AskAsync("whoami", "has to be connected again");
        Chat.Conversation.Posts.Count(post =>
                post.FromBot && (post.Text ?? "").StartsWith("Your Google account has to be connected again", StringComparison.Ordinal)
            )
            .ShouldBe(1);
    }

    private async Task<Uri> LinkAsync()
    {
        var before = Cards(Chat).Count;
        (await Chat.SayAsync(Agent.App.Messages, "connect google")).Status.ShouldBeInRange(200, 202);
        var card = await Eventually.FindAsync(() => Cards(Chat).Skip(before).FirstOrDefault()?.Card);
        return new Uri((string)card["body"]!.AsArray()[^1]!["actions"]![0]!["url"]!);
    }

    /// <summary>Google's page, which the sandbox answers by itself; then back to us.</summary>
    private async Task<(HttpStatusCode Status, string Page)> SignInAsync(Uri link)
    {
        using var answer = await browser.GetAsync(await ConsentAsync(link));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<Uri> ConsentAsync(Uri link)
    {
        using var google = await browser.GetAsync(link);
        google.StatusCode.ShouldBe(HttpStatusCode.Redirect, await google.Content.ReadAsStringAsync());
        return google.Headers.Location!;
    }

    private async Task AskAsync(string text, string answer)
    {
        await Chat.SayAsync(Agent.App.Messages, text);
        await SaidAsync(Chat, answer);
    }

    private static Task<string> SaidAsync(SandboxTeamsPlace place, string part) =>
        Eventually.FindAsync(() =>
            place
                .Conversation.Posts.LastOrDefault(post =>
                    post.FromBot && (post.Text ?? "").Contains(part, StringComparison.OrdinalIgnoreCase)
                )
                ?.Text
        );

    private static List<TeamsPost> Cards(SandboxTeamsPlace place) =>
        [.. place.Conversation.Posts.Where(post => post is { FromBot: true, IsCard: true })];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
