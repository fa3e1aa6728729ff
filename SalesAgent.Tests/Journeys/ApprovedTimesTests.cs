using System.Text.Json.Nodes;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// The calendar between the card and the click: what was free when the draft was written may not be so when it is approved.
/// </summary>
public sealed class ApprovedTimesTests
{
    [Fact]
    public async Task Times_that_are_still_free_are_approved_with_one_click()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, _, card) = await ShownAsync(agent);
        var asked = agent.World.Calls.Calls("calendar.freebusy");

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        var state = await agent.DecidedAsync(lead);

        agent.World.Calls.Calls("calendar.freebusy").ShouldBe(asked + 1);
        (state.Review!.Decision!.Times!.IsKnown, state.Review.Decision.Times.Gone.Count).ShouldBe((true, 0));
        (await GrantedAsync(agent, lead)).Entry.Metadata["times"].ShouldBe("free");
        card.Card!.ToJsonString().ShouldNotContain("no longer free");
    }

    [Fact]
    public async Task An_approval_of_a_time_that_was_taken_is_refused_once_and_told_to_everybody()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, before, card) = await ShownAsync(agent);
        var gone = before.Run.Dossier.Draft!.Times[1];
        var unmarked = agent.Alex.Press(card, "approve");
        Take(agent, gone);

        var refused = Clicks.ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, unmarked));
        var marked = await agent.RestingAsync(lead);

        refused.ShouldContain("No longer free: ");
        refused.ShouldContain("or approve again to leave the draft as it is.");
        marked.Review!.Decision.ShouldBeNull();
        marked.Run.Dossier.Draft!.Version.ShouldBe(1);
        var everybody = card.Card!.ToJsonString();
        everybody.ShouldContain("No longer free: ");
        TitleOf(card.Card, gone).ShouldStartWith("No longer free: ");
        foreach (var other in before.Run.Dossier.Draft.Times.Where(slot => slot != gone))
            TitleOf(card.Card, other).ShouldNotStartWith("No longer free");

        // Somebody whose client still shows the card without the mark has not seen it.
        Clicks
            .ShownIn(
                await agent
                    .Mona.At(card)
                    .SendAsync(agent.App.Messages, agent.Mona.Press(card, "approve", JsonNode.Parse(UnmarkedOf(card.Card))!.AsObject()))
            )
            .ShouldContain("No longer free: ");
        (await agent.RestingAsync(lead)).Review!.Decision.ShouldBeNull();

        var approved = Clicks.ShownIn(await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve"));
        var state = await agent.DecidedAsync(lead);

        approved.ShouldContain("Approved by ");
        approved.ShouldContain("Approved although no longer free: ");
        state.Review!.Decision!.Times!.Gone.ShouldBe([gone.Id]);
        card.Card!.ToJsonString().ShouldContain("Approved although no longer free: ");
        var granted = await GrantedAsync(agent, lead);
        granted.Entry.Metadata["times"].ShouldBe("gone");
        granted.Details.ShouldNotBeNull().ShouldStartWith("Approved although no longer free: ");
        granted.Details.ShouldContain(Core.Drafting.Times.TimesText.Clocks(gone));
    }

    [Fact]
    public async Task Other_times_take_the_place_of_one_that_is_gone_and_the_mark_goes_with_it()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, before, card) = await ShownAsync(agent);
        var (gone, kept) = (before.Run.Dossier.Draft!.Times[0], before.Run.Dossier.Draft.Times[1]);
        Take(agent, gone);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.RestingAsync(lead);

        await agent
            .Alex.At(card)
            .ClickAsync(agent.App.Messages, card, "times", new Dictionary<string, string> { ["times"] = $"{gone.Id},{kept.Id}" });
        var second = await agent.RestingAsync(lead);

        second.Run.Dossier.Draft!.Version.ShouldBe(2);
        second.Run.Dossier.Draft.Times.ShouldBe([kept]);
        card.Card!.ToJsonString().ShouldNotContain("No longer free: ");
        card.Card.ToJsonString().ShouldContain("One of the times you picked is no longer free and was left out.");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.Decision!.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(Outage.Broken)]
    [InlineData(Outage.Refusing)]
    [InlineData(Outage.Slow)]
    [InlineData(Outage.Garbage)]
    public async Task A_calendar_that_cannot_be_read_holds_no_approval_up_and_the_closed_card_says_so(string outage)
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, _, card) = await ShownAsync(agent);
        agent.Faults.Set("calendar.freebusy", Outage.Named(outage));

        var answer = Clicks.ShownIn(await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve"));
        var state = await agent.DecidedAsync(lead);

        answer.ShouldContain("Approved by ");
        answer.ShouldContain("The times could not be checked again: they were free on ");
        card.Card!.ToJsonString().ShouldContain("The times could not be checked again");
        state.Review!.Decision!.Times!.IsKnown.ShouldBeFalse();
        (await GrantedAsync(agent, lead)).Entry.Metadata["times"].ShouldBe("unknown");
    }

    [Fact]
    public async Task A_rejection_asks_no_calendar()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, _, card) = await ShownAsync(agent);
        var asked = agent.World.Calls.Calls("calendar.freebusy");

        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");
        await agent.DecidedAsync(lead);

        agent.World.Calls.Calls("calendar.freebusy").ShouldBe(asked);
    }

    [Fact]
    public async Task Fifty_approvals_of_a_taken_time_at_once_approve_nothing_and_mark_it_once()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, before, card) = await ShownAsync(agent);
        Take(agent, before.Run.Dossier.Draft!.Times[0]);
        var press = agent.Alex.Press(card, "approve");

        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ => Task.Run(() => agent.Alex.At(card).SendAsync(agent.App.Messages, press.DeepClone().AsObject())))
        );
        var state = await agent.RestingAsync(lead);

        foreach (var reply in replies)
            Clicks.ShownIn(reply).ShouldContain("No longer free: ");
        state.Review!.Decision.ShouldBeNull();
        state.Review.Revision.ShouldBe(before.Review!.Revision + 1);
        agent.AlexMail.Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_without_universal_actions_is_told_and_sees_the_mark_as_well()
    {
        await using var agent = await RunningAgent.StartAsync();
        var (lead, before, card) = await ShownAsync(agent);
        Take(agent, before.Run.Dossier.Draft!.Times[0]);

        await agent.Alex.At(card).SubmitAsync(agent.App.Messages, card, "approve");
        (await agent.RestingAsync(lead)).Review!.Decision.ShouldBeNull();
        card.Card!.ToJsonString().ShouldContain("No longer free: ");
        agent
            .World.Teams.Conversations.SelectMany(conversation => conversation.Posts)
            .ShouldContain(post => post.FromBot && post.Text != null && post.Text.StartsWith("No longer free: ", StringComparison.Ordinal));

        await agent.Alex.At(card).SubmitAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    private static async Task<(LeadId Lead, LeadState State, Bot.Sandbox.Teams.TeamsPost Card)> ShownAsync(RunningAgent agent)
    {
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        return (lead, state, agent.CardOf(state));
    }

    private static void Take(RunningAgent agent, Slot slot) =>
        agent.World.Calendar[agent.World.Reps[0].Email].Block(slot.Start, slot.End, "Taken meanwhile");

    private static async Task<LeadStory.Line> GrantedAsync(RunningAgent agent, LeadId lead) =>
        (await agent.StoryAsync(lead)).Lines.Where(line => line.Entry.EventType == AuditEventType.ApprovalGranted).ShouldHaveSingleItem();

    /// <summary>The card as it was before the mark: its buttons do not say what they never showed.</summary>
    private static string UnmarkedOf(JsonObject card)
    {
        var copy = card.DeepClone().AsObject();
        foreach (var element in Elements(copy).ToArray())
            element.Remove("gone");
        return copy.ToJsonString();
    }

    private static string TitleOf(JsonObject card, Slot slot) =>
        Elements(card).Single(element => element["value"] is JsonValue value && value.TryGetValue<string>(out var id) && id == slot.Id)[
            "title"
        ]!.GetValue<string>();

    private static IEnumerable<JsonObject> Elements(JsonNode? node) =>
        node switch
        {
            JsonObject element => [element, .. element.SelectMany(field => Elements(field.Value))],
            JsonArray items => items.SelectMany(Elements),
            _ => [],
        };
}
