using System.Globalization;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// More leads at once than a vendor grants calls: every one gets everything. As many as SALESAGENT_PACE_LEADS says (240 for 190 calls in
/// ten seconds); without it a fifth of both.
/// </summary>
public sealed class VendorPaceTests
{
    private static readonly int Leads = int.Parse(
        Environment.GetEnvironmentVariable("SALESAGENT_PACE_LEADS") ?? "48",
        CultureInfo.InvariantCulture
    );
    private static readonly bool IsFull = Leads >= 240;
    private static readonly int Calls = IsFull ? 190 : 38;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(IsFull ? 10 : 0.5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_lead_has_contact_company_task_and_note(bool weKnowTheLimit)
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                ["Connectors:HubSpotCalls"] = weKnowTheLimit ? Calls.ToString(CultureInfo.InvariantCulture) : "0",

                // A little longer than the vendor's: what leaves evenly does not arrive evenly.
                ["Connectors:HubSpotWindow"] = (Window * 1.1).ToString("c", CultureInfo.InvariantCulture),
                ["HubSpot:SearchesPerSecond"] = "50",
                ["Work:Delays:0"] = "00:00:00.500",
                ["Work:Delays:1"] = "00:00:01",
            }
        );
        var limit = new Fault.Limit(Calls, Window);
        agent.Faults.Set("hubspot.*.search", new Fault.Delay(TimeSpan.Zero));
        agent.Faults.Set("hubspot.*", limit);
        for (var i = 0; i < Leads; i++)
        {
            agent.World.HubSpot.Create(
                "companies",
                new Dictionary<string, string> { ["domain"] = $"firm-{i}.example", ["name"] = $"Firm {i}" }
            );
        }

        var leads = await Task.WhenAll(Enumerable.Range(0, Leads).Select(i => agent.SubmitAsync(Form(i))));
        var states = new List<LeadState>();
        foreach (var lead in leads)
        {
            states.Add(
                await agent.UntilAsync(
                    lead,
                    found => found is { Run: { Status: "completed", Claim: null }, Review: { State: ReviewState.Proposed, Cards.Count: 1 } }
                )
            );
        }

        states.ShouldAllBe(state =>
            state.Run.Dossier.Crm != null
            && state.Run.Dossier.Crm.CompanyName != null
            && state.Run.Dossier.TaskId != null
            && state.Run.Dossier.NoteId != null
        );
        states.ShouldAllBe(state => state.Run.Dossier.Draft!.Version == 1, "no lead was drafted without its company");
        agent.World.Calls.Writes("hubspot.contacts.create").ShouldBe(Leads);
        agent.World.Calls.Writes("hubspot.tasks.create").ShouldBe(Leads);
        agent.World.Calls.Writes("hubspot.notes.create").ShouldBe(Leads);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(Leads);
        (await agent.Get<IWorkQueue>().ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
        if (weKnowTheLimit)
            limit.Refused.ShouldBeLessThan(Calls / 10);
        else
            limit.Refused.ShouldBeGreaterThan(0, "the limit was never met");
    }

    [Fact]
    public async Task A_lead_alone_never_waits_for_its_turn()
    {
        // A clock that stands still: whoever waits for a turn waits for good.
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                ["Connectors:HubSpotCalls"] = "100",
                ["Connectors:GmailUnitsPerMinute"] = "6000",
                ["Connectors:CalendarCallsPerMinute"] = "600",
                ["Connectors:LongestPause"] = "00:00:00",
            }
        );

        var state = await agent.RestingAsync(await agent.SubmitSampleAsync());

        // With no patience at all, one wait would have put the lead off.
        state.Run.Status.ShouldBe("completed");
        (await agent.StoryAsync(LeadId.Parse(state.Lead.Id))).Lines.ShouldNotContain(line =>
            line.Entry.EventType == Core.Audit.AuditEventType.ConnectorError
        );
    }

    private static System.Text.Json.Nodes.JsonObject Form(int i)
    {
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form().ToJsonString();
        var parsed = System
            .Text.Json.Nodes.JsonNode.Parse(form.Replace(SampleProspect.Ines.Email, $"person@firm-{i}.example", StringComparison.Ordinal))!
            .AsObject();
        if (parsed["submissionId"] is not null)
            parsed["submissionId"] = $"pace-{i}";
        return parsed;
    }
}
