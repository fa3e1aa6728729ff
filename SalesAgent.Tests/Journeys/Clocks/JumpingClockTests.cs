using SalesAgent.Bot;
using SalesAgent.Bot.Sandbox.Calendar;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Records;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Clocks;

/// <summary>The clock of the wall jumps while a vendor takes its time over a write. Everything is there once, and soon.</summary>
public sealed class JumpingClockTests(Azurite azurite)
{
    /// <summary>All of it instead of a part: <c>SALESAGENT_CLOCKS=all</c>.</summary>
    private const string Variable = "SALESAGENT_CLOCKS";

    private const string File = "file",
        Account = "account",
        TwoOnAFile = "two on a file",
        TwoOnAnAccount = "two on an account";

    /// <summary>Longer than the queue is left alone for.</summary>
    private static readonly TimeSpan VendorTakes = TimeSpan.FromSeconds(1.4);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, TimeSpan> Jumps = new()
    {
        ["+1 min"] = TimeSpan.FromMinutes(1),
        ["-1 min"] = TimeSpan.FromMinutes(-1),
        ["+5 min"] = TimeSpan.FromMinutes(5),
        ["+6 h"] = TimeSpan.FromHours(6),
        ["-10 h"] = TimeSpan.FromHours(-10),
        ["+48 h"] = TimeSpan.FromHours(48),
    };

    internal static bool WantsAll => Environment.GetEnvironmentVariable(Variable) is "all";

    private static string[] Places => [File, Account, TwoOnAFile, TwoOnAnAccount];

    public static TheoryData<string, string, string> OfRuns =>
        Rows(
            OutsideWrites.OfARun.Keys,
            [
                ("gmail: Creating a draft", "+1 min", File),
                ("gmail: Creating a draft", "-10 h", File),
                ("gmail: Creating a draft", "+48 h", File),
                ("gmail: Creating a draft", "+6 h", TwoOnAFile),
                ("gmail: Creating a draft", "+5 min", TwoOnAnAccount),
                ("hubspot: Creating a contact", "+6 h", File),
                ("hubspot: Creating a task", "+1 min", File),
                ("hubspot: Creating a note", "-1 min", File),
                ("card.post", "+1 min", File),
                ("calendar: Holding a time", "+1 min", File),
            ]
        );

    public static TheoryData<string, string, string> OfDecisions =>
        Rows(
            OutsideWrites.OfADecision.Keys,
            [
                ("gmail: Deleting a draft", "+1 min", File),
                ("hubspot: Completing a task", "-10 h", File),
                ("decision.note", "+6 h", File),
                ("decision.note", "+1 min", TwoOnAnAccount),
                ("card.update", "+1 min", File),
                ("calendar: Removing a hold", "+1 min", File),
            ]
        );

    public static TheoryData<string, string, string> OfChanges =>
        Rows(OutsideWrites.OfAChange.Keys, [("gmail: Updating a draft", "+6 h", File)]);

    [Fact]
    public void Every_write_to_the_outside_is_in_the_list() => OutsideWrites.Missing().ShouldBeEmpty();

    [Theory, MemberData(nameof(OfRuns))]
    public async Task A_lead_has_one_of_everything_when_the_clock_jumps_during(string write, string jump, string place)
    {
        var clock = new TurnedClock();
        await using var agent = await StartAsync(place, clock);
        await using var other = await OtherAsync(agent, place);

        LeadId lead = default;
        await DuringAsync(agent, OutsideWrites.OfARun[write], clock, Jumps[jump], async () => lead = await agent.SubmitSampleAsync());
        await agent.RestingAsync(lead);
        await QuietAsync(agent);

        OneOfEverything(agent, lead);
        agent.World.Teams.Cards.ShouldBe(1);
        HoldsOf(agent).Select(hold => hold.Start).ShouldBeUnique();
    }

