using System.Text.Json.Nodes;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Connector;

public sealed class ConnectorClientTests : IAsyncLifetime
{
    private const string Conversation = "/amer/tenant-1/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17";

    private static readonly ChannelAccount Bot = new() { Id = "28:bot", Name = "SalesAgent" };

    private ConnectorBench bench = null!;

    public async ValueTask InitializeAsync() => bench = await ConnectorBench.StartAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_message_is_posted_to_the_encoded_conversation_with_the_bots_token()
    {
        bench.Server.Then(201, """{"id":"1767765488332"}""");

        var sent = await bench.Client.SendToConversationAsync(bench.Reference, Activity.Message("Grüße 🎉"), Now);

        sent.Id.ShouldBe("1767765488332");
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

        (await bench.Client.ReplyToActivityAsync(bench.Reference, "f:17/1", Activity.Message("hello"), Now)).Id.ShouldBe("18");

        Asked().ShouldBe(("POST", $"{Conversation}/activities/f%3A17%2F1"));
    }

    [Fact]
    public async Task An_update_is_put_in_the_place_of_the_activity()
    {
        bench.Server.Then(200, """{"id":"17"}""");
        var card = new JsonObject { ["type"] = "AdaptiveCard" };

        (await bench.Client.UpdateActivityAsync(bench.Reference, "17", Activity.Card(card, "Draft"), Now)).Id.ShouldBe("17");

        Asked().ShouldBe(("PUT", $"{Conversation}/activities/17"));
        ShouldBeJson(bench.Server.Requests.Single().Body,
            """{"type":"message","summary":"Draft","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}]}""");
    }

