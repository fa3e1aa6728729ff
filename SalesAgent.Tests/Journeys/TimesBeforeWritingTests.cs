using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>The calendar between the times and the draft: whatever takes a while, what is written down is free at that moment.</summary>
public sealed class TimesBeforeWritingTests
{
    private static readonly Dictionary<string, string?> Always = new() { ["Scheduling:RecheckAfterSeconds"] = "0" };

    [Fact]
    public async Task A_time_that_was_taken_meanwhile_gives_way_to_a_free_one_before_anything_is_written()
    {
        await using var agent = await RunningAgent.StartAsync(Always);
        var until = TimeProvider.System.GetUtcNow().AddDays(3);
        var lead = await WhileMailIsReadAsync(agent, () => Block(agent, until));

        var state = await agent.RestingAsync(lead);

        var draft = state.Run.Dossier.Draft!;
        draft.Version.ShouldBe(1);
        draft.Times.ShouldNotBeEmpty();
        draft.Times.ShouldAllBe(slot => slot.Start >= until);
        var mail = DegradedRunTests.InMailbox(agent, state.Run.Dossier);
        mail.ShouldBe(draft.Body.Trim());
        foreach (var slot in draft.Times)
            mail.ShouldContain(slot.Display);
        state.Run.Dossier.Availability!.Free.ShouldAllBe(slot => slot.Start >= until);
        state.Run.Status.ShouldBe("completed");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
        (await agent.StoryAsync(lead))
            .Lines.Single(line => line.Entry.Action == "created" && line.Entry.Metadata.ContainsKey("draft_id"))
            .Entry.Metadata["content_hash"]
            .ShouldBe(draft.ContentHash);
    }

    [Fact]
    public async Task When_everything_was_taken_meanwhile_the_mail_offers_no_times_and_the_card_says_why()
    {
        await using var agent = await RunningAgent.StartAsync(Always);
        var lead = await WhileMailIsReadAsync(agent, () => Block(agent, TimeProvider.System.GetUtcNow().AddDays(60)));

        var state = await agent.RestingAsync(lead);

        state.Run.Dossier.Draft!.Times.ShouldBeEmpty();
        state.Run.Dossier.Draft.Version.ShouldBe(1);
        var mail = DegradedRunTests.InMailbox(agent, state.Run.Dossier);
        mail.ShouldBe(state.Run.Dossier.Draft.Body.Trim());
        mail.ShouldNotContain("UTC");
        agent
            .CardOf(state)
            .Card!.ToJsonString()
            .ShouldContain("The times were taken while the draft was being made, and none are offered in their place.");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    [Fact]
    public async Task A_calendar_that_does_not_answer_again_leaves_the_times_and_the_card_says_as_of_when()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?>(Always) { ["Connectors:MaxAttempts"] = "1" });
        agent.Faults.Set("calendar.freebusy", new Fault.Delay(TimeSpan.FromMilliseconds(1)), times: 1);
        agent.Faults.Then("calendar.freebusy", new Fault.Status(500));

        var state = await agent.RestingAsync(await agent.SubmitSampleAsync());

        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        state.Run.Dossier.Availability!.CouldNotBeReadAgain.ShouldBeTrue();
        var card = agent.CardOf(state).Card!.ToJsonString();
        card.ShouldContain("The times were free on ");
        card.ShouldContain("the calendar could not be read again since.");
        card.ShouldContain("New York time");
    }

    [Fact]
    public async Task A_run_that_waited_for_Gmail_looks_again_before_it_writes()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?>(Always) { ["Work:Delays:0"] = "00:00:05" });
        var until = TimeProvider.System.GetUtcNow().AddDays(3);
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, _ => agent.World.Calls.Calls("gmail.drafts.create") > 0);
        Block(agent, until);

        var state = await agent.RestingAsync(lead);

        state.Run.Dossier.Draft!.Times.ShouldNotBeEmpty();
        state.Run.Dossier.Draft.Times.ShouldAllBe(slot => slot.Start >= until);
        state.Run.Dossier.Draft.Body.Trim().ShouldBe(DegradedRunTests.InMailbox(agent, state.Run.Dossier));
        state.Run.Dossier.MailboxDraft!.Version.ShouldBe(state.Run.Dossier.Draft.Version);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    /// <summary>Sends a lead and does something once its calendar was read and before its draft is written.</summary>
    private static async Task<LeadId> WhileMailIsReadAsync(RunningAgent agent, Action meanwhile)
    {
        agent.Faults.Set("gmail.threads.*", new Fault.Delay(TimeSpan.FromSeconds(3)));
        var lead = await agent.SubmitSampleAsync();
        while (agent.World.Calls.Calls("calendar.freebusy") == 0)
            await Task.Delay(20);
        await Task.Delay(200);
        meanwhile();
        return lead;
    }

    private static void Block(RunningAgent agent, DateTimeOffset until) =>
        agent.World.Calendar[agent.World.Reps[0].Email].Block(TimeProvider.System.GetUtcNow().AddHours(-1), until, "Away");
}
