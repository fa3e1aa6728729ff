using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Bot.Teams;
using SalesAgent.Bot.Teams.Commands;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Teams;

/// <summary>Typed in the sandbox's Teams, through the bot's endpoint, answered over the connector.</summary>
public sealed class ChatTests
{
    private const string NotUnderstood = "I did not understand that.";

    private static IEnumerable<ChatCommand> ForEverybody => ChatCommands.All.Where(command => !command.ForManagers);

    [Fact]
    public async Task Every_listed_command_has_an_answer_of_its_own()
    {
        await using var agent = await RunningAgent.StartAsync();
        var answers = new Dictionary<string, string>();

        foreach (var command in ForEverybody)
            answers[command.Name] = await AnswerAsync(agent, agent.Alex.Personal, command.Name);

        answers.Count.ShouldBeGreaterThan(8);
        answers.Values.ShouldBeUnique();
        foreach (var (name, answer) in answers)
            answer.ShouldNotStartWith(NotUnderstood, customMessage: name);
        answers["prospect"].ShouldContain("prospect jane@acme.com");
        answers["pending"].ShouldBe("Nothing waits for a decision.");
        answers["whoami"].ShouldContain("alex@contoso.example");
        answers["status"].ShouldContain("gmail: healthy");
        foreach (var command in ForEverybody)
            answers["help"].ShouldContain(command.Usage);
    }

    [Fact]
    public async Task What_is_for_managers_is_refused_to_others_offered_to_managers_and_answered_for_them()
    {
        await using var agent = await RunningAgent.StartAsync();
        var forManagers = ChatCommands.All.Where(command => command.ForManagers).ToArray();
        forManagers.ShouldNotBeEmpty();

        foreach (var command in forManagers)
        {
            (await AnswerAsync(agent, agent.Alex.Personal, command.Usage)).ShouldStartWith(
                "Only a manager can",
                customMessage: command.Name
            );
            (await AnswerAsync(agent, agent.Alex.Personal, "help")).ShouldNotContain($"`{command.Usage}`");
            (await AnswerAsync(agent, agent.Mona.Personal, "help")).ShouldContain($"`{command.Usage}`");
        }

        (await agent.Get<EmergencyStop>().FindAsync(CancellationToken.None)).ShouldBeNull();
        foreach (var command in forManagers)
        {
            var answer = await AnswerAsync(agent, agent.Mona.Personal, command.Usage);
            answer.ShouldNotStartWith("Only a manager", customMessage: command.Name);
            answer.ShouldNotStartWith(NotUnderstood, customMessage: command.Name);
        }
    }