    [Fact]
    public async Task A_deletion_has_no_body()
    {
        bench.Server.Then(200);

        await bench.Client.DeleteActivityAsync(bench.Reference, "17", Now);

        Asked().ShouldBe(("DELETE", $"{Conversation}/activities/17"));
        bench.Server.Requests.Single().Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_post_is_created_with_its_first_message()
    {
        bench.Server.Then(201, """{"id":"19:abc@thread.tacv2;messageid=42","activityId":"42","serviceUrl":"https://smba.trafficmanager.net/amer/","more":1}""");

        var created = await bench.Client.CreateConversationAsync(
            bench.Server.ServiceUrl, ConversationParameters.ForChannelPost(Bot, "tenant-1", "19:abc@thread.tacv2", Activity.Message("first")), Now);

        created.ShouldBe(new("19:abc@thread.tacv2;messageid=42", "42", "https://smba.trafficmanager.net/amer/"));
        Asked().ShouldBe(("POST", "/amer/tenant-1/v3/conversations"));
        ShouldBeJson(bench.Server.Requests.Single().Body, """
            {"isGroup":true,"tenantId":"tenant-1","bot":{"id":"28:bot"},
             "channelData":{"channel":{"id":"19:abc@thread.tacv2"},"tenant":{"id":"tenant-1"}},
             "activity":{"type":"message","text":"first","textFormat":"markdown"}}
            """);
    }

    [Fact]
    public async Task A_personal_chat_is_created_for_one_member()
    {
        bench.Server.Then(200, """{"id":"a:1"}""");

        var created = await bench.Client.CreateConversationAsync(
            bench.Server.ServiceUrl, ConversationParameters.ForPersonalChat(Bot, "tenant-1", "29:rep"), Now);

        created.ShouldBe(new("a:1"));
        ShouldBeJson(bench.Server.Requests.Single().Body, """
            {"isGroup":false,"tenantId":"tenant-1","bot":{"id":"28:bot"},"members":[{"id":"29:rep"}],
             "channelData":{"tenant":{"id":"tenant-1"}}}
            """);
    }

    [Theory]
    [InlineData("aadObjectId")]
    [InlineData("objectId")]
    public async Task A_member_is_read_with_the_object_id_in_either_spelling(string spelling)
    {
        bench.Server.Then(200, $$"""{"id":"29:rep","name":"Rep","{{spelling}}":"oid-1","email":"rep@example.com","userPrincipalName":"rep@corp.example.com","userRole":"user","new":1}""");

        var member = await bench.Client.GetConversationMemberAsync(bench.Reference, "rep@corp.example.com", Now);

        (member.Id, member.AadObjectId, member.Email, member.UserPrincipalName, member.UserRole)
            .ShouldBe(("29:rep", "oid-1", "rep@example.com", "rep@corp.example.com", "user"));
        Asked().ShouldBe(("GET", $"{Conversation}/members/rep%40corp.example.com"));
    }

    [Theory]
    [InlineData(7, 50)]
    [InlineData(200, 200)]
    [InlineData(9999, 500)]
    public async Task Members_come_page_by_page(int wished, int asked)
    {
        bench.Server
            .Then(200, """{"members":[{"id":"29:1"},{"id":"29:2"}],"continuationToken":"next&page=2"}""")
            .Then(200, """{"members":[{"id":"29:3"}]}""");

        var members = await bench.Client.GetConversationMembersAsync(bench.Reference, wished, Now).Select(member => member.Id).ToListAsync(Now);

        members.ShouldBe(["29:1", "29:2", "29:3"]);
        bench.Server.Requests.Select(request => request.Target).ShouldBe(
        [
            $"{Conversation}/pagedmembers?pageSize={asked}",
            $"{Conversation}/pagedmembers?pageSize={asked}&continuationToken=next%26page%3D2",
        ]);
    }

    [Fact]
    public async Task Members_that_never_end_are_a_fault_of_the_connector()
    {
        bench.Server.Then(200, """{"members":[],"continuationToken":"again"}""");

        var failure = await bench.Client.GetConversationMembersAsync(bench.Reference, 50, Now).ToListAsync(Now).AsTask()
            .ShouldThrowAsync<ErrorResponseException>();

        failure.Kind.ShouldBe(ConnectorFailure.UnexpectedReply);
        bench.Server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_team_is_read_with_its_group()
    {
        bench.Server.Then(200, """{"id":"19:team@thread.tacv2","name":"Sales","aadGroupId":"group-1"}""");

        (await bench.Client.GetTeamDetailsAsync(bench.Server.ServiceUrl, "19:team@thread.tacv2", Now))
            .ShouldBe(new("19:team@thread.tacv2", "Sales", "group-1"));

        Asked().ShouldBe(("GET", "/amer/tenant-1/v3/teams/19%3Ateam%40thread.tacv2"));
    }

    [Fact]
    public async Task A_teams_General_channel_has_no_name()
    {
        bench.Server.Then(200, """{"conversations":[{"id":"19:team","name":null},{"id":"19:leads","name":"Leads"}]}""");

        (await bench.Client.GetTeamChannelsAsync(bench.Server.ServiceUrl, "19:team", Now))
            .ShouldBe([new("19:team"), new("19:leads", "Leads")]);

        Asked().ShouldBe(("GET", "/amer/tenant-1/v3/teams/19%3Ateam/conversations"));
    }

    [Theory]
    [InlineData(202, null)]
    [InlineData(200, "{}")]
    [InlineData(200, """{"id":""}""")]
    [InlineData(200, "accepted")]
    public async Task An_accepted_message_may_have_no_id(int status, string? body)
    {
        bench.Server.Then(status, body);

        (await bench.Client.SendToConversationAsync(bench.Reference, Activity.Message("hello"), Now)).Id.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"id":""}""")]
    [InlineData("created")]
    public async Task A_conversation_created_who_knows_where_is_an_unknown_outcome(string? body)
    {
        bench.Server.Then(201, body);

        var failure = await bench.Client.CreateConversationAsync(
                bench.Server.ServiceUrl, ConversationParameters.ForPersonalChat(Bot, "tenant-1", "29:rep"), Now)
            .ShouldThrowAsync<ErrorResponseException>();

        failure.Kind.ShouldBe(ConnectorFailure.OutcomeUnknown);
    }

    [Theory]
    [InlineData(200, "not json")]
    [InlineData(200, null)]
    [InlineData(200, """{"name":"no id"}""")]
    [InlineData(302, null)]
    public async Task An_answer_outside_the_protocol_is_not_taken_for_a_team(int status, string? body)
    {
        bench.Server.Then(status, body);

        var failure = await bench.Client.GetTeamDetailsAsync(bench.Server.ServiceUrl, "19:team", Now).ShouldThrowAsync<ErrorResponseException>();

        failure.Kind.ShouldBe(ConnectorFailure.UnexpectedReply);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_the_token_would_go_with_it()
    {
        bench.Server.Then(307, null, ("Location", "/elsewhere")).Then(200, """{"id":"1"}""");

        await bench.Client.SendToConversationAsync(bench.Reference, Activity.Message("hello"), Now).ShouldThrowAsync<ErrorResponseException>();

        bench.Server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("http://smba.trafficmanager.net/amer/")]
    [InlineData("not a url")]
    public async Task An_untrusted_service_url_gets_neither_request_nor_token(string serviceUrl)
    {
        var failure = await bench.Client.SendToConversationAsync(ConnectorBench.ReferenceTo(serviceUrl), Activity.Message("hello"), Now)
            .ShouldThrowAsync<ErrorResponseException>();

        failure.Kind.ShouldBe(ConnectorFailure.UntrustedServiceUrl);
        bench.Login.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_would_leave_its_path_is_refused(string id)
    {
        await Should.ThrowAsync<ArgumentException>(async () => await bench.Client.DeleteActivityAsync(bench.Reference, id, Now));

        bench.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_credentials_no_token_is_shown()
    {
        await using var playground = await ConnectorBench.StartAsync(configure: bot =>
            (bot.AllowAnonymous, bot.MicrosoftAppId, bot.MicrosoftAppPassword) = (true, "", ""));
        playground.Server.Then(202);

        await playground.Client.SendToConversationAsync(playground.Reference, Activity.Message("hello"), Now);

        playground.Server.Requests.ShouldHaveSingleItem().Authorization.ShouldBeEmpty();
        playground.Login.Requests.ShouldBeEmpty();
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private (string Method, string Target) Asked()
    {
        var request = bench.Server.Requests.ShouldHaveSingleItem();
        return (request.Method, request.Target);
    }

    private static void ShouldBeJson(string actual, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)).ShouldBeTrue(actual);
}
