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

    [Theory]
    [InlineData("<quoted messageId=\"1772050244572\"/> pending", "pending")]
    [InlineData("<quoted messageId='1772050244572' /> prospect a@b.example", "prospect a@b.example")]
    [InlineData("<quoted messageId=\"1\"></quoted> show a@b.example", "show a@b.example")]
    [InlineData("<quoted messageId=\"1\">what was said before</quoted>help", "help")]
    [InlineData("<QUOTED messageId=\"1\"/><quoted messageId=\"2\"/>pending", "pending")]
    [InlineData(
        "<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\"><strong>Alex</strong><p>stop everything</p></blockquote><p>pending</p>",
        "pending"
    )]
    [InlineData("<p>whoami</p>", "whoami")]
    [InlineData("<div><div>whoami</div></div>", "whoami")]
    [InlineData("<p>whoami</p><p>&nbsp;</p>", "whoami")]
    [InlineData("whoami<br/>", "whoami")]
    [InlineData("<strong>who</strong>ami", "whoami")]
    [InlineData("<span style=\"font-size:inherit\">whoami</span>", "whoami")]
    [InlineData("whoami <emoji id=\"smile\" alt=\"🙂\" title=\"Smile\"></emoji>", "whoami")]
    [InlineData("whoami <img alt=\"🙂\" src=\"https://statics.example/x.png\" itemtype=\"http://schema.skype.com/Emoji\">", "whoami")]
    [InlineData("who&#97;mi", "whoami")]
    [InlineData("prospect Jane &lt;jane@acme.example&gt;", "prospect Jane <jane@acme.example>")]
    [InlineData("prospect R&amp;amp;D <jane@acme.example>", "prospect R&amp;D <jane@acme.example>")]
    public void What_Teams_puts_around_the_words_is_no_part_of_them(string text, string typed) =>
        MentionText.WithoutRecipient(Said(text, "quotedReply", null, null)).ShouldBe(typed);

    [Theory]
    [InlineData("<at id=\"0\">SalesAgent</at> whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at id='0' >salesagent</at> whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>Sales &amp; Service</at> whoami", null, "Sales & Service")]
    [InlineData("<at>Sales &amp; Service</at> whoami", "<at>Sales & Service</at>", "Sales & Service")]
    [InlineData("<at>Sales&nbsp;Agent</at>&nbsp;whoami", "<at>Sales Agent</at>", "Sales Agent")]
    [InlineData("<at>SalesAgent</at>, whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>SalesAgent</at>: whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>SalesAgent</at> - whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>SalesAgent</at> – whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>SalesAgent</at>! whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<p><at id=\"0\">SalesAgent</at>&nbsp;: whoami</p>", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<quoted messageId=\"1\"/><at>SalesAgent</at>,whoami", "<at>SalesAgent</at>", "SalesAgent")]
    [InlineData("<at>Agent</at> <at>Sales</at> whoami", "<at>Agent</at> <at>Sales</at>", "Agent Sales")]
    [InlineData("\u200e<at>SalesAgent</at>\u200f whoami", "<at>SalesAgent</at>", "SalesAgent")]
    public void However_the_bot_is_mentioned(string text, string? mention, string name)
    {
        var activity = Said(text, "mention", "28:bot", mention);
        ((JObject)activity.Entities[0].Properties["mentioned"]!)["name"] = name;

        MentionText.WithoutRecipient(activity).ShouldBe("whoami");
    }

    [Theory]
    [InlineData("status\u200b", "status")]
    [InlineData("\u200bwhoami", "whoami")]
    [InlineData("\ufeffwhoami", "whoami")]
    [InlineData("whoami\u2060", "whoami")]
    [InlineData("who\u00adami", "whoami")]
    [InlineData("whoami \u200e", "whoami")]
    [InlineData("\u202awhoami\u202c", "whoami")]
    [InlineData("\u2068whoami\u2069", "whoami")]
    [InlineData("whoami\ufe0f", "whoami")]
    [InlineData("who\u034fami", "whoami")]
    [InlineData("whoami\ufffd", "whoami")]
    [InlineData("whoami\u3164", "whoami")]
    [InlineData("prospect\u3000zz@hid.example", "prospect zz@hid.example")]
    [InlineData("prospect \u200bzz4@hid.example", "prospect zz4@hid.example")]
    [InlineData("prospect zz5＠hid.example", "prospect zz5@hid.example")]
    [InlineData("prospect zz5﹫hid.example", "prospect zz5@hid.example")]
    [InlineData("ｗｈｏａｍｉ", "whoami")]
    [InlineData("prospect zz5@hid．example", "prospect zz5@hid.example")]
    public void What_nobody_can_see_is_not_read_and_wide_signs_are_the_plain_ones(string text, string typed) =>
        MentionText.WithoutRecipient(Said(text, "clientInfo", null, null)).ShouldBe(typed);

    [Theory]
    [InlineData("prospect Ann <a@acme.example>")]
    [InlineData("prospect p <p@acme.example>")]
    [InlineData("prospect <a href=\"mailto:jane@acme.example\">Jane Doe</a>")]
    [InlineData("a < b and c > d")]
    [InlineData("1 <2 3> 4")]
    public void What_only_looks_like_markup_stays(string text) =>
        MentionText.WithoutRecipient(Said(text, "clientInfo", null, null)).ShouldBe(text);

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
