using System.Net;
using System.Net.Sockets;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Protocol.Connector;

public sealed class ConnectorFailureTests
{
    private const string Blocked209 =
        """{"errorCode":209,"message":"{\r\n  \"subCode\": \"MessageWritesBlocked\",\r\n  \"details\": \"for 29:somebody\"\r\n}"}""";

    [Theory]
    [InlineData(400, """{"error":{"code":"Bad Argument","message":"x"}}""", "BadRequest", "Bad Argument")]
    [InlineData(400, """{"error":{"code":"BadArgument","message":"x"}}""", "BadRequest", "BadArgument")]
    [InlineData(400, """{"error":{"code":"BadSyntax","message":"x"}}""", "BadRequest", "BadSyntax")]
    [InlineData(401, """{"error":{"code":"BotNotRegistered","message":"x"}}""", "Unauthorized", "BotNotRegistered")]
    [InlineData(403, """{"error":{"code":"BotNotInConversationRoster","message":"x"}}""", "NotInRoster", "BotNotInConversationRoster")]
    [InlineData(403, """{"error":{"code":"BotDisabledByAdmin","message":"x"}}""", "Blocked", "BotDisabledByAdmin")]
    [InlineData(403, """{"error":{"code":"ConversationBlockedByUser","message":"x"}}""", "Blocked", "ConversationBlockedByUser")]
    [InlineData(403, """{"error":{"code":"InvalidBotApiHost","message":"x"}}""", "WrongHost", "InvalidBotApiHost")]
    [InlineData(403, """{"error":{"code":"NotEnoughPermissions","message":"x"}}""", "Forbidden", "NotEnoughPermissions")]
    [InlineData(403, Blocked209, "Blocked", "209")]
    [InlineData(403, """{"errorCode":209,"message":"not json {"}""", "Forbidden", "209")]
    [InlineData(404, """{"error":{"code":"ConversationNotFound","message":"x"}}""", "NotFound", "ConversationNotFound")]
    [InlineData(404, """{"error":{"code":"ActivityNotFoundInConversation"}}""", "NotFound", "ActivityNotFoundInConversation")]
    [InlineData(413, """{"error":{"code":"MessageSizeTooBig","message":"x"}}""", "TooBig", "MessageSizeTooBig")]
    [InlineData(400, """{"error":{"code":"MessageSizeTooBig","message":"x"}}""", "TooBig", "MessageSizeTooBig")]
    [InlineData(500, """{"error":{"code":"ServiceError","message":"x"}}""", "OutcomeUnknown", "ServiceError")]
    [InlineData(408, null, "OutcomeUnknown", null)]
    [InlineData(502, null, "OutcomeUnknown", null)]
    [InlineData(503, """{"error":{"code":"ServiceError"}}""", "OutcomeUnknown", "ServiceError")]
    [InlineData(504, "<html>gateway</html>", "OutcomeUnknown", null)]
    [InlineData(400, """{"error":"invalid_request"}""", "BadRequest", "invalid_request")]
    [InlineData(400, """{"error":"Jane Doe is not here"}""", "BadRequest", null)]
    [InlineData(400, """{"message":"no error at all"}""", "BadRequest", null)]
    [InlineData(400, """{"error":null}""", "BadRequest", null)]
    [InlineData(400, "\"just text\"", "BadRequest", null)]
    [InlineData(403, null, "Forbidden", null)]
    [InlineData(409, null, "BadRequest", null)]
    [InlineData(301, null, "UnexpectedReply", null)]
    public async Task Every_refusal_of_a_post_has_its_kind_and_is_not_sent_again(int status, string? body, string kind, string? code)
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.Then(status, body, ("X-Correlating-OperationId", "op-1"), ("MS-CV", "cv.1"));

        var failure = await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>();

