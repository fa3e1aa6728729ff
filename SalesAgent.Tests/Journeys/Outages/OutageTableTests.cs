using System.Globalization;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// Each vendor, each way of failing, each length, during a run and during a decision: afterwards everything is there once, and nobody had
/// to do anything. A selection in which each two of these meet; all of them with SALESAGENT_OUTAGES=all (or one vendor's, by its name). The
/// file that SALESAGENT_OUTAGE_TABLE names gets what came of each as the table of docs/outages.md.
/// </summary>
public sealed class OutageTableTests
{
    private static readonly string[] Vendors = ["gmail", "calendar", "hubspot", "teams"];
    private static readonly string[] Kinds = ["503", "429 with pause", "429", "hang", "garbage", "refused"];
    private static readonly string[] Lengths = ["00:00:10", "00:02:00", "02:00:00"];

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("SALESAGENT_OUTAGES");
    private static readonly Lock Writing = new();
    private static readonly Dictionary<(string Vendor, string Kind, string Length, bool DuringDecision), string> Outcomes = [];

    public static TheoryData<string, string, string, bool> Cells { get; } =
        new(
            from vendor in Vendors.Index()
            from kind in Kinds.Index()
            from length in Lengths.Index()
            from decided in new[] { false, true }
            where
                Wanted is { Length: > 0 }
                    ? Wanted == "all" || Wanted == vendor.Item
                    : (
                        (vendor.Index + kind.Index) % Lengths.Length == length.Index
                        && ((vendor.Index + (kind.Index / Lengths.Length)) % 2 == 1) == decided
                    )
            select (vendor.Item, kind.Item, length.Item, decided)
        );

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task After_an_outage_everything_is_completed_by_itself_and_once(
        string vendor,
        string kind,
        string length,
        bool duringDecision
    )
    {
        Write(vendor, kind, length, duringDecision, "failed");
        var took = await TryAsync(vendor, kind, length, duringDecision);
        Write(
            vendor,
            kind,
            length,
            duringDecision,
            string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalMinutes}:{took.Seconds:00}")
        );
    }

    /// <returns>How long after the end of the outage all was there.</returns>
    private static async Task<TimeSpan> TryAsync(string vendor, string kind, string length, bool duringDecision)
    {
        await using var drill = await OutageDrill.StartAsync(
            vendor,
            vendor == "calendar" ? new Dictionary<string, string?> { ["Google:Calendar:Holds"] = "true" } : null
        );
        var agent = drill.Agent;
        var (drafts, tasks, notes) = (agent.AlexMail.Drafts.Count, agent.World.HubSpot.Count("tasks"), agent.World.HubSpot.Count("notes"));
        var outage = TimeSpan.Parse(length, CultureInfo.InvariantCulture);
        if (!duringDecision)
            drill.Begin(vendor, kind);
        var lead = await agent.SubmitSampleAsync();
        if (duringDecision)
        {
            var proposed = await drill.UntilAsync(lead, IsComplete);
            await drill.RestAsync();
            drill.Begin(vendor, kind);
            var card = agent.CardOf(proposed);
            (await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject")).Status.ShouldBe(200);
        }

        await drill.PassAsync(outage);
        drill.End();
        var over = drill.Clock.GetUtcNow();
        var state = await drill.UntilAsync(lead, found => duringDecision ? IsCarriedOut(found) : IsComplete(found));
        var took = drill.Clock.GetUtcNow() - over;
        await drill.RestAsync();

        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
        agent.World.Calls.Writes("hubspot.contacts.create").ShouldBe(1);
        agent.World.HubSpot.Count("tasks").ShouldBe(tasks + 1);
        agent.World.HubSpot.Count("notes").ShouldBe(notes + (duringDecision ? 2 : 1));
        agent.World.Teams.Cards.ShouldBe(1);
        agent.AlexMail.Drafts.Count.ShouldBe(duringDecision ? drafts : drafts + 1);
        state.Run.Stalled.ShouldBeNull();
        state.Run.Intents.ShouldBeEmpty();
        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
        var shown = agent.CardOf(state).Card!.ToJsonString();
        foreach (var name in new[] { "Gmail", "the calendar", "HubSpot", "Teams" })
            shown.ShouldNotContain($"Waiting for {name}");
        shown.ShouldNotContain("could not be");
        if (duringDecision)
        {
            agent.World.HubSpot.Find("tasks", state.Run.Dossier.TaskId!.Value.Value)!["hs_task_status"].ShouldBe("COMPLETED");
            state.Review!.CarriedOut.MailOutcome.ShouldBe("The draft was deleted from Gmail.");
            shown.ShouldContain("The draft was deleted from Gmail.");
            if (vendor == "calendar")
            {
                agent
                    .World.Calendar[agent.AlexMail.Address]
                    .Events.ShouldNotContain(entry => !entry.Cancelled && entry.Document["extendedProperties"] != null);
            }
        }
        else
        {
            shown.ShouldContain("\"approve\"");
            DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe(state.Run.Dossier.Draft.Body.Trim());
        }

        (await agent.StoryAsync(lead)).Fault.ShouldBeNull();
        return took;
    }

    private static bool IsComplete(LeadState state) =>
        state
            is {
                Run: { Status: "completed", Claim: null, Stalled: null },
                Review: { State: ReviewState.Proposed, Cards.Count: > 0 } review
            }
        && review.ShownRevision >= review.Revision;

    private static bool IsCarriedOut(LeadState state) =>
        state.Review is { CarriedOut: { Finished: true, GivenUp: null } } review
        && review.ShownRevision >= review.Revision
        && review.Holds is null or { Claim: null, Times: [] };

    private static void Write(string vendor, string kind, string length, bool duringDecision, string outcome)
    {
        if (Environment.GetEnvironmentVariable("SALESAGENT_OUTAGE_TABLE") is not { Length: > 0 } file)
            return;

        lock (Writing)
        {
            Outcomes[(vendor, kind, length, duringDecision)] = outcome;
            var columns = Lengths.SelectMany(one => (bool[])[false, true], (one, decided) => (Length: one, Decided: decided)).ToArray();
            string[] lines =
            [
                $"| down | how | {string.Join(" | ", columns.Select(column => $"{column.Length} {(column.Decided ? "decision" : "run")}"))} |",
                $"|---|---|{string.Concat(columns.Select(_ => "---|"))}",
                .. Vendors
                    .SelectMany(_ => Kinds, (one, how) => (Vendor: one, Kind: how))
                    .Select(row =>
                        $"| {row.Vendor} | {row.Kind} | {string.Join(" | ", columns.Select(column => Outcomes.GetValueOrDefault((row.Vendor, row.Kind, column.Length, column.Decided), "not run")))} |"
                    ),
            ];
            File.WriteAllLines(file, lines);
        }
    }
}
