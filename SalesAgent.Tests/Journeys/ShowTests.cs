using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Audit;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
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

    [Theory]
    [InlineData("show")]
    [InlineData("history")]
    public async Task A_lead_whose_owner_is_not_known_yet_is_shown_to_no_rep_and_the_refusal_leaves_a_trace(string command)
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set("hubspot.*", new Fault.Status(503));
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.UntilAsync(lead, found => found.Run.Stalled is not null);
        state.Run.Dossier.RepId.ShouldBeNull();
        var email = state.Lead.Incoming.Email!;
        await agent
            .Get<PersonLeads>()
            .ClaimAsync(agent.Get<PersonKeys>().ForEmail(email), lead, state.Lead.Incoming.OccurredAt, CancellationToken.None);
        var chat = agent.Lena.Personal;

        await chat.SayAsync(agent.App.Messages, $"{command} {email}");

        chat.Conversation.Posts.Where(post => post.FromBot)
            .ShouldAllBe(post => post.Text == null || !post.Text.Contains("came in", StringComparison.Ordinal));
        chat.Conversation.Posts.ShouldContain(post => post.FromBot && post.Text!.Contains("no lead of yours", StringComparison.Ordinal));
        var refused = (await agent.Get<SystemAudit>().ReadAsync(CancellationToken.None)).Single(entry =>
            entry.Status == AuditStatus.Denied
        );
        (refused.Action, refused.Actor, refused.Resource, refused.Metadata["reason"]).ShouldBe(
            ("command_refused", agent.World.Reps[1].AadObjectId, $"lead:{lead}", "not_theirs")
        );

        await agent.Mona.Personal.SayAsync(agent.App.Messages, $"{command} {email}");
        agent.Mona.Personal.Conversation.Posts.ShouldNotContain(post =>
            post.FromBot && post.Text!.Contains("no lead of yours", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_lead_that_became_somebody_elses_is_not_among_what_waits_for_the_first()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        await agent.Get<OpenReviews>().AddAsync(agent.World.Reps[1].AadObjectId, lead, CancellationToken.None);

        await agent.Lena.Personal.SayAsync(agent.App.Messages, "pending");
        await agent.Alex.Personal.SayAsync(agent.App.Messages, "pending");

        agent.Lena.Personal.Conversation.Posts.ShouldNotContain(post =>
            post.FromBot && post.Text!.Contains(state.Lead.Incoming.Email!, StringComparison.Ordinal)
        );
        agent.Alex.Personal.Conversation.Posts.ShouldContain(post =>
            post.FromBot && post.Text!.Contains(state.Lead.Incoming.Email!, StringComparison.Ordinal)
        );
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
