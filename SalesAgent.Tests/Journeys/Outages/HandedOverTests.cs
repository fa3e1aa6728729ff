using System.Text.Json;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// A lead that becomes somebody else's while a card about it stands: the new rep is told, and the old card lets go of the person.
/// </summary>
public sealed class HandedOverTests
{
    private static readonly Dictionary<string, string?> WithoutLena = new()
    {
        ["Reps:1:Name"] = "Somebody New",
        ["Reps:1:Email"] = "new@contoso.example",
        ["Reps:1:AadObjectId"] = "00000000-0000-0000-0000-0000000000099",
        ["Reps:1:HubSpotOwnerId"] = "51099",
    };

    [Fact]
    public async Task When_its_rep_leaves_with_a_write_under_way_a_manager_is_told_and_the_old_card_names_nobody()
    {
        await using var drill = await OutageDrill.StartAsync(sandboxOutlives: true);
        var agent = drill.Agent;
        var (lead, card) = await WaitingForLenaAsync(
            drill,
            () =>
            {
                // Nobody knows whether the draft is there, and nobody can look.
                agent.Faults.Set("gmail.drafts.create", new Fault.Drop(AfterWrite: false));
                agent.Faults.Set("gmail.drafts.list", new Fault.Status(503));
            }
        );

        await agent.RestartWithAsync(WithoutLena);
        var state = await drill.UntilAsync(
            lead,
            found => found is { Run.IsFailed: true, Review: { CardsFor: { } whom } } && whom == agent.World.Reps[2].AadObjectId
        );

        state.Run.Steps.ShouldContain(step =>
            step.Status == StepStatus.Failed && step.Detail!.StartsWith("Its rep has left", StringComparison.Ordinal)
        );
        var told = agent.CardOf(state);
        told.Id.ShouldNotBe(card.Id);
        told.Card!.ToJsonString().ShouldContain("No draft was made");
        state.Review!.Cards.ShouldHaveSingleItem();
        ShouldNameOnly(card, agent.World.Reps[2].Name);
    }

