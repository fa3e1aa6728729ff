using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;

namespace SalesAgent.Tests.Sandbox.Teams;

public sealed class SandboxTeamsTests
{
    private const string Card = """
        {"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"reason","value":"none yet"},{"type":"Container","items":[{"type":"ActionSet","actions":[
          {"type":"Action.Execute","title":"Approve","verb":"approve","data":{"ticket":"t1","version":2},"fallback":{"type":"Action.Submit","title":"Approve","data":{"ticket":"t1","verb":"approve"}}},
          {"type":"Action.Execute","title":"Reject","verb":"reject","data":{"ticket":"t1"}}]}]}],
         "refresh":{"action":{"type":"Action.Execute","verb":"refresh","data":{"ticket":"t1"}},"userIds":["USER"]}}
        """;

    [Fact]
    public async Task A_message_in_a_channel_mentions_the_bot_and_carries_who_and_where()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var alex = sandbox.Host.Teams.As(SamplePeople.Alex);
        (
            await alex.InChannel(sandbox.World.Teams.Leads)
                .SayAsync(bot.Messages, "help", cancellationToken: TestContext.Current.CancellationToken)
        ).Status.ShouldBe(200);
        var said = bot.Received.ShouldHaveSingleItem().Json;
        said["text"]!.GetValue<string>().ShouldBe("<at>SalesAgent</at> help");
        said["entities"]!.AsArray().Single(entity => entity!["type"]!.GetValue<string>() == "mention")!["mentioned"]!["id"]!
            .GetValue<string>()
            .ShouldBe(said["recipient"]!["id"]!.GetValue<string>());
        said["from"]!["aadObjectId"]!.GetValue<string>().ShouldBe("00000000-0000-0000-0000-0000000000020");
        said["conversation"]!["id"]!
            .GetValue<string>()
            .ShouldBe($"{sandbox.World.Teams.Leads.Id};messageid={said["id"]!.GetValue<string>()}");
        said["channelData"]!["team"]!["id"]!.GetValue<string>().ShouldBe(sandbox.World.Teams.Team.Id);
        said["serviceUrl"]!.GetValue<string>().ShouldBe(sandbox.Host.Teams.ServiceUrl);
    }

    [Fact]
    public async Task A_click_sends_the_authored_data_with_the_inputs_and_shows_the_answered_card_to_the_clicker_only()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var post = Posted(sandbox);
        bot.Answer =
            """{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard","version":"1.5","body":[]}}""";
        var alex = sandbox.Host.Teams.As(SamplePeople.Alex);
        await alex.At(post)
            .ClickAsync(
                bot.Messages,
                post,
                "reject",
                new Dictionary<string, string> { ["reason"] = "Too early" },
                TestContext.Current.CancellationToken
            );

        var invoke = bot.Received.ShouldHaveSingleItem().Json;
        invoke["name"]!.GetValue<string>().ShouldBe("adaptiveCard/action");
        invoke["replyToId"]!.GetValue<string>().ShouldBe(post.Id);
        invoke["conversation"]!["id"]!.GetValue<string>().ShouldBe(post.ConversationId);
        invoke["value"]!["action"]!["data"]!.ToJsonString().ShouldBe("""{"ticket":"t1","reason":"Too early"}""");
        CardActions.Verbs(post.CardFor(SamplePeople.Alex.TeamsUserId)!).ShouldBeEmpty();
        CardActions.Verbs(post.CardFor(SamplePeople.Mona.TeamsUserId)!).ShouldBe(["approve", "reject"]);
        await Should.ThrowAsync<ArgumentException>(() =>
            alex.At(post).ClickAsync(bot.Messages, post, "reject", cancellationToken: TestContext.Current.CancellationToken)
        );

        post.Update(post.Versions[0]);
        CardActions.Verbs(post.CardFor(SamplePeople.Alex.TeamsUserId)!).ShouldBe(["approve", "reject"]);
    }

    [Fact]
    public async Task An_old_client_submits_the_fallback_as_a_message_with_a_value()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var post = Posted(sandbox);
        await sandbox
            .Host.Teams.As(SamplePeople.Alex)
            .At(post)
            .SubmitAsync(bot.Messages, post, "approve", cancellationToken: TestContext.Current.CancellationToken);
        var submit = bot.Received.ShouldHaveSingleItem().Json;
        submit["type"]!.GetValue<string>().ShouldBe("message");
        submit["text"].ShouldBeNull();
        submit["replyToId"]!.GetValue<string>().ShouldBe(post.Id);
        submit["value"]!.ToJsonString().ShouldBe("""{"ticket":"t1","verb":"approve","reason":"none yet"}""");
    }

    [Fact]
    public async Task Only_a_person_on_the_list_has_the_card_refreshed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var post = Posted(sandbox);
        (
            await sandbox.Host.Teams.As(SamplePeople.Mona).At(post).RefreshAsync(bot.Messages, post, TestContext.Current.CancellationToken)
        ).ShouldBeNull();
        (
            await sandbox.Host.Teams.As(SamplePeople.Alex).At(post).RefreshAsync(bot.Messages, post, TestContext.Current.CancellationToken)
        ).ShouldNotBeNull();
        bot.Received.ShouldHaveSingleItem().Json["value"]!["trigger"]!.GetValue<string>().ShouldBe("automatic");
    }

    [Fact]
    public async Task Installing_opens_the_roster_and_tells_the_bot_in_both_ways()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var bot = await ListeningBot.StartAsync();
        var place = sandbox.Host.Teams.As(SamplePeople.Alex).InChannel(sandbox.World.Teams.Leads);
        await place.InstallAsync(bot.Messages, TestContext.Current.CancellationToken);
        sandbox.World.Teams.Team.Installed.ShouldBeTrue();
        bot.Received.Select(one => one.Json["type"]!.GetValue<string>()).ShouldBe(["installationUpdate", "conversationUpdate"]);
        bot.Received.First().Json["channelData"]!["settings"]!["selectedChannel"]!["id"]!
            .GetValue<string>()
            .ShouldBe(sandbox.World.Teams.Leads.Id);
        await place.UninstallAsync(bot.Messages, TestContext.Current.CancellationToken);
        sandbox.World.Teams.Team.Installed.ShouldBeFalse();
    }

    private static TeamsPost Posted(RunningSandbox sandbox)
    {
        var activity = new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.card.adaptive",
                    ["content"] = JsonNode.Parse(Card.Replace("USER", SamplePeople.Alex.TeamsUserId, StringComparison.Ordinal)),
                }
            ),
        };
        return sandbox.World.Teams.Post(sandbox.World.Teams.In(sandbox.World.Teams.Leads), null, fromBot: true, activity);
    }
}
