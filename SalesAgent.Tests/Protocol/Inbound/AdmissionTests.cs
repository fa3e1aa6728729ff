using System.Net;
using System.Text.Json.Nodes;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>A good token is not enough: who it may speak for, and what the activity says.</summary>
public sealed class AdmissionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("""["webchat","directline"]""")]
    [InlineData("""["MSTEAMS"]""")]
    [InlineData("""["msteams2"]""")]
    [InlineData("\"msteams\"")]
    [InlineData("[1,null]")]
    [InlineData("""{"msteams":true}""")]
    public async Task A_key_that_may_not_speak_for_Teams_is_refused(string? endorsements)
    {
        await using var bot = await BotUnderTest.StartAsync();
        bot.Keys.Keys = [new SigningKey("connector-1") { Endorsements = endorsements is null ? null : JsonNode.Parse(endorsements) }];

        await ShouldBeForbiddenAsync(bot, Teams.Message());
    }

    [Theory]
    [InlineData("msteams", HttpStatusCode.Forbidden)]
    [InlineData("msteams,contoso", HttpStatusCode.OK)]
    public async Task Configured_endorsements_are_asked_for_too(string endorsements, HttpStatusCode expected)
    {
        await using var bot = await BotUnderTest.StartAsync(("Bot:RequiredEndorsements:0", "contoso"));
        bot.Keys.Keys =
        [
            new SigningKey("connector-1") { Endorsements = new JsonArray([.. endorsements.Split(',').Select(JsonNode (e) => e)]) },
        ];

        (await bot.PostAsync()).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("webchat")]
    [InlineData("directline")]
    [InlineData("emulator")]
    [InlineData("MSTeams")]
    public async Task Every_channel_but_Teams_is_refused_though_the_key_is_endorsed_for_some(string? channel)
    {
        await using var bot = await BotUnderTest.StartAsync();
        var activity = Teams.Message();
        activity["channelId"] = channel;

        await ShouldBeForbiddenAsync(bot, activity);
    }

    [Theory]
    [InlineData("f00d0000-0000-4000-8000-00000000000a", "f00d0000-0000-4000-8000-00000000000a")]
    [InlineData("f00d0000-0000-4000-8000-00000000000a", null)]
    [InlineData(null, "f00d0000-0000-4000-8000-00000000000a")]
    [InlineData(Teams.Tenant, "f00d0000-0000-4000-8000-00000000000a")]
    [InlineData("f00d0000-0000-4000-8000-00000000000a", Teams.Tenant)]
    [InlineData(null, null)]
    [InlineData("", "")]
    public async Task A_foreign_disputed_or_missing_tenant_is_refused(string? ofChannelData, string? ofConversation)
    {
        await using var bot = await BotUnderTest.StartAsync();
        await ShouldBeForbiddenAsync(bot, WithTenants(ofChannelData, ofConversation));
    }

    [Fact]
    public async Task Two_allowed_tenants_in_one_activity_are_still_a_contradiction()
    {
        await using var bot = await BotUnderTest.StartAsync(("Bot:AllowedTenants:0", Teams.Tenant), ("Bot:AllowedTenants:1", "second"));
        await ShouldBeForbiddenAsync(bot, WithTenants(Teams.Tenant, "second"));
    }

    [Theory]
    [InlineData(Teams.Tenant, null)]
    [InlineData(null, Teams.Tenant)]
    [InlineData("6C0D1B3E-55AA-4A0C-9F0E-0F6A1F6B2C11", Teams.Tenant)]
    public async Task One_of_the_two_tenant_fields_is_enough_and_case_does_not_matter(string? ofChannelData, string? ofConversation)
    {
        await using var bot = await BotUnderTest.StartAsync();

        var answer = await bot.PostAsync(activity: WithTenants(ofChannelData, ofConversation));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        bot.Turns.ShouldHaveSingleItem().TenantId.ShouldBe(Teams.Tenant, StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task An_allow_list_takes_the_place_of_the_bots_own_tenant()
    {
        await using var bot = await BotUnderTest.StartAsync(("Bot:AllowedTenants:0", "second"));

        (await bot.PostAsync(activity: WithTenants("second", "second"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bot.PostAsync()).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net.attacker.example/")]
    [InlineData("not a url")]
    public async Task An_address_that_must_not_get_the_bots_token_is_refused_though_the_token_names_it(string serviceUrl)
    {
        await using var bot = await BotUnderTest.StartAsync();
        var activity = Teams.Message();
        activity["serviceUrl"] = serviceUrl;

        await ShouldBeForbiddenAsync(bot, activity, new Token().Claiming("serviceurl", serviceUrl));
    }

    [Fact]
    public async Task A_turn_knows_where_to_answer()
    {
        await using var bot = await BotUnderTest.StartAsync();

        await bot.PostAsync(activity: Teams.Sample("installation-update"));

        var turn = bot.Turns.ShouldHaveSingleItem();
        turn.IsAuthenticated.ShouldBeTrue();
        turn.TenantId.ShouldBe(Teams.Tenant);
        turn.Place.ShouldSatisfyAllConditions(
            r => r.Reference.ServiceUrl.ShouldBe(Teams.ServiceUrl),
            r => r.Reference.ChannelId.ShouldBe("msteams"),
            r => r.TenantId.ShouldBe(Teams.Tenant),
            r => r.Reference.Bot.Id.ShouldBe("28:" + Teams.AppId),
            r => r.Reference.User.AadObjectId.ShouldBe("b8f1c8d2-6a53-4b7b-9a3d-3f2b1a0c9e77"),
            r => r.Reference.Conversation.Id.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2"),
            r => r.TeamId.ShouldBe("19:a1b2c3d4e5f60@thread.tacv2"),
            r => r.AadGroupId.ShouldBe("d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42"),
            r => r.TeamsChannelId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2")
        );
    }

    [Fact]
    public async Task A_caller_id_on_the_wire_is_not_believed()
    {
        await using var bot = await BotUnderTest.StartAsync();
        var activity = Teams.Message();
        activity["callerId"] = "urn:botframework:azure";
        activity["somethingNew"] = "kept";

        await bot.PostAsync(activity: activity);

        var turn = bot.Turns.ShouldHaveSingleItem();
        turn.Activity.CallerId.ShouldBeNull();
        turn.Activity.Properties.Properties().Select(property => property.Name).ShouldContain("somethingNew");
        turn.Activity.Properties.Properties().Select(property => property.Name).ShouldNotContain("callerId");
    }

    private static async Task ShouldBeForbiddenAsync(BotUnderTest bot, JsonObject activity, Token? token = null)
    {
        (await bot.PostAsync(token, activity)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, bot.Logged);
        bot.Turns.ShouldBeEmpty();
    }

    private static JsonObject WithTenants(string? ofChannelData, string? ofConversation)
    {
        var activity = Teams.Message();
        activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = ofChannelData } };
        activity["conversation"]!["tenantId"] = ofConversation;
        return activity;
    }
}
