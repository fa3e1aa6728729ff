using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Turns;

public sealed class AdaptiveCardInvokeTests
{
    [Fact]
    public void A_click_is_read()
    {
        var activity = JsonSerializer.Deserialize(Teams.Text("execute-invoke"), ProtocolJson.Default.Activity)!;

        AdaptiveCardInvoke.TryParse(activity, out var invoke, out _).ShouldBeTrue();

        invoke.Verb.ShouldBe("approve");
        invoke.Id.ShouldBe("approve");
        invoke.Trigger.ShouldBe("manual");
        invoke.Data["version"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute"}}""", null, "{}")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":null,"data":null}}""", null, "{}")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"v","data":{"a":1}}}""", "v", """{"a":1}""")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"v","data":"{\"a\":1}"}}""", "v", """{"a":1}""")]
    public void What_may_be_absent_may_be_absent_and_data_may_be_a_text(string value, string? verb, string data)
    {
        AdaptiveCardInvoke.TryParse(With(value), out var invoke, out var refusal).ShouldBeTrue();

        refusal.ShouldBeNull();
        invoke.Verb.ShouldBe(verb);
        invoke.Trigger.ShouldBeNull();
        invoke.Data.ToJsonString().ShouldBe(data);
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
    [InlineData("""{"action":{"type":"Action.Execute","data":[1]}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"not json"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"[1]"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute","data":"{\"a\":1,\"a\":2}"}}""", "BadRequest")]
    [InlineData("""{"action":{"type":"Action.Execute"},"trigger":{}}""", "BadRequest")]
    public void What_cannot_be_read_is_refused_inside_a_200(string? value, string code)
    {
        AdaptiveCardInvoke.TryParse(With(value), out var invoke, out var refusal).ShouldBeFalse();

        invoke.ShouldBeNull();
        refusal.Status.ShouldBe(200);
        refusal.Body!["statusCode"]!.GetValue<int>().ShouldBe(400);
        refusal.Body["type"]!.GetValue<string>().ShouldBe("application/vnd.microsoft.error");
        refusal.Body["value"]!["code"]!.GetValue<string>().ShouldBe(code);
        refusal.Body["value"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_card_answers_as_itself_and_not_as_an_attachment()
    {
        var page = new JsonObject { ["card"] = new JsonObject { ["type"] = "AdaptiveCard" } };

        var answer = AdaptiveCardInvokeResponse.Card(page["card"]!);

        answer.Status.ShouldBe(200);
        answer.Body!.ToJsonString().ShouldBe(
            """{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard"}}""");
    }

    [Fact]
    public void A_notice_answers_with_its_words() =>
        AdaptiveCardInvokeResponse.Message("Mira was first.").Body!.ToJsonString().ShouldBe(
            """{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":"Mira was first."}""");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_notice_is_a_bug_since_Teams_would_repeat_the_click(string text) =>
        Should.Throw<ArgumentException>(() => AdaptiveCardInvokeResponse.Message(text));

    private static Activity With(string? value) => new()
    {
        Type = ActivityTypes.Invoke,
        Name = AdaptiveCardInvoke.Name,
        Value = value is null ? null : JsonDocument.Parse(value).RootElement,
    };
}
