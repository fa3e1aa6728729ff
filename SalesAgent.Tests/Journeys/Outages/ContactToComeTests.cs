using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Journeys.Storms;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// An event may be faster than the contact that it is about: that is looked for a few times, and an outage before uses none of them up.
/// </summary>
public sealed class ContactToComeTests
{
    private const long Contact = 88_001;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contact_that_comes_a_moment_later_is_found(bool afterAnOutage)
    {
        await using var drill = await OutageDrill.StartAsync();
        var lead = await CreatedAsync(drill, afterAnOutage);
        await drill.UntilAsync(
            lead,
            found => Detail(found).StartsWith("HubSpot has no such contact", StringComparison.Ordinal) && found.Run.EndedAt is null
        );

        drill.Agent.World.HubSpot.Create(
            "contacts",
            new Dictionary<string, string> { ["email"] = "late@acme.example", ["lastname"] = "Late" },
            Contact
        );

        var state = await drill.UntilAsync(
            lead,
            found => found is { Run: { Status: "completed", Claim: null }, Review.State: ReviewState.Proposed }
        );
        state.Run.Dossier.Prospect!.Email.ShouldBe("late@acme.example");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_contact_that_never_comes_ends_the_lead(bool afterAnOutage)
    {
        await using var drill = await OutageDrill.StartAsync();
        var lead = await CreatedAsync(drill, afterAnOutage);

        Detail(await drill.UntilAsync(lead, found => found.Run.IsFailed)).ShouldStartWith("HubSpot has no such contact");
    }

    private static async Task<LeadId> CreatedAsync(OutageDrill drill, bool afterAnOutage)
    {
        var agent = drill.Agent;
        if (afterAnOutage)
            agent.Faults.Set("hubspot.*", new Fault.Status(503));
        var body = new JsonArray(WebhookStorm.Creation(Contact, TimeProvider.System.GetUtcNow()));
        var lead = WebhookStorm
            .LeadsIn(await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.Events, body.ToJsonString()))
            .ShouldHaveSingleItem();
        if (!afterAnOutage)
            return lead;

        await drill.PassAsync(TimeSpan.FromMinutes(5));
        agent.Faults.Clear();
        return lead;
    }

    private static string Detail(LeadState state) => state.Run.Step(StepNames.ExtractProspect).Detail;
}
