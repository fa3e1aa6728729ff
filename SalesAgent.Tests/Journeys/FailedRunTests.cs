using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Without an address or a draft there is nothing to review: the run ends, and the rep is told why.</summary>
public sealed class FailedRunTests
{
    public static MatrixTheoryData<string, string> Outages { get; } =
        new(["gmail.drafts.create", "gmail.drafts.get"], Outage.BeforeAnything);

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Without_Gmail_the_rep_is_told_why_and_a_press_begins_where_it_stopped(string operation, string outage)
    {
        // The queue's patience of half a day, cut down to a second.
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Work:MaximumAttempts"] = "4" }
        );
        var drafts = agent.AlexMail.Drafts.Count;
        agent.Faults.Set(operation, Outage.Named(outage));

        var lead = await agent.SubmitSampleAsync();
        var (failed, card) = await agent.ShownAsync(lead);

        failed.Run.Status.ShouldBe("failed");
        failed.Review!.State.ShouldBe(ReviewState.Failed);
        failed.Run.Step(StepNames.CreateDraft).Status.ShouldBe(StepStatus.Failed);
        failed.Run.Step(StepNames.CreateHubSpotTask).Status.ShouldBe(StepStatus.Skipped);
        failed.Run.Step(StepNames.RequestApproval).Status.ShouldBe(StepStatus.Skipped);
        card.Card!.ToJsonString().ShouldContain("No draft was made");
        card.Card!.ToJsonString().ShouldContain("Gmail did not take the draft");
        card.Card!.ToJsonString().ShouldNotContain("\"approve\"");
        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(0);

        agent.Faults.Clear();
        (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "retry")).Status.ShouldBe(200);
        var complete = await agent.RestingAsync(lead);

        complete.Run.Status.ShouldBe("completed");
        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
        foreach (
            var written in new[] { "gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create", "teams.conversations.create" }
        )
        {
            agent.World.Calls.Writes(written).ShouldBe(1, written);
        }

        card.Card!.ToJsonString().ShouldNotContain("No draft was made");
        (await agent.Get<OpenReviews>().OfAsync(complete.Run.Dossier.RepId!, CancellationToken.None)).ShouldContain(lead);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.CarriedOut.MailOutcome.ShouldBe("Ready in Gmail, not sent.");
        var story = await agent.StoryAsync(lead);
        story.Lines.Count(line => line.Entry.EventType == AuditEventType.ApprovalRequested).ShouldBe(1);
        story.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_contact_without_an_address_ends_with_a_card_that_says_what_to_do()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (contact, _) = agent.World.HubSpot.Create(
            "contacts",
            new Dictionary<string, string> { ["firstname"] = "Nemo", ["hubspot_owner_id"] = "51001" }
        );

        var lead = await EventsAsync(agent, contact!.Id);
        var (failed, card) = await agent.ShownAsync(lead);

        failed.Run.Step(StepNames.ExtractProspect).Status.ShouldBe(StepStatus.Failed);
        failed.Run.Steps.Skip(1).ShouldAllBe(step => step.Status == StepStatus.Skipped);
        card.Card!.ToJsonString().ShouldContain("HubSpot has no usable e-mail address for this contact");
        card.Card!.ToJsonString().ShouldNotContain("\"retry\"");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(0);
    }

    [Fact]
    public async Task A_rep_who_cannot_be_reached_at_once_is_told_of_a_failed_run_later()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set("gmail.drafts.create", Outage.Named(Outage.Refusing));
        agent.Faults.Set("teams.*", Outage.Named(Outage.Broken), times: 2);

        var (_, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());

        card.Card!.ToJsonString().ShouldContain("Gmail did not take the draft");
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task A_rep_without_a_conversation_is_told_of_a_failed_run_as_soon_as_there_is_one()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        agent.Faults.Set("gmail.drafts.create", Outage.Named(Outage.Refusing));
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Review?.State == ReviewState.Failed);

        await agent.Alex.Personal.InstallAsync(agent.App.Messages);
        var (_, card) = await agent.ShownAsync(lead);

        card.Card!.ToJsonString().ShouldContain("No draft was made");
    }

    internal static async Task<LeadId> EventsAsync(RunningAgent agent, long contact)
    {
        var events = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Events(contact);
        var answer = await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.Events, events.ToJsonString());
        answer.Status.ShouldBe(202, answer.Body);
        var ids = answer.Json!["leadIds"]!.AsArray().Select(id => id!.GetValue<string>()).Distinct().ToArray();
        return LeadId.Parse(ids.ShouldHaveSingleItem());
    }
}
