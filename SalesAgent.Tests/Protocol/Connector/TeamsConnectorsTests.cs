using System.Text.Json.Nodes;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Protocol.Connector;

/// <summary>
/// What goes over the wire through the SDK's client, and how little of it through what others could make of ids and addresses.
/// </summary>
public sealed class TeamsConnectorsTests : IAsyncLifetime
{
    private const string Conversation = "/amer/tenant-1/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17";

    private ConnectorBench bench = null!;

    public async ValueTask InitializeAsync() => bench = await ConnectorBench.StartAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_message_is_posted_to_the_encoded_conversation_with_the_bots_token()
    {
        bench.Server.Then(201, """{"id":"1767765488332"}""");

        var sent = await bench.Posts.SendAsync(bench.Reference, Said.Text("Grüße 🎉"), Now);

        sent.ShouldBe("1767765488332");
        var asked = bench.Server.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Target).ShouldBe(("POST", $"{Conversation}/activities"));
        asked.ContentType.ShouldBe("application/json; charset=utf-8");
        asked.Authorization.ShouldBe("Bearer token-1");
        ShouldBeJson(asked.Body, """{"type":"message","text":"Grüße 🎉","textFormat":"markdown"}""");
    }

    [Fact]
    public async Task A_reply_names_the_activity_it_answers()
    {
        bench.Server.Then(200, """{"id":"18"}""");

        var conversations = await bench.ConversationsAsync();
        (await conversations.ReplyToActivityAsync(bench.Reference.Conversation.Id, "f:17/1", Said.Text("hello"), Now)).Id.ShouldBe("18");

        Asked().ShouldBe(("POST", $"{Conversation}/activities/f%3A17%2F1"));
    }

    [Fact]
    public async Task An_update_is_put_in_the_place_of_the_activity()
    {
        bench.Server.Then(200, """{"id":"17"}""");
        var card = new JsonObject { ["type"] = "AdaptiveCard" };

        await bench.Posts.UpdateAsync(bench.Reference, "17", Said.Card(card, "Draft"), Now);

        Asked().ShouldBe(("PUT", $"{Conversation}/activities/17"));
        ShouldBeJson(
            bench.Server.Requests.Single().Body,
            """{"type":"message","summary":"Draft","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}]}"""
        );
    }

    [Fact]
    public async Task A_deletion_has_no_body()
    {
        bench.Server.Then(200);

        await (await bench.ConversationsAsync()).DeleteActivityAsync(bench.Reference.Conversation.Id, "17", Now);

        Asked().ShouldBe(("DELETE", $"{Conversation}/activities/17"));
        bench.Server.Requests.Single().Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_post_is_created_with_its_first_message()
    {
        bench.Server.Then(
            201,
            """{"id":"19:abc@thread.tacv2;messageid=42","activityId":"42","serviceUrl":"https://smba.trafficmanager.net/amer/","more":1}"""
        );

        var created = await bench.Posts.PostAsync(Channel(), Said.Text("first"), Now);

        created.ShouldBe(("19:abc@thread.tacv2;messageid=42", "42"));
        Asked().ShouldBe(("POST", "/amer/tenant-1/v3/conversations"));
        ShouldBeJson(
            bench.Server.Requests.Single().Body,
            """
            {"isGroup":true,"tenantId":"tenant-1","bot":{"id":"28:bot"},
             "channelData":{"channel":{"id":"19:abc@thread.tacv2"},"tenant":{"id":"tenant-1"}},
             "activity":{"type":"message","text":"first","textFormat":"markdown"}}
            """
        );
    }

    [Fact]
    public async Task Of_the_first_message_of_a_post_no_id_is_made_up()
    {
        bench.Server.Then(201, """{"id":"19:abc@thread.tacv2;messageid=42"}""");

        (await bench.Posts.PostAsync(Channel(), Said.Text("first"), Now)).ActivityId.ShouldBeNull();
    }

    [Theory]
    [InlineData(202, null)]
    [InlineData(204, null)]
    [InlineData(200, "{}")]
    [InlineData(200, """{"id":""}""")]
    [InlineData(200, """{"id":{}}""")]
    [InlineData(200, "[]")]
    [InlineData(200, "accepted")]
    [InlineData(203, """{"id":null}""")]
    public async Task An_accepted_message_may_have_no_id(int status, string? body)
    {
        bench.Server.Then(status, body);

        (await bench.SendAsync()).ShouldBeNull();

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("created")]
    public async Task A_conversation_created_who_knows_where_is_an_unknown_outcome(string? body)
    {
        bench.Server.Then(201, body);

        var failure = await bench.Posts.PostAsync(Channel(), Said.Text("first"), Now).ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.OutcomeUnknown);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_the_token_would_go_with_it()
    {
        bench.Server.Then(307, null, ("Location", "/elsewhere")).Then(200, """{"id":"1"}""");

        await bench.SendAsync().ShouldThrowAsync<ConnectorFailureException>();

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("http://smba.trafficmanager.net/amer/")]
    [InlineData("not a url")]
    [InlineData("urn:botframework:websocket:wss://evil.example.com")]
    public async Task An_untrusted_service_url_gets_neither_request_nor_token(string serviceUrl)
    {
        var failure = await bench.SendAsync(ConnectorBench.ReferenceTo(serviceUrl)).ShouldThrowAsync<ConnectorFailureException>();

        failure.Kind.ShouldBe(ConnectorFailure.UntrustedServiceUrl);
        bench.Login.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_leave_its_path_leaves_no_request(string id)
    {
        var there = bench.Reference.Conversation.Id;
        var conversations = await bench.ConversationsAsync();

        await Should.ThrowAsync<ArgumentException>(() => bench.Posts.UpdateAsync(bench.Reference, id, Said.Text("hello"), Now));
        await Should.ThrowAsync<ArgumentException>(() =>
            bench.Posts.UpdateAsync(ConnectorBench.ReferenceTo(bench.Server.ServiceUrl, id), "17", Said.Text("hello"), Now)
        );
        await Should.ThrowAsync<ArgumentException>(() => bench.SendAsync(ConnectorBench.ReferenceTo(bench.Server.ServiceUrl, id)));
        await Should.ThrowAsync<ArgumentException>(() => conversations.ReplyToActivityAsync(there, id, Said.Text("hello"), Now));
        await Should.ThrowAsync<ArgumentException>(() => conversations.DeleteActivityAsync(there, id, Now));
        await Should.ThrowAsync<ArgumentException>(() => conversations.GetConversationMemberAsync(id, there, Now));

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("...")]
    [InlineData("../..")]
    [InlineData("%2e%2e")]
    [InlineData("a/../b")]
    [InlineData("?x=#y")]
    public async Task An_odd_id_stays_one_segment(string id)
    {
        bench.Server.Then(200, """{"id":"1"}""");

        await bench.Posts.UpdateAsync(bench.Reference, id, Said.Text("hello"), Now);

        Asked().ShouldBe(("PUT", $"{Conversation}/activities/{Uri.EscapeDataString(id)}"));
    }

    [Fact]
    public async Task Without_credentials_no_token_is_shown()
    {
        await using var playground = await ConnectorBench.StartAsync(configure: bot =>
            (bot.AllowAnonymous, bot.MicrosoftAppId, bot.MicrosoftAppPassword) = (true, "", "")
        );
        playground.Server.Then(202);

        await playground.SendAsync();

        playground.Server.Requests.ShouldHaveSingleItem().Authorization.ShouldBeEmpty();
        playground.Login.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_is_made_once_for_each_service_url_and_outlives_the_turns_that_dispose_of_it()
    {
        bench.Server.Then(200, """{"id":"1"}""");
        var other = ConnectorBench.ReferenceTo(bench.Server.ServiceUrl.Replace("amer", "emea", StringComparison.Ordinal));
        var seen = new List<IConnectorClient>();

        for (var i = 0; i < 20; i++)
        {
            await bench.Adapter.ContinueConversationAsync(
                "",
                i % 2 == 0 ? bench.Reference : other,
                async (turn, ct) =>
                {
                    var client = turn.TurnState.Get<IConnectorClient>();
                    await client.Conversations.SendToConversationAsync("c", Said.Text("hello"), ct);
                    seen.Add(client);
                },
                Now
            );
        }

        seen.Count.ShouldBe(20);
        seen.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(2);
        bench.Server.Requests.Count.ShouldBe(20);
    }

    [Fact]
    public async Task However_many_service_urls_there_are_few_clients_are_kept()
    {
        var first = await bench.Connectors.CreateAsync($"{bench.Server.ServiceUrl}0", "", Now);
        for (var i = 1; i <= 64; i++)
            await bench.Connectors.CreateAsync($"{bench.Server.ServiceUrl}{i}", "", Now);

        (await bench.Connectors.CreateAsync($"{bench.Server.ServiceUrl}0", "", Now)).ShouldNotBeSameAs(first);
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private TeamsPlace Channel() =>
        new(ConnectorBench.ReferenceTo(bench.Server.ServiceUrl, "19:abc@thread.tacv2"), ChosenByPerson: false)
        {
            TenantId = "tenant-1",
            TeamsChannelId = "19:abc@thread.tacv2",
        };

    private (string Method, string Target) Asked()
    {
        var request = bench.Server.Requests.ShouldHaveSingleItem();
        return (request.Method, request.Target);
    }

    private static void ShouldBeJson(string actual, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)).ShouldBeTrue(actual);
}
