using System.Net;
using Microsoft.IdentityModel.Tokens;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>Text that cannot be decoded, in what is read late: kept members, a card's data, the token.</summary>
public sealed class HostileTextTests : IAsyncLifetime
{
    private BotUnderTest bot = null!;

    public async ValueTask InitializeAsync() => bot = await BotUnderTest.StartAsync();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public async Task Kept_members_can_be_written_again()
    {
        var body = Teams.Text("execute-invoke").TrimEnd().TrimEnd('}') + """, "x\ud83d": {"\ude00": ["\ud83d", 1e999]} }""";

        (await bot.SendAsync($"Bearer {new Token()}", body)).StatusCode.ShouldBe(HttpStatusCode.NotImplemented, "nobody answers here");

        var activity = bot.Turns.ShouldHaveSingleItem().Activity;
        JsonConvert.SerializeObject(activity).ShouldContain("x\uFFFD");
        activity.Properties["x\uFFFD"]!["\uFFFD"]![0]!.Value<string>().ShouldBe("\uFFFD");
    }

    [Theory]
    [InlineData("""{"\ud800":1,"\udfff":2}""")]
    [InlineData("""{"text":"\ud800","Text":"\udfff","x\ud800":null,"x\ud801":null}""")]
    public async Task Names_that_are_the_same_once_mended_are_a_field_that_comes_twice(string more)
    {
        var body = Teams.Text("execute-invoke").TrimEnd().TrimEnd('}') + "," + more[1..];

        (await bot.SendAsync($"Bearer {new Token()}", body)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public void Data_that_is_a_text_with_json_in_it_is_mended_inside()
    {
        var read = CardData.OfExecute("""{"ticket":"\ud83d","\ude00":"x"}""").ShouldNotBeNull();

        read["ticket"]!.GetValue<string>().ShouldBe("\uFFFD");
        read.ToJsonString().ShouldContain("ticket");
    }

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"\ud83d"}""", """{"iss":"a"}""")]
    [InlineData("""{"alg":"RS256","kid":"k"}""", """{"iss":"\ud83d"}""")]
    [InlineData("""{"alg":"RS256","kid":"k"}""", """{"iss":1e999,"aud":["\ude00"],"exp":1e999}""")]
    [InlineData("""{"alg":["\ud83d"]}""", """{"\ud83d":"\ude00"}""")]
    [InlineData("""{"alg":"RS256"}""", """[[[["\ud83d"]]]]""")]
    [InlineData("not json", "\u0000")]
    [InlineData("""{"alg":"RS256","kid":"k","x5c":["\ud83d"],"x5t":"\ud83d"}""", """{"iss":{"\ud83d":1}}""")]
    public async Task A_token_that_cannot_be_decoded_is_no_token(string header, string claims)
    {
        foreach (var signature in (string[])["c2ln", "", "%"])
        {
            var token = $"Bearer {Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(claims)}.{signature}";

            ((int)(await bot.SendAsync(token, Teams.Message().ToJsonString())).StatusCode).ShouldBeInRange(400, 401);
        }

        bot.Turns.ShouldBeEmpty();
    }
}