        (failure.Kind.ToString(), failure.Code, failure.HttpStatus, failure.OperationId).ShouldBe(
            (kind, code, (HttpStatusCode)status, "op-1")
        );
        // 401 is the one that is tried again: with another token.
        bench.Server.Requests.Count.ShouldBe(status == 401 ? 2 : 1);
    }

    [Fact]
    public async Task The_json_inside_the_string_gives_the_sub_code_and_stays_out_of_the_message()
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.Then(403, Blocked209, ("MS-CV", "abc.1"));

        var failure = await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>();

        failure.SubCode.ShouldBe("MessageWritesBlocked");
        failure.Message.ShouldBe(
            "Sending an activity failed: Blocked, HTTP 403, code 209, sub-code MessageWritesBlocked, operation abc.1."
        );
    }

    [Fact]
    public async Task Neither_message_nor_log_shows_bodies_people_or_tokens()
    {
        var time = new QuickTime(TimeSpan.FromSeconds(100));
        await using var bench = await ConnectorBench.StartAsync(time, bot => bot.ConnectorTimeoutSeconds = 100);
        bench
            .Server.Then(429)
            .Then(401)
            .Then(
                403,
                """{"error":{"code":"jane@example.com","message":"Jane Doe said hello"}}""",
                ("X-Correlating-OperationId", "Jane Doe")
            );

        var failure = await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>();

        string[] seen = [failure.ToString(), .. bench.Logged];
        seen.Length.ShouldBeGreaterThan(2);
        foreach (var secret in (string[])["jane", "hello", "19:abc", "token-1", "token-2", "secret"])
            seen.ShouldAllBe(line => !line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_reply_in_a_turn_and_a_new_post_go_out_once_too(int status)
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.Then(status);
        var channel = new TeamsPlace(bench.Reference, ChosenByPerson: false) { TenantId = "tenant-1" };

        var reply = await bench
            .Adapter.ContinueConversationAsync("", bench.Reference, (turn, ct) => turn.SendActivityAsync(Said.Text("hello"), ct), Now)
            .ShouldThrowAsync<ConnectorFailureException>();
        var post = await bench.Posts.PostAsync(channel, Said.Text("hello"), Now).ShouldThrowAsync<ConnectorFailureException>();

        (reply.Kind, post.Kind).ShouldBe((ConnectorFailure.OutcomeUnknown, ConnectorFailure.OutcomeUnknown));
        (reply.Operation, post.Operation).ShouldBe(("Replying to an activity", "Creating a conversation"));
        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_post_that_broke_off_may_have_arrived_and_is_not_sent_again()
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.ThenDrops();

        (await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>()).Kind.ShouldBe(ConnectorFailure.OutcomeUnknown);

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_that_nobody_answered_may_have_arrived_and_is_not_sent_again()
    {
        await using var bench = await ConnectorBench.StartAsync(configure: bot => bot.ConnectorTimeoutSeconds = 1);
        bench.Server.ThenHangs();

        (await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>()).Kind.ShouldBe(ConnectorFailure.OutcomeUnknown);

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_web_page_in_place_of_a_success_is_no_success()
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.Then(200, "<html>Please sign in</html>", ("Content-Type", "text/html; charset=utf-8"));

        var post = await SendAsync(bench).ShouldThrowAsync<ConnectorFailureException>();
        var update = await bench
            .Posts.UpdateAsync(bench.Reference, "17", Said.Text("hello"), Now)
            .ShouldThrowAsync<ConnectorFailureException>();

        (post.Kind, update.Kind).ShouldBe((ConnectorFailure.OutcomeUnknown, ConnectorFailure.UnexpectedReply));
        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_post_refused_at_the_door_has_surely_not_been_made()
    {
        await using var bench = await ConnectorBench.StartAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var failure = await bench
            .SendAsync(ConnectorBench.ReferenceTo($"http://127.0.0.1:{port}/"))
            .ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.Transient);
    }

    [Fact]
    public async Task A_post_to_a_host_without_an_address_has_surely_not_been_made()
    {
        await using var bench = await ConnectorBench.StartAsync(configure: bot => bot.ServiceUrlHosts = ["teams.invalid"]);

        var failure = await bench
            .SendAsync(ConnectorBench.ReferenceTo("https://teams.invalid/"))
            .ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.Transient);
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_not_told_of_a_failure()
    {
        await using var bench = await ConnectorBench.StartAsync();
        bench.Server.ThenHangs();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Now);
        var sending = bench.Posts.SendAsync(bench.Reference, Said.Text("hello"), caller.Token);
        while (bench.Server.Requests.IsEmpty)
            await Task.Delay(5, Now);

        await caller.CancelAsync();

        await sending.ShouldThrowAsync<OperationCanceledException>();
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private static Task<string?> SendAsync(ConnectorBench bench) => bench.SendAsync();
}
