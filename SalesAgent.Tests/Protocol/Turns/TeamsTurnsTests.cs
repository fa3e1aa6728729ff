using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;
using SalesAgent.Tests.Protocol.Inbound;

namespace SalesAgent.Tests.Protocol.Turns;

/// <summary>Clicks and what else the SDK's handler would do, at the endpoint.</summary>
public sealed class TeamsTurnsTests : IAsyncLifetime
{
    private readonly Clicks clicks = new();
    private BotUnderTest bot = null!;

    public async ValueTask InitializeAsync()
    {
        bot = await BotUnderTest.StartAsync();
        bot.Handler = clicks;
    }

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public async Task A_click_is_read()
    {
        await AnswerAsync(Teams.Invoke());

        var (verb, data) = clicks.Seen.ShouldHaveSingleItem();
        verb.ShouldBe("approve");
        data["version"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute"}}""", null, "{}")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":null,"data":null}}""", null, "{}")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"v","data":{"a":1}}}""", "v", """{"a":1}""")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"v","data":"{\"a\":1}"}}""", "v", """{"a":1}""")]
    public async Task What_may_be_absent_may_be_absent_and_data_may_be_a_text(string value, string? verb, string data)
    {
        await AnswerAsync(With(value));

        var (said, brought) = clicks.Seen.ShouldHaveSingleItem();
        said.ShouldBe(verb);
        brought.ToJsonString().ShouldBe(data);
    }

    [Theory]
    [InlineData(null, "BadRequest")]
    [InlineData("null", "BadRequest")]
    [InlineData("\"text\"", "BadRequest")]
    [InlineData("[]", "BadRequest")]
    [InlineData("{}", "BadRequest")]
    [InlineData("""{"action":null}""", "BadRequest")]
    [InlineData("""{"action":"approve"}""", "BadRequest")]
    [InlineData("""{"action":{"verb":"approve"}}""", "NotSupported")]
    [InlineData("""{"action":{"type":"Action.Submit"}}""", "NotSupported")]
    [InlineData("""{"action":{"type":7}}""", "NotSupported")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":7}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","id":7}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":[1]}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":7}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"not json"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"[1]"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"{\"a\":1,\"a\":2}"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"{\"a\":1,\"A\":2}"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute"},"trigger":{}}""", "BadRequest")]
    public async Task What_cannot_be_read_is_refused_inside_a_200(string? value, string code)
    {
        var answer = await AnswerAsync(With(value));

        clicks.Seen.ShouldBeEmpty();
        answer["statusCode"]!.GetValue<int>().ShouldBe(400);
        answer["type"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.error");
        answer["value"]!["code"]!.GetValue<string>().ShouldBe(code);
        answer["value"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.678+01:00")]
    [InlineData("2026-01-02")]
    [InlineData("/Date(1198908717056)/")]
    [InlineData("/Date(1198908717056+0100)/")]
    public async Task A_text_that_looks_like_a_date_arrives_as_it_was_typed(string typed)
    {
        await AnswerAsync(
            With(
                new JsonObject
                {
                    ["action"] = new JsonObject
                    {
                        ["type"] = "Action.Execute",
                        ["verb"] = typed,
                        ["data"] = new JsonObject { ["rejectNote"] = typed, ["deep"] = new JsonArray(typed) },
                    },
                }.ToJsonString()
            )
        );
        var message = Teams.Sample("submit-message");
        (message["text"], message["value"]!["rejectNote"], message["from"]!["aadObjectId"]) = (typed, typed, typed);
        await bot.PostAsync(activity: message);

        var (verb, data) = clicks.Seen.ShouldHaveSingleItem();
        (verb, data["rejectNote"]!.GetValue<string>(), data["deep"]![0]!.GetValue<string>()).ShouldBe((typed, typed, typed));
        var said = bot.Turns.Last().Activity;
        (said.Text, said.From.AadObjectId, CardData.Of(said.Value)!["rejectNote"]!.GetValue<string>()).ShouldBe((typed, typed, typed));
    }

    [Fact]
    public async Task A_card_answers_as_itself_and_not_as_an_attachment()
    {
        var page = new JsonObject
        {
            ["card"] = new JsonObject { ["type"] = "AdaptiveCard", ["body"] = new JsonArray() },
        };
        clicks.Answer = CardAnswer.Card(page["card"]!);

        (await AnswerAsync(Teams.Invoke()))
            .ToJsonString()
            .ShouldBe("""{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard","body":[]}}""");
    }

    [Fact]
    public async Task A_notice_answers_with_its_words()
    {
        clicks.Answer = CardAnswer.Message("Mira was first.");

        (await AnswerAsync(Teams.Invoke()))
            .ToJsonString()
            .ShouldBe("""{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Mira was first."}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_notice_is_a_bug_since_Teams_would_repeat_the_click(string text) =>
        Should.Throw<ArgumentException>(() => CardAnswer.Message(text));

    [Theory]
    [InlineData(null)]
    [InlineData("task/fetch")]
    [InlineData("fileConsent/invoke")]
    [InlineData("composeExtension/query")]
    [InlineData("signin/verifyState")]
    [InlineData("application/search")]
    [InlineData("AdaptiveCard/action")]
    public async Task Of_the_invokes_the_SDK_knows_none_but_clicks_on_cards_is_taken(string? name)
    {
        var invoke = Teams.Invoke();
        invoke["name"] = name;

        (await bot.PostAsync(activity: invoke)).StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        clicks.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_asked_who_the_new_members_of_a_team_are()
    {
        var news = Teams.Sample("conversation-update");
        news["membersAdded"]!.AsArray().Add(new JsonObject { ["id"] = "29:somebody-new" });

        (await bot.PostAsync(activity: news)).StatusCode.ShouldBe(HttpStatusCode.OK, bot.Logged);

        bot.Turns.ShouldHaveSingleItem();
        bot.Logged.ShouldNotContain("token");
    }

    private async Task<JsonNode> AnswerAsync(JsonObject invoke)
    {
        var answer = await bot.PostAsync(activity: invoke);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, bot.Logged);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private static JsonObject With(string? value)
    {
        var invoke = Teams.Invoke();
        if (value is null)
            invoke.Remove("value");
        else
            invoke["value"] = JsonNode.Parse(value);
        return invoke;
    }

    private sealed class Clicks : TeamsTurns
    {
        public List<(string? Verb, JsonObject Data)> Seen { get; } = [];

        public AdaptiveCardInvokeResponse Answer { get; set; } = CardAnswer.Message("seen");

        protected override Task<AdaptiveCardInvokeResponse> OnExecuteAsync(
            ITurnContext turn,
            string? verb,
            JsonObject data,
            CancellationToken cancellationToken
        )
        {
            Seen.Add((verb, data));
            return Task.FromResult(Answer);
        }
    }
}