    [Theory]
    [InlineData("what?")]
    [InlineData("send the mail to jane@acme.example now")]
    [InlineData("  ")]
    public async Task What_is_not_understood_gets_the_list(string text)
    {
        await using var agent = await RunningAgent.StartAsync();

        var answer = await AnswerAsync(agent, agent.Alex.Personal, text);

        answer.ShouldStartWith(NotUnderstood);
        foreach (var command in ForEverybody)
            answer.ShouldContain(command.Usage);
        (await agent.Get<IWorkQueue>().ListAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_outside_the_directory_is_told_so_and_starts_nothing()
    {
        await using var agent = await RunningAgent.StartAsync();
        var stranger = agent.World.Reps[0] with
        {
            Name = "Eve",
            AadObjectId = "00000000-0000-0000-0000-00000000dead",
            Email = "eve@contoso.example",
        };
        var place = agent.Alex.Personal;
        var drafts = agent.World.Gmail["alex@contoso.example"].Drafts.Count;
        foreach (
            var text in (string[])
                ["prospect jane@acme.example", "pending", "history robin.meyer@northwind.example", "help", "use this channel"]
        )
        {
            var before = Said(place).Count;
            var activity = place.Activities.Message(agent.World.Teams.NextId(), place.Conversation.Id, text);
            activity["from"]!["aadObjectId"] = stranger.AadObjectId;

            (await place.SendAsync(agent.App.Messages, activity)).Status.ShouldBeInRange(200, 202);

            var answer = await AnswerAfterAsync(place, before);
            answer.ShouldStartWith("You are not in the rep directory");
            answer.ShouldContain(stranger.AadObjectId);
        }

        (await agent.Get<IWorkQueue>().ListAsync(10, CancellationToken.None)).ShouldBeEmpty();
        agent.World.Gmail["alex@contoso.example"].Drafts.Count.ShouldBe(drafts);
    }

    [Fact]
    public async Task Twenty_one_people_at_once_are_refused_whole()
    {
        await using var agent = await RunningAgent.StartAsync();
        var people = Enumerable.Range(1, 21).Select(number => $"person{number}@acme.example");

        var answer = await AnswerAsync(agent, agent.Alex.Personal, $"prospect {string.Join(' ', people)}");

        answer.ShouldBe("That is 21 people; 20 at a time, please. Nothing was started.");
        (await agent.Get<IWorkQueue>().ListAsync(100, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prospect_is_begun_once_and_what_cannot_be_used_is_named()
    {
        await using var agent = await RunningAgent.StartAsync();

        var first = await AnswerAsync(
            agent,
            agent.Alex.Personal,
            "prospect Jane Doe <jane@acme.example>, alex@contoso.example and omar@acme"
        );
        var second = await AnswerAsync(agent, agent.Alex.Personal, "prospect jane@acme.example");

        first.ShouldContain("`jane@acme.example`: on it");
        first.ShouldContain("`alex@contoso.example`: That address belongs to one of our own reps.");
        first.ShouldContain("`omar@acme`: no address I can write to.");
        second.ShouldContain("`jane@acme.example`: I was asked a moment ago");
    }

    [Fact]
    public async Task In_a_channel_the_mention_is_no_part_of_the_command_and_the_answer_stays_in_its_thread()
    {
        await using var agent = await RunningAgent.StartAsync();
        var general = agent.Alex.InChannel(agent.World.Teams.General);

        var answer = await AnswerAsync(agent, general, "whoami");

        answer.ShouldStartWith("You are Alex Wilber");
        var (question, reply) = (
            general.Conversation.Posts.Last(post => !post.FromBot),
            general.Conversation.Posts.Last(post => post.FromBot)
        );
        reply.ConversationId.ShouldBe(question.ConversationId);
    }

    [Fact]
    public async Task A_channel_is_chosen_in_the_channel_and_not_in_a_chat()
    {
        await using var agent = await RunningAgent.StartAsync();
        var general = agent.Alex.InChannel(agent.World.Teams.General);
        var book = agent.Get<ConversationBook>();

        (await AnswerAsync(agent, agent.Alex.Personal, "use this channel")).ShouldContain("in the channel you mean");
        (await book.PlaceOfAsync(agent.Alex.Person.AadObjectId, CancellationToken.None))!.ConversationId.ShouldBe(
            agent.World.Teams.Leads.Id
        );

        (await AnswerAsync(agent, general, "use this channel")).ShouldBe("Cards for Alex Wilber come here from now on.");
        (await book.PlaceOfAsync(agent.Alex.Person.AadObjectId, CancellationToken.None))!.ConversationId.ShouldBe(
            agent.World.Teams.General.Id
        );
    }

    private static async Task<string> AnswerAsync(RunningAgent agent, SandboxTeamsPlace place, string text)
    {
        var before = Said(place).Count;
        (await place.SayAsync(agent.App.Messages, text)).Status.ShouldBeInRange(200, 202);
        return await AnswerAfterAsync(place, before);
    }

    /// <summary>A turn may be answered after its activity was acknowledged.</summary>
    private static async Task<string> AnswerAfterAsync(SandboxTeamsPlace place, int before)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (Said(place) is var said && said.Count > before)
                return said[before].Text!;
            await Task.Delay(50);
        }

        throw new TimeoutException("The bot said nothing.");
    }

    private static List<TeamsPost> Said(SandboxTeamsPlace place) =>
        [.. place.Conversation.Posts.Where(post => post.FromBot && !post.IsCard)];
}
