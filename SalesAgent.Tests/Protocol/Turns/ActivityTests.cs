using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using SalesAgent.Bot.Teams;
using SalesAgent.Tests.Protocol.Inbound;

namespace SalesAgent.Tests.Protocol.Turns;

/// <summary>Samples of Teams' wire as the SDK reads them behind the door, and what the bot writes.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    private BotUnderTest bot = null!;

    public static TheoryData<string> Samples =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Samples", "Teams"), "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file)),
        ];

    public async ValueTask InitializeAsync() => bot = await BotUnderTest.StartAsync(("Bot:AllowAnonymous", "true"));

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_field_of_a_sample_but_the_culture_survives_the_round_trip(string sample)
    {
        var written = Written(await ReadAsync(sample));

        // The moments are the same, their spelling may differ; the culture is taken off at the door.
        var expected = Teams.Sample(sample);
        foreach (var moment in (string[])["timestamp", "localTimestamp"])
        {
            Moment(written, moment).ShouldBe(Moment(expected, moment));
            written.Remove(moment);
            expected.Remove(moment);
        }

        // Of the channel data the SDK keeps what it knows, see below.
        expected.Remove("locale");
        expected.Remove("channelData");
        written.Remove("channelData").ShouldBeTrue();
        JsonNode.DeepEquals(written, expected).ShouldBeTrue(written.ToJsonString());
    }

    [Fact]
    public void There_is_a_sample_of_each_kind() =>
        Samples
            .Select(row => Teams.Sample(row.Data)["type"]!.GetValue<string>())
            .Distinct()
            .Order()
            .ShouldBe(["conversationUpdate", "installationUpdate", "invoke", "meetingRecap", "message"]);

    [Fact]
    public async Task A_message_in_a_personal_chat_is_read()
    {
        var activity = await ReadAsync("personal-message");

        activity.Text.ShouldBe("prospect jane@acme.example");
        activity.From.AadObjectId.ShouldBe("b8f1c8d2-6a53-4b7b-9a3d-3f2b1a0c9e77");
        activity.Conversation.ConversationType.ShouldBe("personal");
        activity.GetChannelData<TeamsChannelData>().Tenant.Id.ShouldBe(Teams.Tenant);
    }

    [Fact]
    public async Task An_installation_names_the_team_and_the_chosen_channel()
    {
        var activity = await ReadAsync("installation-update");

        activity.Action.ShouldBe("add");
        var teams = activity.GetChannelData<TeamsChannelData>();
        teams.Team.AadGroupId.ShouldBe("d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42");
        teams.Settings.SelectedChannel.Id.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2");
    }

    [Fact]
    public async Task A_new_member_that_is_the_recipient_is_the_bot_itself()
    {
        var activity = await ReadAsync("conversation-update");

        activity.GetChannelData<TeamsChannelData>().EventType.ShouldBe("teamMemberAdded");
        activity.MembersAdded.Select(member => member.Id).ShouldContain(activity.Recipient.Id);
    }

    [Fact]
    public async Task A_submitted_card_is_a_message_with_a_value_and_no_text()
    {
        var activity = await ReadAsync("submit-message");

        activity.Text.ShouldBeNull();
        activity.ReplyToId.ShouldBe("1772612130555");
        JsonNode.Parse(activity.Value.ToString()!)!["verb"]!.GetValue<string>().ShouldBe("reject");
    }

    [Fact]
    public async Task A_reference_to_a_channel_message_names_its_channel()
    {
        await ReadAsync("channel-mention");

        bot.Turns.ShouldHaveSingleItem().Place.TeamsChannelId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2");
    }

    [Fact]
    public void A_card_goes_alone_with_a_summary_as_the_JSON_it_is()
    {
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["body"] = new JsonArray(),
        };

        var wire = Written(Said.Card(card, "A draft for Jane"));

        JsonNode
            .DeepEquals(
                wire,
                JsonNode.Parse(
                    """
                    {"type":"message","summary":"A draft for Jane","attachments":[
                      {"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5","body":[]}}]}
                    """
                )
            )
            .ShouldBeTrue(wire.ToJsonString());
    }

    [Fact]
    public void A_text_goes_as_markdown() =>
        JsonNode
            .DeepEquals(Written(Said.Text("Hi")), JsonNode.Parse("""{"type":"message","text":"Hi","textFormat":"markdown"}"""))
            .ShouldBeTrue();

    [Fact]
    public async Task What_an_activity_says_does_not_reach_a_log_through_ToString() =>
        (await ReadAsync("personal-message")).ToString().ShouldBe(typeof(Activity).FullName);

    private static DateTimeOffset? Moment(JsonObject activity, string name) =>
        activity[name]?.GetValue<string>() is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private static JsonObject Written(Activity activity)
    {
        using var writer = new StringWriter();
        HttpHelper.BotMessageSerializer.Serialize(writer, activity);
        return JsonNode.Parse(writer.ToString())!.AsObject();
    }

    private async Task<Activity> ReadAsync(string sample)
    {
        var playground = sample.StartsWith("playground", StringComparison.Ordinal);
        var answer = playground ? await bot.SendAsync(null, Teams.Text(sample)) : await bot.PostAsync(activity: Teams.Sample(sample));
        ((int)answer.StatusCode).ShouldBeOneOf(200, 501);
        return bot.Turns.ShouldHaveSingleItem().Activity;
    }
}
