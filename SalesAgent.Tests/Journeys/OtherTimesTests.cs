using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A rep picks other times than those in the draft.</summary>
public sealed class OtherTimesTests
{
    [Fact]
    public async Task Other_times_make_a_new_version_of_the_same_draft_to_decide_on()
    {
        await using var agent = await RunningAgent.StartAsync(services: Clicks.AnswerWhenDone);
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        var old = agent.Alex.Press(card, "approve");
        var others = OthersThan(first);

        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", Picking(others));
        var second = await agent.RestingAsync(lead);

        Clicks.ShownIn(answer).ShouldContain("version 2");
        Clicks.ShownIn(answer).ShouldNotContain("Updating the draft");
        second.Run.Dossier.Draft!.Version.ShouldBe(2);
        second.Run.Dossier.MailboxDraft!.DraftId.ShouldBe(first.Run.Dossier.MailboxDraft!.DraftId);
        var mail = DegradedRunTests.InMailbox(agent, second.Run.Dossier);
        foreach (var slot in others)
            mail.ShouldContain(slot.Display);
        foreach (var slot in first.Run.Dossier.Availability!.Offered)
            mail.ShouldNotContain(slot.Display);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(1);
        agent.World.Teams.Cards.ShouldBe(1);

        // Somebody whose client still shows the first version.
        Clicks
            .ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, old))
            .ShouldContain("The draft has changed since: this is version 2.");
        (await agent.RestingAsync(lead)).Review!.Decision.ShouldBeNull();

        await agent.Alex.At(card).SendAsync(agent.App.Messages, agent.Alex.Press(card, "approve"));
        (await agent.DecidedAsync(lead)).Review!.Decision!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_approval_with_other_times_picked_brings_them_in_first_and_approves_nothing()
    {
        await using var agent = await RunningAgent.StartAsync(services: Clicks.AnswerWhenDone);
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);

        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve", Picking(OthersThan(first)));
        var second = await agent.RestingAsync(lead);

        Clicks.ShownIn(answer).ShouldContain("You picked other times, so the draft was updated first, and nothing is decided yet.");
        second.Review!.Decision.ShouldBeNull();
        second.Run.Dossier.Draft!.Version.ShouldBe(2);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.Decision!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Times_picked_while_the_task_is_being_filed_are_brought_in_too()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set("hubspot.tasks.create", new Fault.Delay(TimeSpan.FromSeconds(1.5)), times: 1);
        var lead = await agent.SubmitSampleAsync();
        var early = await agent.UntilAsync(lead, state => state.Review is { Cards.Count: > 0 });
        early.Run.EndedAt.ShouldBeNull();
        var card = agent.CardOf(early);
        var others = OthersThan(early);

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", Picking(others));
        var state = await agent.RestingAsync(lead);

        state.Run.Dossier.Draft!.Version.ShouldBe(2);
        state.Run.Dossier.Draft.Times.Select(slot => slot.Id).ShouldBe(others.Select(slot => slot.Id));
        state.Run.Status.ShouldBe("completed");
    }

    [Fact]
    public async Task A_draft_edited_in_Gmail_is_never_overwritten_and_the_card_says_so_each_time()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        DecisionTests.EditByHand(agent, first);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", Picking(OthersThan(first)));
            var state = await agent.RestingAsync(lead);

            state.Run.Dossier.Draft!.Version.ShouldBe(1);
            state
                .Run.Dossier.Availability!.Offered.Select(slot => slot.Id)
                .ShouldBe(first.Run.Dossier.Draft!.Times.Select(slot => slot.Id));
            card.Card!.ToJsonString().ShouldContain("The draft was edited in Gmail, so it was left as it is there.");
            DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe("My own words.");
        }

        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
    }

    [Fact]
    public async Task Times_that_Gmail_did_not_take_leave_the_first_version_to_decide_on_and_can_be_tried_again()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        var others = OthersThan(first);
        agent.Faults.Set("gmail.drafts.update", Outage.Named(Outage.Refusing));

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", Picking(others));
        var left = await agent.RestingAsync(lead);
        left.Run.Dossier.Draft!.Version.ShouldBe(1);
        DegradedRunTests.InMailbox(agent, left.Run.Dossier).ShouldBe(first.Run.Dossier.Draft!.Body.Trim());
        SelectedOn(card.Card!).ShouldBe(string.Join(',', first.Run.Dossier.Draft.Times.Select(slot => slot.Id)));
        card.Card!.ToJsonString().ShouldContain("Gmail did not take the draft");

        agent.Faults.Clear();
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "retry");
        var state = await agent.RestingAsync(lead);

        state.Run.Status.ShouldBe("completed");
        var mail = DegradedRunTests.InMailbox(agent, state.Run.Dossier);
        foreach (var slot in others)
            mail.ShouldContain(slot.Display);
        SelectedOn(card.Card!).ShouldBe(string.Join(',', others.Select(slot => slot.Id)));
    }

    internal static Slot[] OthersThan(LeadState state)
    {
        var availability = state.Run.Dossier.Availability!;
        var others = availability.Free.Where(slot => availability.Offered.All(offered => offered.Id != slot.Id)).Take(2).ToArray();
        others.Length.ShouldBe(2);
        return others;
    }

    internal static Dictionary<string, string> Picking(IEnumerable<Slot> slots) =>
        new() { ["times"] = string.Join(',', slots.Select(slot => slot.Id)) };

    private static string SelectedOn(JsonObject card) =>
        Inputs(card).Single(input => input["id"]?.GetValue<string>() == "times")["value"]!.GetValue<string>();

    private static IEnumerable<JsonObject> Inputs(JsonNode? node) =>
        node switch
        {
            JsonObject element => [element, .. element.SelectMany(field => Inputs(field.Value))],
            JsonArray items => items.SelectMany(Inputs),
            _ => [],
        };
}