    [Theory, MemberData(nameof(OfDecisions))]
    public async Task A_rejection_is_carried_out_once_when_the_clock_jumps_during(string write, string jump, string place)
    {
        var clock = new TurnedClock();
        await using var agent = await StartAsync(place, clock);
        await using var other = await OtherAsync(agent, place);
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        await QuietAsync(agent);

        await DuringAsync(
            agent,
            OutsideWrites.OfADecision[write],
            clock,
            Jumps[jump],
            () => agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject")
        );
        await agent.DecidedAsync(lead);
        await QuietAsync(agent);

        DraftsOf(agent, lead).ShouldBe(0);
        FiledOf(agent, lead, "tasks", "hs_task_body", "TASK").ShouldBe(1);
        FiledOf(agent, lead, "notes", "hs_note_body", "NOTE").ShouldBe(1);
        FiledOf(agent, lead, "notes", "hs_note_body", "DECISION").ShouldBe(1);
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(2);
        agent.World.Calls.Writes("gmail.drafts.delete").ShouldBe(1);
        HoldsOf(agent).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(OfChanges))]
    public async Task A_draft_is_changed_once_when_the_clock_jumps_during(string write, string jump, string place)
    {
        var clock = new TurnedClock();
        await using var agent = await StartAsync(place, clock);
        await using var other = await OtherAsync(agent, place);
        var lead = await agent.SubmitSampleAsync();
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        await QuietAsync(agent);

        await DuringAsync(
            agent,
            OutsideWrites.OfAChange[write],
            clock,
            Jumps[jump],
            () => agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking(ToComeAfterAnyJump(first)))
        );
        await agent.UntilAsync(lead, state => state is { Run: { EndedAt: not null, Claim: null, Dossier.MailboxDraft.Version: 2 } });
        await QuietAsync(agent);

        OneOfEverything(agent, lead);
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(1);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(48)]
    public async Task A_lead_goes_on_at_once_after_a_restart_at_the_right_time(int hours)
    {
        var clock = new TurnedClock();
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true, time: clock);
        clock.Turn(TimeSpan.FromHours(hours));
        agent.Faults.Set("gmail.drafts.create", new Fault.Status(503), times: 2);
        var lead = await agent.SubmitSampleAsync();
        while (agent.World.Calls.Calls("gmail.drafts.create") == 0)
            await Task.Delay(Glance);
        clock.Turn(TimeSpan.FromHours(-hours));
        await agent.RestartAsync();

        await agent.RestingAsync(lead);

        OneOfEverything(agent, lead);
    }

    /// <summary>Times that no jump brings into the past: a draft whose times are all over expires, and rightly so.</summary>
    private static Slot[] ToComeAfterAnyJump(LeadState state)
    {
        var availability = state.Run.Dossier.Availability!;
        var latest = availability.Free.Where(slot => availability.Offered.All(offered => offered.Id != slot.Id)).TakeLast(2).ToArray();
        latest.Length.ShouldBe(2);
        latest.ShouldAllBe(slot => slot.Start > TimeProvider.System.GetUtcNow() + Jumps.Values.Max());
        return latest;
    }

    private static TheoryData<string, string, string> Rows(
        IEnumerable<string> writes,
        IEnumerable<(string Write, string Jump, string Place)> some
    ) => [.. WantsAll ? writes.SelectMany(write => Jumps.Keys.SelectMany(jump => Places.Select(place => (write, jump, place)))) : some];

    private static async Task<SalesAgentApp?> OtherAsync(RunningAgent agent, string place) =>
        place is TwoOnAFile or TwoOnAnAccount ? await agent.StartAnotherAsync() : null;

    private async Task<RunningAgent> StartAsync(string place, TurnedClock clock)
    {
        var settings = new Dictionary<string, string?> { ["Google:Calendar:Holds"] = "true" };
        if (place is Account or TwoOnAnAccount)
        {
            foreach (var (key, value) in (await azurite.NewAccountAsync()).Settings)
                settings[key] = value;
        }

        return await RunningAgent.StartAsync(settings, sandboxOutlives: true, time: clock);
    }

    /// <summary>Has the vendor take its time over the first such write, and turns the clock as soon as the request is there.</summary>
    private static async Task DuringAsync(RunningAgent agent, string operation, TurnedClock clock, TimeSpan jump, Func<Task> begin)
    {
        var before = agent.World.Calls.Calls(operation);
        agent.Faults.Set(operation, new Fault.Delay(VendorTakes), times: 1);
        await begin();
        var began = TimeProvider.System.GetTimestamp();
        while (agent.World.Calls.Calls(operation) == before)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, $"{operation} was never called");
            await Task.Delay(Glance);
        }

        clock.Turn(jump);
    }

    /// <summary>Nothing is left to do, whoever would have done it once more included.</summary>
    private static async Task QuietAsync(RunningAgent agent)
    {
        await Task.Delay(VendorTakes);
        var began = TimeProvider.System.GetTimestamp();
        while (await agent.Get<IWorkQueue>().CountAsync(CancellationToken.None) is var left and > 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, $"{left} items are left in the queue");
            await Task.Delay(Glance);
        }
    }

    private static void OneOfEverything(RunningAgent agent, LeadId lead)
    {
        DraftsOf(agent, lead).ShouldBe(1);
        FiledOf(agent, lead, "tasks", "hs_task_body", "TASK").ShouldBe(1);
        FiledOf(agent, lead, "notes", "hs_note_body", "NOTE").ShouldBe(1);
        foreach (
            var written in (string[])["hubspot.contacts.create", "gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create"]
        )
        {
            agent.World.Calls.Writes(written).ShouldBe(1, written);
        }
    }

    private static int DraftsOf(RunningAgent agent, LeadId lead) =>
        agent.World.Reps.Sum(rep =>
            agent.World.Gmail[rep.Email].Drafts.Count(draft => draft.Message.Content.Header(DraftWriter.RunHeader) == lead.Value)
        );

    private static int FiledOf(RunningAgent agent, LeadId lead, string type, string body, string about) =>
        agent
            .World.HubSpot.All(type)
            .Count(record => record[body]?.Contains(FilingReference.For(lead.Value, about), StringComparison.Ordinal) == true);

    private static CalendarEvent[] HoldsOf(RunningAgent agent) =>
        [
            .. agent
                .World.Calendar[agent.World.Reps[0].Email]
                .Events.Where(entry => !entry.Cancelled && entry.Document["extendedProperties"]?["private"]?["salesAgentHold"] is not null),
        ];
}
