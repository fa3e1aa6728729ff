using System.Text.Json.Nodes;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;
using static SalesAgent.Core.Records.Runs.StepNames;

namespace SalesAgent.Tests.Journeys;

/// <summary>Whatever else is down, the card comes, says what is missing, and one press completes it.</summary>
public sealed class DegradedRunTests
{
    /// <summary>While HubSpot may answer a moment later, a lead waits for whose it is; see <see cref="Outages.WhoseLeadTests"/>.</summary>
    public static TheoryData<string, string> Faults { get; } =
        new(from part in Parts.Keys from outage in part == "HubSpot" ? Outage.ForGood : Outage.BeforeAnything select (part, outage));

    private static Dictionary<string, Part> Parts =>
        new()
        {
            ["HubSpot"] = new("hubspot.*", [ResolveHubSpot, CreateHubSpotTask], "HubSpot: "),
            ["earlier mail"] = new("gmail.threads.*", [SearchEmail], "Gmail could not be read"),
            ["calendar"] = new("calendar.*", [CalendarAvailability], "Calendar: "),
            ["task"] = new("hubspot.tasks.create", [CreateHubSpotTask], "HubSpot task: "),
            ["note"] = new("hubspot.notes.create", [CreateHubSpotTask], "HubSpot task: "),
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_part_that_is_down_leaves_a_card_that_says_so_and_a_press_completes_it(string part, string outage)
    {
        var (target, missing, named) = Parts[part];

        // The queue would complete it by itself after a while; here the rep is faster.
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Work:Delays:0"] = "00:10:00" },
            services: Clicks.AnswerWhenDone
        );
        var drafts = agent.AlexMail.Drafts.Count;
        agent.Faults.Set(target, Outage.Named(outage));

        var lead = await agent.SubmitSampleAsync();
        var degraded = await agent.RestingAsync(lead);
        var card = agent.CardOf(degraded);

        degraded.Run.Status.ShouldBe("degraded");
        degraded.Run.Steps.Where(step => step.Status == StepStatus.Missing).Select(step => step.Name).ShouldBe(missing);
        degraded.Run.Steps.Where(step => !missing.Contains(step.Name)).ShouldAllBe(step => step.Status == StepStatus.Done);
        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
        card.Card!.ToJsonString().ShouldContain(named);
        if (part == "calendar")
            NoTimeIsOffered(degraded.Run.Dossier, card.Card!);

        agent.Faults.Clear();
        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "retry");
        Clicks.ShownIn(answer).ShouldContain("Waiting for your decision");
        Clicks.ShownIn(answer).ShouldNotContain("Trying the missing parts");
        var complete = await agent.RestingAsync(lead);

        complete.Run.Status.ShouldBe("completed");
        var now = card.Card!.ToJsonString();
        now.ShouldNotContain(named);
        now.ShouldNotContain("could not be");
        now.ShouldContain("\"approve\"");
        now.ShouldNotContain("\"retry\"");
        if (part == "calendar")
        {
            complete.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
            complete.Run.Dossier.Draft.Version.ShouldBe(2);
            InMailbox(agent, complete.Run.Dossier).ShouldBe(complete.Run.Dossier.Draft.Body.Trim());
        }

        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
        foreach (
            var written in new[]
            {
                "gmail.drafts.create",
                "hubspot.contacts.create",
                "hubspot.tasks.create",
                "hubspot.notes.create",
                "teams.conversations.create",
            }
        )
        {
            agent.World.Calls.Writes(written).ShouldBe(1, written);
        }
    }

    [Theory]
    [InlineData("hubspot.tasks.create")]
    [InlineData("hubspot.notes.create")]
    public async Task The_queue_completes_what_was_missing_for_a_moment_and_the_card_follows(string operation)
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set(operation, Outage.Named(Outage.Broken), times: 2);

        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state.Run.Status == "completed");
        var state = await agent.RestingAsync(lead);

        agent.CardOf(state).Card!.ToJsonString().ShouldNotContain("HubSpot task: ");
        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(1);
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(1);
    }

    [Fact]
    public async Task A_lead_that_came_while_HubSpot_let_us_in_nowhere_says_whose_it_is_there_once_that_is_known()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>(RunningAgent.Impatient) { ["Work:Delays:0"] = "00:10:00" }
        );
        agent.Faults.Set("hubspot.*", Outage.Named(Outage.Refusing));
        var lead = await agent.SubmitSampleAsync(which: 2);
        var card = agent.CardOf(await agent.RestingAsync(lead));
        card.Card!.ToJsonString().ShouldContain("so the owner is not known");

        agent.Faults.Clear();
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "retry");
        await agent.RestingAsync(lead);

        var now = card.Card!.ToJsonString();
        now.ShouldNotContain("so the owner is not known");
        now.ShouldContain("In HubSpot this is a lead of Lena Brandt.");
    }

    [Fact]
    public async Task Two_parts_that_are_down_at_once_are_both_named()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        agent.Faults.Set("calendar.*", Outage.Named(Outage.Dropped));
        agent.Faults.Set("gmail.threads.*", Outage.Named(Outage.Garbage));

        var (_, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());

        card.Card!.ToJsonString().ShouldContain("Earlier mail: ");
        card.Card!.ToJsonString().ShouldContain("Calendar: ");
    }

    internal static string InMailbox(RunningAgent agent, Dossier dossier) =>
        agent.AlexMail.Draft(dossier.MailboxDraft!.DraftId)!.Message.Content.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private static void NoTimeIsOffered(Dossier dossier, JsonObject card)
    {
        dossier.Availability.ShouldBeNull();
        dossier.Draft!.Times.ShouldBeEmpty();
        card.ToJsonString().ShouldNotContain("\"times\"");
    }

    /// <param name="Missing">The steps that cannot be done, in their order.</param>
    /// <param name="Named">What the card calls it.</param>
    private sealed record Part(string Target, string[] Missing, string Named);
}
