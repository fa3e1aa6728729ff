using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// Teams delivers a message again when our answer was late: whichever instance gets it how often, it has one effect and one answer.
/// </summary>
public sealed class ChatStormTests
{
    private const int Times = 100;

    [Fact]
    public async Task A_message_delivered_a_hundred_times_to_two_instances_is_one_lead_and_one_answer()
    {
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true);
        await using var other = await agent.StartAnotherAsync();
        var chat = agent.Alex.Personal;
        var message = Typed(agent, chat, $"prospect {SampleProspect.Nora.Email}");

        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, Times)
                .Select(number => Task.Run(() => chat.SendAsync((number % 2 == 0 ? agent.App : other).Messages, message)))
        );

        replies.ShouldAllBe(reply => reply.Status == 200);
        await Eventually.FindAsync(() =>
            agent.World.Teams.Cards == 1 && agent.World.Calls.Writes("hubspot.notes.create") == 1 ? agent : null
        );
        Answers(chat).ShouldBe(1);

        // Also long after, and after a restart.
        await agent.RestartAsync();
        for (var sent = 0; sent < 5; sent++)
            (await chat.SendAsync(agent.App.Messages, message)).Status.ShouldBe(200);
        Answers(chat).ShouldBe(1);
        agent.World.ShouldHaveWritten(1);
    }

    [Fact]
    public async Task A_repeated_show_posts_one_card_and_the_same_words_typed_again_post_another()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);
        var chat = agent.Alex.Personal;
        var words = $"show {(await agent.UntilAsync(lead, _ => true)).Run.Dossier.Prospect!.Email}";

        var message = Typed(agent, chat, words);
        for (var sent = 0; sent < Times; sent++)
            (await chat.SendAsync(agent.App.Messages, message)).Status.ShouldBe(200);
        agent.World.Teams.Cards.ShouldBe(2);

        await chat.SendAsync(agent.App.Messages, Typed(agent, chat, words));
        agent.World.Teams.Cards.ShouldBe(3);
    }

    [Fact]
    public async Task A_message_whose_handling_failed_is_acted_on_when_it_comes_again()
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;
        var message = Typed(agent, chat, "pending");
        using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={agent.StorePath};Pooling=False"))
        {
            store.Open();
            Execute(store, "ALTER TABLE record RENAME TO record_away");
            (await chat.SendAsync(agent.App.Messages, message)).Status.ShouldBe(500);
            Execute(store, "ALTER TABLE record_away RENAME TO record");
        }

        (await chat.SendAsync(agent.App.Messages, message)).Status.ShouldBe(200);
        (await chat.SendAsync(agent.App.Messages, message)).Status.ShouldBe(200);
        Answers(chat).ShouldBe(1);
    }

    private static JsonObject Typed(RunningAgent agent, SandboxTeamsPlace chat, string text) =>
        chat.Activities.Message(agent.World.Teams.NextId(), chat.Conversation.Id, text);

    private static int Answers(SandboxTeamsPlace chat) =>
        chat.Conversation.Posts.Count(post =>
            post.FromBot && post.Card is null && !(post.Text ?? "").StartsWith("I draft mail", StringComparison.Ordinal)
        );

    private static void Execute(Microsoft.Data.Sqlite.SqliteConnection store, string sql)
    {
        using var command = store.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
