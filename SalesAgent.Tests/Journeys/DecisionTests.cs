using MimeKit;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>What follows a decision, in Gmail, HubSpot, Teams and the audit.</summary>
public sealed class DecisionTests
{
    private static readonly Dictionary<string, string> Reason = new()
    {
        ["rejectReason"] = "wrong_facts",
        ["rejectNote"] = "They moved to Leeds.",
    };

    [Fact]
    public async Task A_rejection_takes_the_draft_back_closes_the_task_and_tells_everybody_why()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var before = await agent.RestingAsync(lead);
        var card = agent.CardOf(before);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject", Reason);
        await agent.DecidedAsync(lead);

        agent.AlexMail.Draft(before.Run.Dossier.MailboxDraft!.DraftId).ShouldBeNull();
        agent.World.HubSpot.Find("tasks", before.Run.Dossier.TaskId!.Value.Value)!["hs_task_status"].ShouldBe("COMPLETED");
        agent
            .World.HubSpot.All("notes")
            .Select(note => note["hs_note_body"]!)
            .Count(body => body.Contains("Facts are wrong: They moved to Leeds.", StringComparison.Ordinal))
            .ShouldBe(1);
        var everybody = card.Card!.ToJsonString();
        everybody.ShouldContain("Rejected by ");
        everybody.ShouldContain("Alex Wilber");
        everybody.ShouldContain("Facts are wrong: They moved to Leeds.");
        everybody.ShouldContain("The draft was deleted from Gmail.");
        var denied = (await agent.StoryAsync(lead))
            .Lines.Where(line => line.Entry.EventType == AuditEventType.ApprovalDenied)
            .ShouldHaveSingleItem();
        denied.Entry.Metadata["reason"].ShouldBe("wrong_facts");
        denied.Details.ShouldBe("They moved to Leeds.");
        (await agent.Get<OpenReviews>().OfAsync(before.Run.Dossier.RepId!, CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hubspot.tasks.update")]
    [InlineData("gmail.drafts.delete")]
    [InlineData("teams.activities.update")]
    public async Task A_rejection_is_carried_out_once_what_was_down_is_back(string operation)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var before = await agent.RestingAsync(lead);
        var card = agent.CardOf(before);
        agent.Faults.Set(operation, Outage.Named(Outage.Broken), times: 2);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject", Reason);
        await agent.DecidedAsync(lead);

        agent.AlexMail.Draft(before.Run.Dossier.MailboxDraft!.DraftId).ShouldBeNull();
        agent.World.HubSpot.Find("tasks", before.Run.Dossier.TaskId!.Value.Value)!["hs_task_status"].ShouldBe("COMPLETED");
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(2);
        card.Card!.ToJsonString().ShouldContain("Rejected by ");
    }

    [Fact]
    public async Task A_rejection_while_the_task_is_being_filed_leaves_no_open_task()
    {
        await using var agent = await RunningAgent.StartAsync();
        var open = agent.World.HubSpot.All("tasks").Count(task => task["hs_task_status"] != "COMPLETED");
        agent.Faults.Set("hubspot.tasks.create", new Bot.Sandbox.Faults.Fault.Delay(TimeSpan.FromSeconds(1.5)));
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.UntilAsync(lead, found => found.Review is { Cards.Count: > 0 });
        state.Run.EndedAt.ShouldBeNull();

        await agent.Alex.At(agent.CardOf(state)).ClickAsync(agent.App.Messages, agent.CardOf(state), "reject");
        await agent.DecidedAsync(lead);

        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(1);
        agent.World.HubSpot.All("tasks").Count(task => task["hs_task_status"] != "COMPLETED").ShouldBe(open);
    }

    [Theory]
    [InlineData("approve", "It was edited there after it was shown here.")]
    [InlineData("reject", "so it was left there.")]
    public async Task A_draft_that_somebody_edited_in_Gmail_stays_as_they_left_it(string verb, string told)
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        EditByHand(agent, state);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, verb);
        await agent.DecidedAsync(lead);

        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe("My own words.");
        card.Card!.ToJsonString().ShouldContain(told);
    }

    [Fact]
    public async Task An_approval_of_a_draft_that_was_sent_by_hand_says_so()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        agent.AlexMail.Send(state.Run.Dossier.MailboxDraft!.DraftId, byHand: true);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        card.Card!.ToJsonString().ShouldContain("The draft is no longer in Gmail: it was sent or deleted there.");
    }

    [Fact]
    public async Task A_client_without_universal_actions_approves_as_well()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));

        (await agent.Alex.At(card).SubmitAsync(agent.App.Messages, card, "approve")).Status.ShouldBe(200);
        var state = await agent.DecidedAsync(lead);

        state.Review!.State.ShouldBe(ReviewState.Approved);
        card.Card!.ToJsonString().ShouldContain("Approved by ");
        agent
            .World.Teams.Conversations.SelectMany(conversation => conversation.Posts)
            .ShouldContain(post => post.FromBot && post.Text != null && post.Text == "Approved.");
    }

    [Fact]
    public async Task A_card_that_was_open_when_the_app_ended_works_after_it_is_back()
    {
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true);
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));

        await agent.RestartAsync();
        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var state = await agent.DecidedAsync(lead);

        Clicks.ShownIn(answer).ShouldContain("Approved by ");
        state.Review!.CarriedOut.MailOutcome.ShouldBe("Ready in Gmail, not sent.");
        card.Card!.ToJsonString().ShouldContain("Alex Wilber");
    }

    internal static void EditByHand(RunningAgent agent, LeadState state) => EditByHand(agent, state.Run.Dossier.MailboxDraft!.DraftId);

    internal static void EditByHand(RunningAgent agent, string id)
    {
        using var mail = agent.AlexMail.Draft(id)!.Message.Content.Open();
        mail.Body = new TextPart("plain") { Text = "My own words." };
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        agent.AlexMail.Edit(id, raw.ToArray(), null);
    }
}
