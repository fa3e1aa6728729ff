using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>What the endpoint answers, whoever asks.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private BotUnderTest bot = null!;

    public async ValueTask InitializeAsync() => bot = await BotUnderTest.StartAsync();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Only_POST_is_answered_even_beside_a_fallback_page(string method)
    {
        var answer = await bot.SendAsync($"Bearer {new Token()}", Teams.Text("personal-message"), method: new HttpMethod(method));

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["POST"]);
        bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"type":"message" """)]
    [InlineData("""{"text":"no type","conversation":{"id":"a"}}""")]
    [InlineData("""{"type":null,"conversation":{"id":"a"}}""")]
    [InlineData("""{"type":" ","conversation":{"id":"a"}}""")]
    [InlineData("""{"type":"message"}""")]
    [InlineData("""{"type":"message","conversation":{"name":"no id"}}""")]
    [InlineData("""{"type":"message","conversation":{"id":""}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"}} {}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":{"aadObjectId":"me","aadObjectId":"my boss"}}""")]
    [InlineData("""{"type":"invoke","conversation":{"id":"a"},"value":{"action":{"verb":"look","verb":"approve"}}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":{"aadObjectId":"me","AadObjectId":"my boss"}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":{"id":"29:me"},"From":{"id":"29:boss"}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":{"aadObjectId":"me","\u0041adObjectId":"my boss"}}""")]
    [InlineData("""{"type":"invoke","conversation":{"id":"a"},"value":{"action":{"verb":"look","Verb":"approve"}}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"attachments":[{"content":{"x":1,"X":2}}]}""")]
    [InlineData("""{"Type":"message","conversation":{"id":"a"}}""")]
    [InlineData("""{"type":7,"conversation":{"id":"a"}}""")]
    [InlineData("""{"type":"message","conversation":"a"}""")]
    [InlineData("""{"type":"message","conversation":{"id":7}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":{"aadObjectId":7}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"from":["me"]}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"channelData":"text"}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"channelData":{"tenant":"text"}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"timestamp":"not a time"}""")]
    [InlineData("""{"type":"message","conversation":{"id":"."}}""")]
    [InlineData("""{"type":"message","conversation":{"id":".."}}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"id":".."}""")]
    [InlineData("""{"type":"message","conversation":{"id":"a"},"replyToId":"."}""")]
    public async Task A_body_that_is_not_one_activity_is_a_bad_request(string body)
    {
        var answer = await bot.SendAsync($"Bearer {new Token()}", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("value")]
    [InlineData("somethingNew")]
    [InlineData("channelData")]
    public async Task JSON_nested_too_deep_is_a_bad_request(string field)
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 200)) + "1" + new string('}', 200);
        var body = Teams.Text("personal-message").Replace("\"locale\"", $"\"{field}\": {deep}, \"locale\"", StringComparison.Ordinal);

        var answer = await bot.SendAsync($"Bearer {new Token()}", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_too_large(bool chunked)
    {
        var activity = Teams.Message();
        activity["text"] = new string('x', ActivityBody.SizeLimit);

        var answer = await bot.SendAsync($"Bearer {new Token()}", activity.ToJsonString(), chunked);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        bot.Turns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_just_under_the_limit_is_read(bool chunked)
    {
        var activity = Teams.Message();
        activity["text"] = "";
        activity["text"] = new string('x', ActivityBody.SizeLimit - activity.ToJsonString().Length);

        var answer = await bot.SendAsync($"Bearer {new Token()}", activity.ToJsonString(), chunked);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_token_is_checked_before_the_body_is_looked_at()
    {
        var stranger = $"Bearer {new Token().Without("exp")}";

        (await bot.SendAsync(stranger, "not json")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await bot.SendAsync(stranger, new string('x', ActivityBody.SizeLimit + 1))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("personal-message")]
    [InlineData("channel-mention")]
    [InlineData("installation-update")]
    [InlineData("conversation-update")]
    [InlineData("submit-message")]
    [InlineData("unknown-type")]
    public async Task Any_activity_but_an_invoke_gets_an_empty_200(string sample)
    {
        bot.Answer = _ => new InvokeResponse { Status = 418, Body = "a teapot" };

        var answer = await bot.PostAsync(activity: Teams.Sample(sample));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await BodyAsync(answer)).ShouldBeEmpty();
        bot.Turns.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_invoke_gets_the_handlers_answer()
    {
        bot.Answer = turn => new InvokeResponse { Status = 200, Body = CardAnswer.Message($"{turn.Activity.Name} ✓") };

        var answer = await bot.PostAsync(activity: Teams.Invoke());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        JsonNode.Parse(await BodyAsync(answer))!["value"]!.GetValue<string>().ShouldBe("adaptiveCard/action ✓");
    }

    [Fact]
    public async Task An_answer_without_a_body_closes_the_dialog()
    {
        bot.Answer = _ => new InvokeResponse { Status = 200 };

        var answer = await bot.PostAsync(activity: Teams.Invoke());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await BodyAsync(answer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invoke_nobody_knows_is_not_implemented() =>
        (await bot.PostAsync(activity: Teams.Invoke())).StatusCode.ShouldBe(HttpStatusCode.NotImplemented);

    [Fact]
    public async Task A_failed_invoke_is_still_a_200_with_the_failure_inside()
    {
        bot.Answer = _ => throw new InvalidOperationException("the secret is hunter2");

        var answer = await bot.PostAsync(activity: Teams.Invoke());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await BodyAsync(answer);
        body.ShouldNotContain("hunter2");
        JsonNode.Parse(body)!["statusCode"]!.GetValue<int>().ShouldBe(500);
        JsonNode.Parse(body)!["type"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.error");
    }

    [Fact]
    public async Task A_failed_message_is_a_500_without_details()
    {
        bot.Answer = _ => throw new InvalidOperationException("the secret is hunter2");

        var answer = await bot.PostAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await BodyAsync(answer)).ShouldNotContain("hunter2");
        bot.Logged.ShouldContain("A turn failed: message");
    }

    /// <summary>The SDK would take it for a refused token, and say nothing in the log.</summary>
    [Theory]
    [InlineData("personal-message", HttpStatusCode.InternalServerError)]
    [InlineData("execute-invoke", HttpStatusCode.OK)]
    public async Task A_file_that_may_not_be_read_is_a_failure_and_no_refused_token(string sample, HttpStatusCode expected)
    {
        bot.Answer = _ => throw new UnauthorizedAccessException("Access to the path is denied.");

        (await bot.PostAsync(activity: Teams.Sample(sample))).StatusCode.ShouldBe(expected);

        bot.Logged.ShouldContain("A turn failed");
    }

    [Theory]
    [InlineData("personal-message")]
    [InlineData("execute-invoke")]
    public async Task A_turn_that_waited_too_long_for_somebody_is_a_failure_of_its_own(string sample)
    {
        bot.Answer = _ => throw new TaskCanceledException();

        var answer = await bot.PostAsync(activity: Teams.Sample(sample));

        answer.StatusCode.ShouldBe(sample == "execute-invoke" ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        bot.Logged.ShouldContain("A turn failed");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("no such culture")]
    [InlineData("")]
    public async Task The_senders_language_changes_the_culture_neither_of_the_turn_nor_of_what_it_begins(string locale)
    {
        var work = new TaskCompletionSource<CultureInfo>();
        bot.Answer = turn =>
        {
            _ = Task.Run(() => work.SetResult(CultureInfo.CurrentCulture));
            return null;
        };
        var activity = Teams.Message();
        activity["locale"] = locale;

        (await bot.PostAsync(activity: activity)).StatusCode.ShouldBe(HttpStatusCode.OK, bot.Logged);

        bot.Turns.ShouldHaveSingleItem().Culture.ShouldBe(CultureInfo.CurrentCulture);
        (await work.Task).ShouldBe(CultureInfo.CurrentCulture);
    }

    [Theory]
    [InlineData("personal-message")]
    [InlineData("execute-invoke")]
    public async Task The_bots_messages_go_to_the_service_url_and_not_into_the_answer_whatever_the_sender_expects(string sample)
    {
        await using var connector = await Connector.ConnectorServer.StartAsync();
        connector.Then(200, """{"id":"1"}""");
        await using var open = await BotUnderTest.StartAsync(
            ("Bot:AllowAnonymous", "true"),
            ("MicrosoftAppId", ""),
            ("MicrosoftAppPassword", "")
        );
        open.Handler = new Greeter();
        var activity = Teams.Sample(sample);
        activity["deliveryMode"] = "expectReplies";
        activity["serviceUrl"] = connector.ServiceUrl;

        var answer = await open.SendAsync(null, activity.ToJsonString());

        (await BodyAsync(answer)).ShouldNotContain("hello");
        var sent = connector.Requests.ShouldHaveSingleItem();
        sent.Target.ShouldEndWith($"/activities/{Uri.EscapeDataString(activity["id"]!.GetValue<string>())}");
        JsonNode.Parse(sent.Body)!["text"]!.GetValue<string>().ShouldBe("hello");
    }

    [Fact]
    public async Task Nothing_of_an_activity_stands_for_another_part_of_it()
    {
        var activity = Teams.Message();
        activity["from"] = new JsonObject
        {
            ["$id"] = "1",
            ["id"] = "29:me",
            ["aadObjectId"] = "me",
        };
        activity["recipient"] = new JsonObject { ["$ref"] = "1" };

        await bot.PostAsync(activity: activity);

        bot.Turns.ShouldHaveSingleItem().Activity.Recipient.Id.ShouldBeNull();
    }

    [Fact]
    public async Task Names_texts_and_addresses_stay_out_of_the_log()
    {
        await bot.PostAsync();
        await bot.PostAsync(new Token().Without("serviceurl"));

        bot.Logged.ShouldContain("refused with 401");
        bot.Logged.ShouldNotContain("Mira");
        bot.Logged.ShouldNotContain("jane@acme");
    }

    private sealed class Greeter : IBot
    {
        public Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default) =>
            turnContext.SendActivityAsync("hello", cancellationToken: cancellationToken);
    }

    private static Task<string> BodyAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
