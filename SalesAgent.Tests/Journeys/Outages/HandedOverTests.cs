using System.Text.Json;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>A lead that becomes somebody else's while a card about it stands: the new rep is told, and the old card lets go of the person.</summary>
public sealed class HandedOverTests
{
    private static readonly Dictionary<string, string?> WithoutLena = new()
    {
        ["Reps:1:Name"] = "Somebody New", ["Reps:1:Email"] = "new@contoso.example", ["Reps:1:AadObjectId"] = "00000000-0000-0000-0000-0000000000099",
        ["Reps:1:HubSpotOwnerId"] = "51099",
    };

    [Fact]
    public async Task When_its_rep_leaves_with_a_write_under_way_a_manager_is_told_and_the_old_card_names_nobody()
    {
        await using var drill = await OutageDrill.StartAsync(sandboxOutlives: true);
        var agent = drill.Agent;
        var (lead, card) = await WaitingForLenaAsync(drill, () =>
        {
            // Nobody knows whether the draft is there, and nobody can look.
            agent.Faults.Set("gmail.drafts.create", new Fault.Drop(AfterWrite: false));
            agent.Faults.Set("gmail.drafts.list", new Fault.Status(503));
        });

        await agent.RestartWithAsync(WithoutLena);
        var state = await drill.UntilAsync(lead, found => found is { Run.IsFailed: true, Review: { CardsFor: { } whom } } && whom == agent.World.Reps[2].AadObjectId);

        state.Run.Steps.ShouldContain(step => step.Status == StepStatus.Failed && step.Detail!.StartsWith("Its rep has left", StringComparison.Ordinal));
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
        var waiting = await drill.UntilAsync(lead, found => found is { Review: { CardsFor: { } whom } } && whom == agent.World.Reps[0].AadObjectId);
        agent.CardOf(waiting).Card!.ToJsonString().ShouldContain("Waiting for Gmail");
        ShouldNameOnly(card, agent.World.Reps[0].Name);

        agent.Faults.Clear();
        var state = await drill.UntilAsync(lead, Rests);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("\"approve\"");
        agent.CardOf(state).Id.ShouldBe(agent.CardOf(waiting).Id);
        ShouldNameOnly(card, agent.World.Reps[0].Name);
    }

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
        state is { Run: { Status: "completed", Claim: null }, Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review } && review.ShownRevision >= review.Revision;

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

    private static Task<LeadId> ZoeAsync(RunningAgent agent) => agent.SubmitAsync(
        SampleData.At(TimeProvider.System.GetUtcNow()).Submissions.First(one => one.Form().ToJsonString().Contains(SampleProspect.Zoe.Email, StringComparison.Ordinal)).Form());
}
