using System.Net;
using Microsoft.Bot.Builder;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>Bot:AllowAnonymous, for the Playground on a developer's machine.</summary>
public sealed class AnonymousTests
{
    private static readonly (string, string?)[] WithoutRegistration =
    [
        ("Bot:AllowAnonymous", "true"),
        ("MicrosoftAppId", ""),
        ("MicrosoftAppPassword", ""),
        ("MicrosoftAppTenantId", ""),
    ];

    [Fact]
    public async Task The_Playground_is_let_in_but_not_taken_for_authenticated()
    {
        await using var bot = await BotUnderTest.StartAsync(WithoutRegistration);
        bot.Answer = _ => new InvokeResponse { Status = 200, Body = CardAnswer.Message("seen") };

        var answer = await bot.SendAsync(null, Teams.Text("playground-channel-invoke"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var turn = bot.Turns.ShouldHaveSingleItem();
        turn.IsAuthenticated.ShouldBeFalse();
        turn.TenantId.ShouldBe("00000000-0000-0000-0000-0000000000001");
        turn.Place.Reference.User.AadObjectId.ShouldBe("00000000-0000-0000-0000-0000000000020");
        turn.Place.Reference.ServiceUrl.ShouldBe("http://localhost:56150/_connector");
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("http://192.0.2.7:3978/")]
    public async Task Nobody_else_is_answered_without_a_token(string serviceUrl)
    {
        await using var bot = await BotUnderTest.StartAsync(WithoutRegistration);
        var activity = Teams.Sample("playground-channel-invoke");
        activity["serviceUrl"] = serviceUrl;

        (await bot.SendAsync(null, activity.ToJsonString())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        bot.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disputed_tenant_is_refused_here_too()
    {
        await using var bot = await BotUnderTest.StartAsync(WithoutRegistration);
        var activity = Teams.Sample("playground-channel-invoke");
        activity["conversation"]!["tenantId"] = "another";

        (await bot.SendAsync(null, activity.ToJsonString())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_that_is_sent_is_checked()
    {
        await using var bot = await BotUnderTest.StartAsync(("Bot:AllowAnonymous", "true"));

        (await bot.PostAsync(new Token().Claiming("aud", "another-bot"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await bot.PostAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        bot.Turns.ShouldHaveSingleItem().IsAuthenticated.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_an_app_id_no_token_can_be_for_the_bot()
    {
        await using var bot = await BotUnderTest.StartAsync(WithoutRegistration);

        (await bot.PostAsync(new Token().Claiming("aud", ""))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
