using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Policy;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Teams;

/// <summary>In an emergency nobody looks up the exact words.</summary>
public sealed class StopWordsTests
{
    /// <summary>What leaves no doubt.</summary>
    private static readonly string[] Clear =
    [
        "stop everything",
        "stop",
        "STOP EVERYTHING NOW",
        "stop everything please",
        "please stop all of it",
        "Stop!!!",
        "STOP STOP STOP",
        "stop it",
        "stop now, please",
        "stop the bot",
        "@stop",
        "stop, stop everything!",
        "please stop",
        "Stop everything immediately.",
        "stop all drafts right now",
        "stop everything at once",
        "emergency stop",
        "EMERGENCY STOP NOW",
        "halt",
        "halt everything",
        "pause everything",
        "stop evrything",
        "stpo everything",
        "stop\u200b everything",
        "**stop everything**",
        "stop everything 🛑",
        "everything stop",
        "we need to stop everything now",
        "can you stop everything?",
        "please stop SalesAgent",
        "shut everything down",
        "abort",
        "kill switch",
        "stopp",
        "stoppe alles",
        "arrêtez tout",
        "hey bot, stop everything",
    ];

    /// <summary>What may be meant so, or not.</summary>
    private static readonly string[] Unclear =
    [
        "stop writing to jane@acme.example",
        "don't stop",
        "do not stop everything",
        "how do I stop everything?",
        "when will you stop?",
        "why did it stop",
        "stop reminding me about Jane",
        "the bus stop is closed",
        "is everything stopped?",
        "unsubscribe me, stop",
    ];

    [Fact]
    public async Task What_a_manager_clearly_means_as_an_emergency_stop_stops()
    {
        await using var agent = await RunningAgent.StartAsync();
        var emergency = agent.Get<EmergencyStop>();
        var missed = new List<string>();

        foreach (var text in Clear)
        {
            await agent.Mona.Personal.SayAsync(agent.App.Messages, text);
            if (await emergency.FindAsync(CancellationToken.None) is null)
                missed.Add(text);
            await emergency.ResumeAsync("test", CancellationToken.None);
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_may_be_meant_as_one_is_asked_about_with_one_button()
    {
        await using var agent = await RunningAgent.StartAsync();
        var emergency = agent.Get<EmergencyStop>();
        var chat = agent.Mona.Personal;

        foreach (var text in Unclear)
        {
            var before = chat.Conversation.Cards.Count;
            await chat.SayAsync(agent.App.Messages, text);

            (await emergency.FindAsync(CancellationToken.None)).ShouldBeNull(text);
            chat.Conversation.Cards.Count.ShouldBe(before + 1, text);
        }

        // The button types the command for whoever presses it.
        var said = OneButton(chat.Conversation.Cards[^1]);
        await chat.SayAsync(agent.App.Messages, said);
        (await emergency.FindAsync(CancellationToken.None)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("STOP EVERYTHING NOW")]
    [InlineData("stop")]
    [InlineData("please halt everything")]
    public async Task Somebody_else_is_told_that_only_a_manager_can(string text)
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;

        await chat.SayAsync(agent.App.Messages, text);

        chat.Conversation.Posts.Last(post => post.FromBot).Text!.ShouldStartWith("Only a manager can");
        (await agent.Get<EmergencyStop>().FindAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("prospect Stop Shop stop@acme.example")]
    [InlineData("show stop@acme.example")]
    [InlineData("help")]
    [InlineData("what is the weather?")]
    [InlineData("thanks")]
    public async Task What_is_something_else_is_no_stop(string text)
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Mona.Personal;
        var before = chat.Conversation.Cards.Count;

        await chat.SayAsync(agent.App.Messages, text);

        (await agent.Get<EmergencyStop>().FindAsync(CancellationToken.None)).ShouldBeNull();
        chat.Conversation.Cards.Count.ShouldBe(before);
    }

    private static string OneButton(TeamsPost card) =>
        card.Card!["body"]!
            .AsArray()
            .Where(element => element!["type"]!.GetValue<string>() is "ActionSet")
            .SelectMany(element => element!["actions"]!.AsArray())
            .ShouldHaveSingleItem()!["data"]!["msteams"]!["value"]!.GetValue<string>();
}
