using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Teams;

/// <summary>What an answer in chat promises, comes.</summary>
public sealed class TrueAnswersTests
{
    [Fact]
    public async Task Nobody_is_promised_a_card_that_has_nowhere_to_come_to()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        await agent.Mona.InChannel(agent.World.Teams.Leads).InstallAsync(agent.App.Messages);
        var thread = agent.Alex.InChannel(agent.World.Teams.Leads);

        var answer = await OneAnswerAsync(agent, thread, "prospect tom@firsttry.example");

        answer.ShouldNotContain("comes as a card");
        answer.ShouldNotContain("seconds");
        answer.ShouldContain("use this channel");
        answer.ShouldContain("show tom@firsttry.example");
        var lead = await LeadOfAsync(agent, "tom@firsttry.example");
        await agent.UntilAsync(lead, state => state.Run.EndedAt is not null);
        (await OneAnswerAsync(agent, thread, "pending")).ShouldContain("use this channel");

        // The way out that is named works.
        await thread.SayAsync(agent.App.Messages, "show tom@firsttry.example");
        await Eventually.FindAsync(() => thread.Conversation.Cards.Count > 0 ? agent : null);
    }

    [Theory]
    [InlineData("prospect ann@firsttry.example")]
    [InlineData("pending")]
    [InlineData("use this channel")]
    [InlineData("connect google")]
    public async Task In_a_group_chat_nobody_is_sent_in_a_circle(string text)
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        await agent.Mona.InChannel(agent.World.Teams.Leads).InstallAsync(agent.App.Messages);
        var place = agent.Alex.InChannel(agent.World.Teams.General);
        var post = agent.World.Teams.Post(place.Conversation, null, fromBot: false, new JsonObject { ["type"] = "message" });
        if (text is "pending")
        {
            await ActAsync(place, post, "prospect ann@firsttry.example");
            await agent.UntilAsync(await LeadOfAsync(agent, "ann@firsttry.example"), state => state.Run.EndedAt is not null);
        }

        var before = Said(place).Count;

        await ActAsync(place, post, text);

        var answer = (await Eventually.FindAsync(() => Said(place).Count > before ? Said(place)[^1] : null)).Text!;
        answer.ShouldNotContain("here in our chat");
        answer.ShouldNotContain("comes as a card");
        answer.ShouldNotContain("use this channel` where");
        answer.ShouldContain("chat with me");

        async Task ActAsync(SandboxTeamsPlace who, TeamsPost at, string said)
        {
            var activity = who.Activities.Message(agent.World.Teams.NextId(), at.ConversationId, said);
            activity["conversation"]!["conversationType"] = "groupChat";
            ((JsonObject)activity["channelData"]!).Remove("channel");
            ((JsonObject)activity["channelData"]!).Remove("team");
            (await who.SendAsync(agent.App.Messages, activity)).Status.ShouldBeInRange(200, 202);
        }
    }

    [Fact]
    public async Task While_stopped_a_prospect_gets_one_answer_which_is_true_and_is_drafted_afterwards()
    {
        await using var agent = await RunningAgent.StartAsync();
        await agent.Mona.Personal.SayAsync(agent.App.Messages, "stop everything");

        var answer = await OneAnswerAsync(agent, agent.Alex.Personal, "prospect jane@acme.example, omar@acme.example");

        answer.ShouldContain("stopped by Mona");
        answer.ShouldNotContain("on it");
        answer.ShouldNotContain("seconds");
        answer.ShouldContain("`jane@acme.example`: kept");
        answer.ShouldContain("`omar@acme.example`: kept");
        var before = Said(agent.Alex.Personal).Count;
        await agent.Alex.Personal.SayAsync(agent.App.Messages, "show jane@acme.example");
        Said(agent.Alex.Personal).Skip(before).ShouldAllBe(post => !post.Text!.Contains("being worked on", StringComparison.Ordinal));
        await agent.Mona.Personal.SayAsync(agent.App.Messages, "resume");
        await agent.RestingAsync(await LeadOfAsync(agent, "jane@acme.example"));
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("approve")]
    public async Task A_decided_lead_does_not_catch_a_new_request(string verb)
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;
        await chat.SayAsync(agent.App.Messages, "prospect jane@acme.example");
        var first = await LeadOfAsync(agent, "jane@acme.example");
        var card = agent.CardOf(await agent.RestingAsync(first));
        (await OneAnswerAsync(agent, chat, "prospect jane@acme.example")).ShouldContain("I was asked a moment ago");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, verb);
        await agent.DecidedAsync(first);

        (await OneAnswerAsync(agent, chat, "prospect jane@acme.example")).ShouldContain("on it");

        var second = (await LeadsOfAsync(agent, "jane@acme.example")).Single(lead => lead != first);
        var shown = await agent.RestingAsync(second);
        shown.Run.MergedInto.ShouldBeNull();
        (await OneAnswerAsync(agent, chat, "prospect jane@acme.example")).ShouldContain("I was asked a moment ago");
        (await LeadsOfAsync(agent, "jane@acme.example")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_word_is_answered()
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;

        var answer = await OneAnswerAsync(agent, chat, "prospect a@acme.example, b@acme.example; not-an-address");
        answer.ShouldContain("`a@acme.example`: on it");
        answer.ShouldContain("`b@acme.example`: on it");
        answer.ShouldContain("`not-an-address`");

        (await OneAnswerAsync(agent, chat, "prospect not-an-address")).ShouldContain("`not-an-address`");
        (await OneAnswerAsync(agent, chat, "prospect www.acme.example")).ShouldContain("www.");
        (await OneAnswerAsync(agent, chat, "prospect the CTO of Acme, boss1@acme.example")).ShouldContain("the CTO of Acme");
        (await OneAnswerAsync(agent, chat, "show nobody")).ShouldContain("`nobody`");

        await agent.RestingAsync(await LeadOfAsync(agent, "a@acme.example"));
        await agent.RestingAsync(await LeadOfAsync(agent, "b@acme.example"));
        var before = chat.Conversation.Cards.Count;
        await chat.SayAsync(agent.App.Messages, "show a@acme.example b@acme.example");
        await Eventually.FindAsync(() => chat.Conversation.Cards.Count == before + 2 ? agent : null);
        var history = await OneAnswerAsync(agent, chat, "history a@acme.example b@acme.example zz@acme.example");
        history.ShouldContain("a@acme.example");
        history.ShouldContain("b@acme.example");
        history.ShouldContain("`zz@acme.example`");
    }

    [Theory]
    [InlineData("prospct jane@acme.example", "prospect jane@acme.example")]
    [InlineData("propsect jane@acme.example", "prospect jane@acme.example")]
    [InlineData("prospects jane@acme.example", "prospect jane@acme.example")]
    [InlineData("please prospect jane@acme.example", "prospect jane@acme.example")]
    [InlineData("jane@acme.example", "prospect jane@acme.example")]
    [InlineData("pendign", "pending")]
    [InlineData("whoiam", "whoami")]
    [InlineData("hlep", "help")]
    [InlineData("histroy jane@acme.example", "history jane@acme.example")]
    [InlineData("use ths channel", "use this channel")]
    [InlineData("conect google", "connect google")]
    [InlineData("pending drafts of Lena", "pending")]
    public async Task What_is_nearly_a_command_is_asked_about_and_not_answered_with_the_whole_list(string text, string meant)
    {
        await using var agent = await RunningAgent.StartAsync();

        var answer = await OneAnswerAsync(agent, agent.Alex.Personal, text);

        answer.ShouldContain($"Did you mean `{meant}`?");
        answer.Length.ShouldBeLessThan(200);
        (await agent.Get<IWorkQueue>().ListAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("editMessage")]
    [InlineData("EditMessage")]
    public async Task A_message_that_was_edited_is_told_to_be_sent_anew(string kind)
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;
        var id = agent.World.Teams.NextId();
        await chat.SendAsync(agent.App.Messages, chat.Activities.Message(id, chat.Conversation.Id, "prospet ed1@edit.example"));
        var before = Said(chat).Count;
        var edit = chat.Activities.Message(id, chat.Conversation.Id, "prospect ed1@edit.example");
        edit["type"] = "messageUpdate";
        edit["channelData"]!["eventType"] = kind;

        (await chat.SendAsync(agent.App.Messages, edit)).Status.ShouldBe(200);
        (await chat.SendAsync(agent.App.Messages, edit)).Status.ShouldBe(200);

        Said(chat).Count.ShouldBe(before + 1);
        Said(chat)[^1].Text!.ShouldContain("new message");
        (await agent.Get<IWorkQueue>().ListAsync(10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_history_tells_reasons_and_keeps_leads_apart()
    {
        await using var agent = await RunningAgent.StartAsync();
        var chat = agent.Alex.Personal;
        await chat.SayAsync(agent.App.Messages, "prospect jane@acme.example");
        var first = await LeadOfAsync(agent, "jane@acme.example");
        var card = agent.CardOf(await agent.RestingAsync(first));
        await agent
            .Alex.At(card)
            .ClickAsync(
                agent.App.Messages,
                card,
                "reject",
                new Dictionary<string, string> { ["rejectReason"] = "wrong_facts", ["rejectNote"] = "They moved to Leeds." }
            );
        await agent.DecidedAsync(first);

        var answer = await OneAnswerAsync(agent, chat, "history jane@acme.example");

        answer.ShouldContain("rejected");
        answer.ShouldContain("Facts are wrong");
        answer.ShouldContain("They moved to Leeds");
    }

    [Fact]
    public async Task What_people_read_names_the_place_of_a_clock_and_no_id()
    {
        await using var agent = await RunningAgent.StartAsync();

        var answer = await OneAnswerAsync(agent, agent.Alex.Personal, "whoami");

        answer.ShouldNotContain(agent.World.Reps[0].TimeZone);
        answer.ShouldContain(" time");
    }

    private static async Task<LeadId> LeadOfAsync(RunningAgent agent, string email) => (await LeadsOfAsync(agent, email))[0];

    private static Task<IReadOnlyList<LeadId>> LeadsOfAsync(RunningAgent agent, string email) =>
        agent.Get<PersonLeads>().OfAsync(agent.Get<PersonKeys>().ForEmail(email), CancellationToken.None);

    private static async Task<string> OneAnswerAsync(RunningAgent agent, SandboxTeamsPlace place, string text)
    {
        var before = Said(place).Count;
        (await place.SayAsync(agent.App.Messages, text)).Status.ShouldBeInRange(200, 202);
        return Said(place).Skip(before).ShouldHaveSingleItem().Text!;
    }

    private static List<TeamsPost> Said(SandboxTeamsPlace place) =>
        [.. place.Conversation.Posts.Where(post => post.FromBot && !post.IsCard)];
}
