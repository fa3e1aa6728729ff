using System.Text.Json.Nodes;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Teams;

/// <summary>Rows outlive releases, and two releases share a storage for a while: each reads what the other wrote.</summary>
public sealed class TeamsPlaceRowTests
{
    /// <summary>Written by the release that had no SDK, from Samples/Teams/installation-update.json.</summary>
    private const string Channel = """
        {"reference":{"channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11/","tenantId":"6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11","bot":{"id":"28:9a7f2d54-1c1e-4a3f-8f57-2f0f5f7e1d01","name":"SalesAgent"},"user":{"id":"29:1mRkT0-pairwise-id-of-mira","name":"Mira Solberg","aadObjectId":"b8f1c8d2-6a53-4b7b-9a3d-3f2b1a0c9e77"},"conversation":{"id":"19:f3a9c0d1e2b34@thread.tacv2","conversationType":"channel","tenantId":"6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11","isGroup":true},"teamId":"19:a1b2c3d4e5f60@thread.tacv2","aadGroupId":"d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42","teamsChannelId":"19:f3a9c0d1e2b34@thread.tacv2"},"chosenByPerson":false}
        """;

    /// <summary>Likewise, of a card: nobody's name, and the post as its conversation.</summary>
    private const string Route = """
        {"channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11/","tenantId":"6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11","bot":{"id":"28:9a7f2d54-1c1e-4a3f-8f57-2f0f5f7e1d01","name":"SalesAgent"},"conversation":{"id":"19:f3a9c0d1e2b34@thread.tacv2;messageid=42","conversationType":"channel","tenantId":"6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11","isGroup":true},"teamId":"19:a1b2c3d4e5f60@thread.tacv2","aadGroupId":"d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42","teamsChannelId":"19:f3a9c0d1e2b34@thread.tacv2"}
        """;

    [Fact]
    public void A_row_of_the_release_before_is_read()
    {
        var place = TeamsPlaceRow.Read(Channel);

        place.ShouldSatisfyAllConditions(
            p => p.ChosenByPerson.ShouldBeFalse(),
            p => p.IsChannel.ShouldBeTrue(),
            p => p.ConversationId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2"),
            p => p.TenantId.ShouldBe("6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11"),
            p => p.TeamId.ShouldBe("19:a1b2c3d4e5f60@thread.tacv2"),
            p => p.AadGroupId.ShouldBe("d2b90f4e-7d3c-4c55-9b5e-1a5f0c3e8b42"),
            p => p.TeamsChannelId.ShouldBe("19:f3a9c0d1e2b34@thread.tacv2"),
            p => p.Reference.ServiceUrl.ShouldBe("https://smba.trafficmanager.net/emea/6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11/"),
            p => p.Reference.ChannelId.ShouldBe("msteams"),
            p => p.Reference.Bot.Id.ShouldBe("28:9a7f2d54-1c1e-4a3f-8f57-2f0f5f7e1d01"),
            p => p.Reference.User.AadObjectId.ShouldBe("b8f1c8d2-6a53-4b7b-9a3d-3f2b1a0c9e77"),
            p => p.Reference.Conversation.IsGroup.ShouldBe(true)
        );
    }

    [Fact]
    public void What_was_read_is_written_as_it_was() => TeamsPlaceRow.Write(TeamsPlaceRow.Read(Channel)).ShouldBe(Channel);

    [Fact]
    public void An_activity_makes_the_row_the_release_before_made_of_it() =>
        TeamsPlaceRow.Write(PlaceOf("installation-update")).ShouldBe(Channel);

    [Fact]
    public void The_way_to_a_card_is_the_one_the_release_before_wrote() =>
        TeamsPlaceRow.WriteRoute(PlaceOf("installation-update").In("19:f3a9c0d1e2b34@thread.tacv2;messageid=42")).ShouldBe(Route);

    [Fact]
    public void The_way_to_a_card_of_the_release_before_is_read()
    {
        var reference = TeamsPlaceRow.ReadRoute(Route);

        (reference.ServiceUrl, reference.Conversation.Id, reference.Bot.Id, reference.User).ShouldBe(
            (
                "https://smba.trafficmanager.net/emea/6c0d1b3e-55aa-4a0c-9f0e-0f6a1f6b2c11/",
                "19:f3a9c0d1e2b34@thread.tacv2;messageid=42",
                "28:9a7f2d54-1c1e-4a3f-8f57-2f0f5f7e1d01",
                null
            )
        );
    }

    /// <summary>The release before refuses a row without these.</summary>
    [Fact]
    public void An_activity_without_a_recipient_still_makes_a_row_with_a_bot()
    {
        var turn = TurnOf("personal-message");
        turn.Activity.Recipient = null;

        var row = JsonNode.Parse(TeamsPlaceRow.Write(TeamsPlace.Of(turn)))!["reference"]!.AsObject();

        row.Select(member => member.Key).ShouldBe(["channelId", "serviceUrl", "tenantId", "bot", "user", "conversation"]);
        row["bot"]!.AsObject().Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("/Date(1198908717056)/")]
    [InlineData("Mira \"the boss\" <b>")]
    public void A_name_is_kept_as_it_is(string name)
    {
        var turn = TurnOf("personal-message");
        (turn.Activity.From.Name, turn.Activity.From.Properties["nick"]) = (name, name);

        var read = TeamsPlaceRow.Read(TeamsPlaceRow.Write(TeamsPlace.Of(turn)));

        read.Reference.User.Name.ShouldBe(name);
        read.Reference.User.Properties["nick"]!.ToString().ShouldBe(name);
    }

    [Fact]
    public void A_place_in_another_conversation_leaves_the_first_as_it_was()
    {
        var place = PlaceOf("installation-update");
        var before = TeamsPlaceRow.Write(place);

        place.In("19:other@thread.tacv2").Reference.Conversation.Id.ShouldBe("19:other@thread.tacv2");

        TeamsPlaceRow.Write(place).ShouldBe(before);
    }

    private static TeamsPlace PlaceOf(string sample) => TeamsPlace.Of(TurnOf(sample));

    private static TurnContext TurnOf(string sample) =>
        new(
            new TestAdapter(),
            JsonConvert.DeserializeObject<Activity>(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "Teams", $"{sample}.json"))
            )!
        );
}
