using SalesAgent.Core.Review;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary><c>show …</c>: a copy of the card, good for a decision, that changes with the first one.</summary>
public sealed class ShowTests
{
    [Fact]
    public async Task A_decision_on_a_shown_copy_counts_and_the_first_card_follows_however_often_it_was_shown()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (state, first) = await agent.ShownAsync(lead);
        var chat = agent.Alex.Personal;

        for (var time = 1; time <= 6; time++)
        {
            (await chat.SayAsync(agent.App.Messages, $"show {state.Run.Dossier.Prospect!.Email}")).Status.ShouldBe(200);
            chat.Conversation.Cards.Count.ShouldBe(time);
        }

        var copy = chat.Conversation.Cards[^1];
        (await chat.ClickAsync(agent.App.Messages, copy, "approve")).Status.ShouldBe(200);
        state = await agent.DecidedAsync(lead);

        state.Review!.Decision!.Kind.ShouldBe(ReviewState.Approved);
        state.Review.Cards[0].ActivityId.ShouldBe(first.Id);
        first.Card!.ToJsonString().ShouldContain("Ready in Gmail, not sent.");
        copy.Card!.ToJsonString().ShouldContain("Ready in Gmail, not sent.");
    }

    [Fact]
    public async Task A_lead_of_somebody_else_is_not_shown()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (state, _) = await agent.ShownAsync(lead);
        var chat = agent.Lena.Personal;

        await chat.SayAsync(agent.App.Messages, $"show {state.Run.Dossier.Prospect!.Email}");

        chat.Conversation.Cards.ShouldBeEmpty();
        chat.Conversation.Posts.ShouldContain(post => post.FromBot && post.Text!.Contains("no lead of yours", StringComparison.Ordinal));
    }
}
