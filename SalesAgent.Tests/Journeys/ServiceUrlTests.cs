using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// Teams moves a tenant to another service URL: whoever holds a way to it (a person's chat, their channel, each card) has the new one with
/// the next activity.
/// </summary>
public sealed class ServiceUrlTests : IAsyncLifetime
{
    private RunningAgent agent = null!;
    private MovableHost old = null!;

    private SandboxTeamsPlace General => agent.Alex.InChannel(agent.World.Teams.General);

    public async ValueTask InitializeAsync()
    {
        agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        old = await MovableHost.StartAsync(agent.Sandbox.BaseAddress);
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        await old.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_click_brings_the_new_way_to_its_card_and_to_the_channel(bool isGone)
    {
        var card = await CardUnderOldUrlAsync();
        await MoveAsync(isGone);

        var press = agent.Alex.Press(card.Card, "approve");
        await SendAsync(agent.Alex.At(card.Card), press, agent.Sandbox.Teams.ServiceUrl);
        await agent.DecidedAsync(card.Lead);

        card.Card.Card!.ToJsonString().ShouldContain("Approved, not sent");
        agent.CardOf(await agent.RestingAsync(await agent.SubmitSampleAsync(1))).ConversationId.ShouldStartWith(General.Conversation.Id);
    }

    [Theory]
    [InlineData("a message of somebody else")]
    [InlineData("a message of a stranger")]
    [InlineData("members come and go")]
    [InlineData("a message in another thread")]
    [InlineData("only the own chat tells it")]
    public async Task Any_admitted_activity_tells_the_new_way(string how)
    {
        var card = await CardUnderOldUrlAsync();
        await MoveAsync(isGone: false);

        var (place, activity) = how switch
        {
            "a message of somebody else" => Typed(agent.Lena.InChannel(agent.World.Teams.General), "whoami"),
            "a message of a stranger" => AsStranger(Typed(General, "hello")),
            "members come and go" => (General, General.Activities.ConversationUpdate(added: true)),
            "a message in another thread" => Typed(General, "status"),
            _ => Typed(agent.Alex.Personal, "whoami"),
        };
        await SendAsync(place, activity, agent.Sandbox.Teams.ServiceUrl);
        var second = await agent.SubmitSampleAsync(1);

        agent.CardOf(await agent.RestingAsync(second)).ConversationId.ShouldStartWith(General.Conversation.Id);
        (await agent.UntilAsync(card.Lead, _ => true)).Review!.Cards.Count.ShouldBe(1);
        await agent.Mona.Personal.SayAsync(agent.App.Messages, $"show {card.Email}");
        var copy = agent.Mona.Personal.Conversation.Cards[^1];
        await agent.Mona.Personal.ClickAsync(agent.App.Messages, copy, "reject");
        await agent.DecidedAsync(card.Lead);
        card.Card.Card!.ToJsonString().ShouldContain("Rejected");
    }

    private async Task<(LeadId Lead, TeamsPost Card, string Email)> CardUnderOldUrlAsync()
    {
        var url = agent.Sandbox.Teams.ServiceUrl.Replace(
            agent.Sandbox.BaseAddress.Authority,
            old.Address.Authority,
            StringComparison.Ordinal
        );
        var (place, activity) = Typed(General, "use this channel");
        await SendAsync(place, activity, url);
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        card.ConversationId.ShouldStartWith(General.Conversation.Id);
        return (lead, card, state.Run.Dossier.Prospect!.Email);
    }

    private Task MoveAsync(bool isGone)
    {
        old.Move();
        return isGone ? old.EndAsync() : Task.CompletedTask;
    }

    private (SandboxTeamsPlace Place, JsonObject Activity) Typed(SandboxTeamsPlace place, string text)
    {
        var post = agent.World.Teams.Post(
            place.Conversation,
            null,
            fromBot: false,
            new JsonObject { ["type"] = "message", ["text"] = text }
        );
        return (place, place.Activities.Message(post.Id, post.ConversationId, text));
    }

    private static (SandboxTeamsPlace, JsonObject) AsStranger((SandboxTeamsPlace Place, JsonObject Activity) typed)
    {
        typed.Activity["from"]!["aadObjectId"] = "00000000-0000-0000-0000-00000000dead";
        return typed;
    }

    private async Task SendAsync(SandboxTeamsPlace place, JsonObject activity, string url)
    {
        activity["serviceUrl"] = url;
        var reply = await place.SendAsync(agent.App.Messages, activity, agent.World.Keys.ForBot(url));
        reply.Status.ShouldBeInRange(200, 202, reply.Body);
    }
}