    [Fact]
    public async Task When_its_rep_leaves_before_anything_is_written_whoever_takes_it_over_sees_that_it_waits()
    {
        await using var drill = await OutageDrill.StartAsync(sandboxOutlives: true);
        var agent = drill.Agent;
        var (lead, card) = await WaitingForLenaAsync(drill, () => agent.Faults.Set("gmail.*", new Fault.Status(429, Body: "{}")));

        await agent.RestartWithAsync(WithoutLena);
        var waiting = await drill.UntilAsync(
            lead,
            found => found is { Review: { CardsFor: { } whom } } && whom == agent.World.Reps[0].AadObjectId
        );
        agent.CardOf(waiting).Card!.ToJsonString().ShouldContain("Waiting for Gmail");
        ShouldNameOnly(card, agent.World.Reps[0].Name);

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, Rests);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("\"approve\"");
        agent.CardOf(state).Id.ShouldBe(agent.CardOf(waiting).Id);
        ShouldNameOnly(card, agent.World.Reps[0].Name);
    }

    [Theory]
    [InlineData("gmail.drafts.create", true)]
    [InlineData("gmail.drafts.create", false)]
    [InlineData("gmail.*", true)]
    public async Task When_HubSpot_names_the_owner_after_the_wait_was_told_the_first_card_lets_go_of_the_person(
        string down,
        bool teamsTakesIt
    )
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        var (alex, lena) = (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count);

        // Who owns the contact is refused for good at first, so the lead goes to whoever takes what nobody owns. Whether their draft
        // was written is never told.
        agent.Faults.Set("hubspot.contacts.*", new Fault.Refuse(), times: 1);
        agent.Faults.Then("hubspot.*", new Fault.Status(503));
        agent.Faults.Set(down, new Fault.Status(503));
        var lead = await ZoeAsync(agent);
        var first = await drill.UntilAsync(lead, found => found is { Run.Claim: null, Review.Cards.Count: 1 });
        first.Review!.CardsFor.ShouldBe(agent.World.Reps[0].AadObjectId);
        first.Run.Intents.ShouldContain(RunIntents.Draft);
        var card = agent.CardOf(first);
        card.Card!.ToJsonString().ShouldContain(JsonEncodedText.Encode(SampleProspect.Zoe.LastName).ToString());

        agent.Faults.Clear();
        if (!teamsTakesIt)
            agent.Faults.Set("teams.activities.update", new Fault.Status(403), times: 1);
        var state = await drill.UntilAsync(lead, Rests);

        state.Review!.CardsFor.ShouldBe(agent.World.Reps[1].AadObjectId);
        state.Review.Cards.ShouldHaveSingleItem();
        agent.CardOf(state).Id.ShouldNotBe(card.Id);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("\"approve\"");
        if (teamsTakesIt)
            ShouldNameOnly(card, agent.World.Reps[1].Name);
        (state.Run.Dossier.Draft!.FromName, state.Run.Dossier.Draft.Version).ShouldBe((agent.World.Reps[1].Name, 1));
        state.Run.Dossier.Draft.Body.ShouldNotContain(agent.World.Reps[0].Name);
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena + 1));
    }

    [Fact]
    public async Task When_HubSpot_names_the_owner_while_nobody_can_look_for_the_draft_it_waits_and_nothing_is_written()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        var (alex, lena) = (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count);
        agent.Faults.Set("hubspot.contacts.*", new Fault.Refuse(), times: 1);
        agent.Faults.Then("hubspot.*", new Fault.Status(503));
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503));
        var lead = await ZoeAsync(agent);
        await drill.UntilAsync(lead, found => found is { Run.Claim: null, Review.Cards.Count: 1 });

        agent.Faults.Clear();
        agent.Faults.Set("gmail.drafts.list", new Fault.Status(503));
        await drill.PassAsync(TimeSpan.FromMinutes(30));
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena));
        var waiting = await drill.UntilAsync(lead, found => found.Run.Claim is null);
        waiting.Review!.WaitsFor.ShouldBe("Gmail");
        waiting.Run.Dossier.RepId.ShouldBe(agent.World.Reps[0].AadObjectId);

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, Rests);
        state.Review!.CardsFor.ShouldBe(agent.World.Reps[1].AadObjectId);
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena + 1));
    }

    [Fact]
    public async Task A_draft_that_arrived_unheard_keeps_the_lead_where_it_lies_and_the_card_names_the_owner()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        var (alex, lena) = (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count);
        agent.Faults.Set("hubspot.contacts.*", new Fault.Refuse(), times: 1);
        agent.Faults.Then("hubspot.*", new Fault.Status(503));
        agent.Faults.Set("gmail.drafts.create", new Fault.Drop(AfterWrite: true), times: 1);
        agent.Faults.Set("gmail.drafts.list", new Fault.Status(503));
        var lead = await ZoeAsync(agent);
        await drill.UntilAsync(lead, found => found is { Run.Claim: null, Review.Cards.Count: 1 });

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, Rests);

        state.Review!.CardsFor.ShouldBe(agent.World.Reps[0].AadObjectId);
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex + 1, lena));
        agent.CardOf(state).Card!.ToJsonString().ShouldContain($"In HubSpot this is a lead of {agent.World.Reps[1].Name}.");
    }

    [Fact]
    public async Task A_draft_that_arrives_after_the_lead_is_somebody_elses_is_removed_from_the_first_mailbox()
    {
        await using var drill = await OutageDrill.StartAsync();
        var agent = drill.Agent;
        var (alex, lena) = (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count);
        agent.Faults.Set("hubspot.contacts.*", new Fault.Refuse(), times: 1);
        agent.Faults.Then("hubspot.*", new Fault.Status(503));
        agent.Faults.Set("gmail.drafts.create", new Fault.Late(TimeSpan.FromSeconds(30)), times: 1);
        var lead = await ZoeAsync(agent);
        await drill.UntilAsync(lead, found => found.Run is { Claim: null } run && run.Intents.Contains(RunIntents.Draft));

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, Rests);
        state.Review!.CardsFor.ShouldBe(agent.World.Reps[1].AadObjectId);
        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena + 1));
        await Eventually.FindAsync(() =>
        {
            if (agent.AlexMail.Drafts.Count == alex + 1)
                return agent;
            drill.Clock.Pass(TimeSpan.FromSeconds(1));
            return null;
        });

        await drill.PassAsync(TimeSpan.FromMinutes(2));

        (agent.AlexMail.Drafts.Count, LenasMail(agent).Drafts.Count).ShouldBe((alex, lena + 1));
        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.Action == "copy_removed").ShouldBe(1);
    }

    private static Bot.Sandbox.Gmail.Mailboxes.Mailbox LenasMail(RunningAgent agent) => agent.World.Gmail[agent.World.Reps[1].Email];

    private static void ShouldNameOnly(TeamsPost card, string rep)
    {
        var shown = card.Card!.ToJsonString();
        shown.ShouldContain("It was taken over by");
        shown.ShouldContain(rep);
        shown.ShouldNotContain(SampleProspect.Zoe.Email);
        shown.ShouldNotContain(JsonEncodedText.Encode(SampleProspect.Zoe.LastName).ToString());
        shown.ShouldNotContain("Action.Execute");
    }

    private static bool Rests(LeadState state) =>
        state is { Run: { Status: "completed", Claim: null }, Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review }
        && review.ShownRevision >= review.Revision;

    private static async Task<(LeadId Lead, TeamsPost Card)> WaitingForLenaAsync(OutageDrill drill, Action outage)
    {
        outage();
        var lead = await ZoeAsync(drill.Agent);
        var state = await drill.UntilAsync(lead, found => found is { Run.Claim: null, Review: { WaitsFor: not null, Cards.Count: 1 } });
        state.Review!.CardsFor.ShouldBe(drill.Agent.World.Reps[1].AadObjectId);
        var card = drill.Agent.CardOf(state);
        card.Card!.ToJsonString().ShouldContain("Waiting for Gmail");
        return (lead, card);
    }

    private static Task<LeadId> ZoeAsync(RunningAgent agent) =>
        agent.SubmitAsync(
            SampleData
                .At(TimeProvider.System.GetUtcNow())
                .Submissions.First(one => one.Form().ToJsonString().Contains(SampleProspect.Zoe.Email, StringComparison.Ordinal))
                .Form()
        );
}
