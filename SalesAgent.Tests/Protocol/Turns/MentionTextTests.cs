using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Turns;

public sealed class MentionTextTests
{
    [Fact]
    public void In_a_channel_the_bots_mention_goes_and_other_peoples_stay() =>
        MentionText
            .WithoutRecipient(JsonConvert.DeserializeObject<Activity>(Teams.Text("channel-mention"))!)
            .ShouldBe("status for <at>Jonas Ek</at>");

    [Theory]
    [InlineData("<at>Bot</at> help", "<at>Bot</at>", "help")]
    [InlineData("<AT>bot</AT> help", "<at>Bot</at>", "help")]
    [InlineData("help <at>Bot</at>", null, "help")]
    [InlineData("<at>Bot</at><at>Bot</at> help", "<at>Bot</at>", "help")]
    [InlineData("a (b+c)* d", "(b+c)*", "a  d")]
    [InlineData("<at>Bot</at>", "<at>Bot</at>", "")]
    [InlineData("a&nbsp;b&NBSP;", "<at>Bot</at>", "a b")]
    [InlineData("help", "", "help")]
    [InlineData(null, "<at>Bot</at>", "")]
    public void The_words_of_the_bots_mention_are_taken_out(string? text, string? mention, string expected) =>
        MentionText.WithoutRecipient(Said(text, "mention", "28:bot", mention)).ShouldBe(expected);

    [Theory]
    [InlineData("Mention")]
    [InlineData("MENTION")]
    public void The_entitys_type_may_be_written_in_any_case(string type) =>
        MentionText.WithoutRecipient(Said("<at>Bot</at> help", type, "28:bot", "<at>Bot</at>")).ShouldBe("help");

    [Theory]
    [InlineData("mention", "29:somebody")]
    [InlineData("mention", null)]
    [InlineData("clientInfo", "28:bot")]
    public void What_only_looks_like_the_bots_mention_stays(string type, string? mentioned) =>
        MentionText.WithoutRecipient(Said("<at>Bot</at> help", type, mentioned, "<at>Bot</at>")).ShouldBe("<at>Bot</at> help");

    [Fact]
    public void Without_a_recipient_nobody_is_the_bot()
    {
        var activity = Said("<at>Bot</at> help", "mention", null, "<at>Bot</at>");
        activity.Recipient = null;

        MentionText.WithoutRecipient(activity).ShouldBe("<at>Bot</at> help");
    }

    /// <summary>The SDK's own way throws here.</summary>
    [Fact]
    public void A_mention_with_neither_words_nor_name_takes_nothing_out()
    {
        var activity = Said("help", "mention", "28:bot", null);
        activity.Entities[0].Properties["mentioned"] = new JObject { ["id"] = "28:bot" };

        MentionText.WithoutRecipient(activity).ShouldBe("help");
    }

    [Theory]
    [InlineData("\"28:bot\"")]
    [InlineData("[]")]
    [InlineData("7")]
    public void A_mention_of_no_known_shape_is_let_alone(string mentioned)
    {
        var activity = Said("<at>Bot</at> help", "mention", "28:bot", "<at>Bot</at>");
        activity.Entities[0].Properties["mentioned"] = JToken.Parse(mentioned);

        MentionText.WithoutRecipient(activity).ShouldBe("<at>Bot</at> help");
    }

    private static Activity Said(string? text, string type, string? mentioned, string? mention) =>
        new()
        {
            Type = ActivityTypes.Message,
            Text = text,
            Recipient = new ChannelAccount { Id = "28:bot", Name = "Bot" },
            Entities =
            [
                new Entity(type)
                {
                    Properties = new JObject
                    {
                        ["text"] = mention,
                        ["mentioned"] = new JObject { ["id"] = mentioned, ["name"] = "Bot" },
                    },
                },
            ],
        };
}
