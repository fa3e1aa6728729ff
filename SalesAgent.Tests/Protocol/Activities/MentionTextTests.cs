using System.Text.Json;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Activities;

public sealed class MentionTextTests
{
    [Fact]
    public void In_a_channel_the_bots_mention_goes_and_other_peoples_stay() =>
        MentionText.WithoutRecipient(JsonSerializer.Deserialize(Teams.Text("channel-mention"), ProtocolJson.Default.Activity)!)
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
    public void Without_a_recipient_nobody_is_the_bot() =>
        MentionText.WithoutRecipient(Said("<at>Bot</at> help", "mention", null, "<at>Bot</at>") with { Recipient = null })
            .ShouldBe("<at>Bot</at> help");

    private static Activity Said(string? text, string type, string? mentioned, string? mention) => new()
    {
        Type = ActivityTypes.Message,
        Text = text,
        Recipient = new ChannelAccount { Id = "28:bot", Name = "Bot" },
        Entities = [new Entity { Type = type, Text = mention, Mentioned = new ChannelAccount { Id = mentioned, Name = "Bot" } }],
    };
}
