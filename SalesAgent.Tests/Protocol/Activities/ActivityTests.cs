using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Activities;

public sealed class ActivityTests
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Samples", "Teams"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_field_of_a_sample_survives_the_round_trip(string sample)
    {
        var read = Parse(Teams.Text(sample));

        var written = JsonSerializer.SerializeToNode(read, ProtocolJson.Default.Activity)!.AsObject();

        // The moment is the same, its spelling may differ.
        var expected = Teams.Sample(sample);
        Moment(written).ShouldBe(Moment(expected));
        written.Remove("timestamp");
        expected.Remove("timestamp");
        JsonNode.DeepEquals(written, expected).ShouldBeTrue(written.ToJsonString());
    }

    [Fact]
    public void There_is_a_sample_of_each_kind() =>
        Samples.Select(row => Parse(Teams.Text(row.Data)).Type).Distinct().Order()
            .ShouldBe(["conversationUpdate", "installationUpdate", "invoke", "meetingRecap", "message"]);

    [Fact]
    public void A_message_in_a_personal_chat_is_read()
    {
        var activity = Parse(Teams.Text("personal-message"));

        activity.Text.ShouldBe("prospect jane@acme.example");
        activity.From!.AadObjectId.ShouldBe("b8f1c8d2-6a53-4b7b-9a3d-3f2b1a0c9e77");
        activity.Conversation!.ConversationType.ShouldBe("personal");
        activity.ChannelData!.Tenant!.Id.ShouldBe(Teams.Tenant);
        activity.ChannelData.Properties!.Keys.ShouldBe(["source", "legacy"]);
    }

    [Fact]
    public void An_installation_names_the_team_and_the_chosen_channel()
    {
        var activity = Parse(Teams.Text("installation-update"));

        activity.Action.ShouldBe("add");
        activity.ChannelData!.Team!.AadGroupId.ShouldBe("d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42");
        activity.ChannelData.Settings!.SelectedChannel!.Id.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2");
    }

    [Fact]
    public void A_new_member_that_is_the_recipient_is_the_bot_itself()
    {
        var activity = Parse(Teams.Text("conversation-update"));

        activity.ChannelData!.EventType.ShouldBe("teamMemberAdded");
        activity.MembersAdded!.Select(member => member.Id).ShouldContain(activity.Recipient!.Id);
    }

    [Fact]
    public void A_submitted_card_is_a_message_with_a_value_and_no_text()
    {
        var activity = Parse(Teams.Text("submit-message"));

        activity.Text.ShouldBeNull();
        activity.ReplyToId.ShouldBe("1772612130555");
        activity.Value!.Value.GetProperty("verb").GetString().ShouldBe("reject");
    }

    [Fact]
    public void A_card_goes_alone_with_a_summary()
    {
        var card = new JsonObject { ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = new JsonArray() };

        var wire = JsonSerializer.SerializeToNode(Activity.Card(card, "A draft for Jane"), ProtocolJson.Default.Activity);

        JsonNode.DeepEquals(wire, JsonNode.Parse("""
            {"type":"message","summary":"A draft for Jane","attachments":[
              {"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","version":"1.5","body":[]}}]}
            """)).ShouldBeTrue(wire!.ToJsonString());
    }

    [Fact]
    public void A_text_goes_as_markdown() =>
        JsonSerializer.Serialize(Activity.Message("Hi"), ProtocolJson.Default.Activity)
            .ShouldBe("""{"type":"message","text":"Hi","textFormat":"markdown"}""");

    [Fact]
    public void What_an_activity_says_does_not_reach_a_log_through_ToString()
    {
        Parse(Teams.Text("personal-message")).ToString().ShouldBe("message");
        Parse(Teams.Text("execute-invoke")).ToString().ShouldBe("invoke adaptiveCard/action");
    }

    [Fact]
    public void A_conversation_reference_can_be_stored()
    {
        var reference = ConversationReference.From(Parse(Teams.Text("installation-update")), Teams.Tenant);

        var stored = JsonSerializer.Serialize(reference, ProtocolJson.Default.ConversationReference);
        var read = JsonSerializer.Deserialize(stored, ProtocolJson.Default.ConversationReference)!;

        JsonSerializer.Serialize(read, ProtocolJson.Default.ConversationReference).ShouldBe(stored);
        read.TeamsChannelId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2");
    }

    [Fact]
    public void A_reference_to_a_channel_message_names_its_channel() =>
        ConversationReference.From(Parse(Teams.Text("channel-mention")), Teams.Tenant)
            .TeamsChannelId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2");

    private static DateTimeOffset Moment(JsonObject activity) =>
        DateTimeOffset.Parse(activity["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static Activity Parse(string json) => JsonSerializer.Deserialize(json, ProtocolJson.Default.Activity)!;
}
