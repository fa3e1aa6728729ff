using System.Text.RegularExpressions;
using SalesAgent.Bot.Teams;
using SalesAgent.Core.Review;
using SalesAgent.Core.Texts;

namespace SalesAgent.Tests.Conventions;

/// <summary>Nothing is said in chat but what the one function made.</summary>
public sealed partial class ChatTextConventionTests
{
    [Fact]
    public void Every_message_carries_chat_text()
    {
        var bot = Sources
            .Under("SalesAgent.Bot")
            .Where(file =>
                !file.Path.StartsWith("SalesAgent.Bot/Sandbox/", StringComparison.Ordinal)
                && !file.Path.StartsWith("SalesAgent.Bot/Protocol/", StringComparison.Ordinal)
            )
            .ToArray();
        bot.Sum(file => Message().Count(file.Text)).ShouldBeGreaterThan(3);

        bot.SelectMany(file =>
                Message()
                    .Matches(file.Text)
                    .Where(match => !match.Groups["what"].Value.EndsWith(".Markdown", StringComparison.Ordinal))
                    .Select(match => $"{file.Path}: {match.Value}")
            )
            .ShouldBeEmpty();
        bot.Where(file => RawText().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_says_something_takes_chat_text()
    {
        foreach (
            var method in new[]
            {
                typeof(ChatReply).GetMethod(nameof(ChatReply.SayAsync))!,
                typeof(IReviewDesk).GetMethod(nameof(IReviewDesk.TellAsync))!,
                typeof(IReviewDesk).GetMethod(nameof(IReviewDesk.RemindAsync))!,
            }
        )
        {
            method.GetParameters().ShouldNotContain(parameter => parameter.ParameterType == typeof(string), method.Name);
            method.GetParameters().ShouldContain(parameter => parameter.ParameterType == typeof(ChatText), method.Name);
        }
    }

    [Fact]
    public void The_check_sees_what_is_built_around_it()
    {
        Message().Match("Said.Text(text)").Groups["what"].Value.ShouldBe("text");
        Message().IsMatch("Said.Text($\"Hi {name}\")").ShouldBeTrue();
        RawText().IsMatch("new Activity { Type = \"message\", Text = text }").ShouldBeTrue();
        RawText().IsMatch("MessageFactory.Text(text)").ShouldBeTrue();
        RawText().IsMatch("MessageFactory.Text(text.Markdown)").ShouldBeFalse();
    }

    [GeneratedRegex(@"Said\.Text\((?<what>(?:[^()]|\([^()]*\))*)\)")]
    private static partial Regex Message();

    /// <summary>Activities made by hand, here and as the Bot Framework's own library makes them.</summary>
    [GeneratedRegex(@"new (Message)?Activity(\(\))?\s*\{[^}]*\bText = (?!\w+\.Markdown)|MessageFactory\.Text\((?!\w+\.Markdown)")]
    private static partial Regex RawText();
}
