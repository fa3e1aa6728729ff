using System.Net.Http.Headers;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Protocol.Connector;

public sealed class ConnectorRetryTests
{
    private const int Patience = 100;

    private readonly QuickTime time = new(TimeSpan.FromSeconds(Patience));

    [Theory]
    [InlineData("POST", 429)]
    [InlineData("POST", 412)]
    [InlineData("PUT", 429)]
    [InlineData("DELETE", 412)]
    [InlineData("GET", 429)]
    public async Task A_refused_call_comes_again_when_the_connector_says(string method, int status)
    {
        await using var bench = await StartAsync();
        bench.Server.Then(status, null, ("Retry-After", "3")).Then(200, """{"id":"1"}""");

        await CallAsync(bench, method);

        bench.Server.Requests.Count.ShouldBe(2);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(3)]);
    }

    [Theory]
    [InlineData(429, ConnectorFailure.Throttled)]
    [InlineData(412, ConnectorFailure.Precondition)]
    internal async Task Three_refusals_are_enough_and_the_waits_grow(int status, ConnectorFailure kind)
    {
        await using var bench = await StartAsync();
        bench.Server.Then(status);

        var failure = await CallAsync(bench, "POST").ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(kind);
        failure.RetryAfter.ShouldBeNull();
        bench.Server.Requests.Count.ShouldBe(3);
        time.Waits.Length.ShouldBe(2);
        time.Waits[0].TotalSeconds.ShouldBeInRange(1.6, 2.4);
        time.Waits[1].TotalSeconds.ShouldBeInRange(3.2, 4.8);
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_caller()
    {
        await using var bench = await StartAsync();
        bench.Server.Then(429, """{"error":{"code":"Throttled"}}""", ("Retry-After", "11"));

        var failure = await CallAsync(bench, "PUT").ShouldThrowAsync<ConnectorFailureException>();

        (failure.Kind, failure.RetryAfter).ShouldBe((ConnectorFailure.Throttled, TimeSpan.FromSeconds(11)));
        bench.Server.Requests.Count.ShouldBe(1);
        time.Waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT", 502)]
    [InlineData("PUT", 503)]
    [InlineData("DELETE", 504)]
    [InlineData("GET", 503)]
    public async Task A_call_that_may_be_repeated_outlives_a_passing_fault(string method, int status)
    {
        await using var bench = await StartAsync();
        bench.Server.Then(status).Then(200, """{"id":"1"}""");

        await CallAsync(bench, method);

        bench.Server.Requests.Count.ShouldBe(2);
        bench.Server.Requests.First().Body.ShouldBe(bench.Server.Requests.Last().Body);
    }

    [Fact]
    public async Task An_update_that_broke_off_is_sent_again()
    {
        await using var bench = await StartAsync();
        bench.Server.ThenDrops().Then(200, """{"id":"1"}""");

        await CallAsync(bench, "PUT");

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_update_that_nobody_answered_is_sent_again()
    {
        var clock = new QuickTime(TimeSpan.FromSeconds(1));
        await using var bench = await ConnectorBench.StartAsync(clock, bot => bot.ConnectorTimeoutSeconds = 1);
        bench.Server.ThenHangs().Then(200, """{"id":"1"}""");

        await CallAsync(bench, "PUT");

        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_fault_that_does_not_pass_is_given_back_after_three_tries()
    {
        await using var bench = await StartAsync();
        bench.Server.Then(503, null, ("Retry-After", "4"));

        var failure = await CallAsync(bench, "PUT").ShouldThrowAsync<ConnectorFailureException>();

        (failure.Kind, failure.RetryAfter).ShouldBe((ConnectorFailure.Transient, TimeSpan.FromSeconds(4)));
        bench.Server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("GET")]
    public async Task A_fault_inside_the_connector_is_not_pressed(string method)
    {
        await using var bench = await StartAsync();
        bench.Server.Then(500, """{"error":{"code":"ServiceError"}}""");

        var failure = await CallAsync(bench, method).ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.ServerError);
        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_and_the_call_made_again()
    {
        await using var bench = await StartAsync();
        bench.Server.Then(401).Then(201, """{"id":"1"}""");

        await CallAsync(bench, "POST");
        await CallAsync(bench, "POST");

        bench.Server.Requests.Select(request => request.Authorization).ShouldBe(["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
        bench.Login.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_second_refusal_is_final()
    {
        await using var bench = await StartAsync();
        bench.Server.Then(401, """{"error":{"code":"BotNotRegistered"}}""");

        var failure = await CallAsync(bench, "POST").ShouldThrowAsync<ConnectorFailureException>();

        (failure.Kind, failure.Code).ShouldBe((ConnectorFailure.Unauthorized, "BotNotRegistered"));
        bench.Server.Requests.Count.ShouldBe(2);
        bench.Login.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing_to_renew()
    {
        await using var bench = await ConnectorBench.StartAsync(
            time,
            bot =>
                (bot.AllowAnonymous, bot.MicrosoftAppId, bot.MicrosoftAppPassword, bot.ConnectorTimeoutSeconds) = (true, "", "", Patience)
        );
        bench.Server.Then(401);

        (await CallAsync(bench, "POST").ShouldThrowAsync<ConnectorFailureException>()).Kind.ShouldBe(ConnectorFailure.Unauthorized);

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_without_a_token_to_be_had_never_leaves()
    {
        await using var bench = await StartAsync();
        await bench.Login.DisposeAsync();

        (await CallAsync(bench, "POST").ShouldThrowAsync<ConnectorFailureException>()).Kind.ShouldBe(ConnectorFailure.Transient);

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 0, 1.6)]
    [InlineData(1, 1, 2.4)]
    [InlineData(3, 0.5, 8)]
    [InlineData(4, 0.5, 16)]
    [InlineData(5, 0.5, 20)]
    [InlineData(5, 1, 24)]
    [InlineData(1000, 0, 16)]
    public void The_backoff_doubles_from_2_to_20_seconds_within_a_fifth(int tries, double roll, double seconds) =>
        RetryDelay.Backoff(tries, roll).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void A_wait_may_be_asked_for_as_a_date_and_is_never_negative()
    {
        var now = new FakeTimeProvider().GetUtcNow();

        RetryDelay.Asked(new RetryConditionHeaderValue(now.AddSeconds(30)), now).ShouldBe(TimeSpan.FromSeconds(30));
        RetryDelay.Asked(new RetryConditionHeaderValue(now.AddSeconds(-30)), now).ShouldBe(TimeSpan.Zero);
        RetryDelay.Asked(null, now).ShouldBeNull();
    }

    private Task<ConnectorBench> StartAsync() => ConnectorBench.StartAsync(time, bot => bot.ConnectorTimeoutSeconds = Patience);

    private static async Task CallAsync(ConnectorBench bench, string method)
    {
        var (posts, reference, hello) = (bench.Posts, bench.Reference, Said.Text("hello"));
        var (conversations, now) = (await bench.ConversationsAsync(), TestContext.Current.CancellationToken);
        await (
            method switch
            {
                "POST" => posts.SendAsync(reference, hello, now),
                "PUT" => posts.UpdateAsync(reference, "1", hello, now),
                "DELETE" => conversations.DeleteActivityAsync(reference.Conversation.Id, "1", now),
                "GET" => conversations.GetConversationMemberAsync("1", reference.Conversation.Id, now),
                _ => throw new ArgumentOutOfRangeException(nameof(method)),
            }
        );
    }
}
