using SalesAgent.Core.Audit;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>The main job over real HTTP: signed webhook in, draft, task, note and card out, decision by a click.</summary>
public sealed class FormLeadJourneyTests
{
    [Fact]
    public async Task A_form_lead_becomes_one_draft_one_task_one_note_and_one_card()
    {
        await using var agent = await RunningAgent.StartAsync();
        var tasks = agent.World.HubSpot.Count("tasks");
        var notes = agent.World.HubSpot.Count("notes");
        var drafts = agent.World.Gmail["alex@contoso.example"].Drafts.Count;

        var lead = await agent.SubmitSampleAsync();
        var (state, card) = await agent.ShownAsync(lead);

        state.Run.Status.ShouldBe("completed");
        state.Run.Steps.Select(step => step.Name).ShouldBe(StepOrder.Names);
        state.Run.Steps.ShouldAllBe(step => step.Status == StepStatus.Done);
        agent.World.HubSpot.Count("tasks").ShouldBe(tasks + 1);
        agent.World.HubSpot.Count("notes").ShouldBe(notes + 1);
        agent.World.Gmail["alex@contoso.example"].Drafts.Count.ShouldBe(drafts + 1);
        agent.World.Teams.Cards.ShouldBe(1);
        card.Card.ShouldNotBeNull();
        state.Run.Dossier.Draft!.To.ShouldBe(state.Lead.Incoming.Email);
    }

    [Fact]
    public async Task An_approval_leaves_the_draft_in_gmail_and_every_viewer_sees_who_decided()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);

        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var state = await agent.DecidedAsync(lead);

        answer.Status.ShouldBe(200);
        state.Review!.Decision!.Kind.ShouldBe(ReviewState.Approved);
        state.Review.CarriedOut.MailOutcome.ShouldBe("Ready in Gmail, not sent.");
        agent.World.Gmail["alex@contoso.example"].Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        card.Card!.ToJsonString().ShouldContain("Alex Wilber");
        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.EventType == AuditEventType.ApprovalGranted).ShouldBe(1);
        agent.World.Gmail.Sends.ShouldBe(0);
    }
}
