using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// The storage is away: the sender hears that nothing was stored, and once it is back a redelivery makes exactly one lead.
/// </summary>
public sealed class StorageDownTests(Azurite azurite)
{
    private static SampleSubmission Submission =>
        new(
            "d0000001-0000-4000-8000-000000000001",
            SampleProspect.Nora,
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            "Talk to sales",
            "https://contoso.example/talk",
            "Please call me."
        );

    [Fact]
    public async Task A_file_that_another_process_keeps_locked()
    {
        await using var agent = await RunningAgent.StartAsync();
        var bodies = Bodies();

        using (var other = new SqliteConnection($"Data Source={agent.StorePath};Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction(deferred: false);
            await Task.WhenAll(bodies.Select(one => WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, one.Route, one.Body)));
        }

        await ShouldBecomeOneLeadAsync(agent, bodies);
    }

    [Fact]
    public async Task A_storage_account_that_nobody_answers_for()
    {
        await using var storage = new AzureUnderTest(azurite);
        await storage.StartAsync();
        await using var agent = await RunningAgent.StartAsync(storage.Account.Settings);
        var bodies = Bodies();

        await Task.WhenAll(storage.TableWire.StopAsync(), storage.QueueWire.StopAsync());
        await Task.WhenAll(bodies.Select(one => WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, one.Route, one.Body)));
        await Task.WhenAll(storage.TableWire.StartAgainAsync(), storage.QueueWire.StartAgainAsync());

        await ShouldBecomeOneLeadAsync(agent, bodies);
    }

    /// <param name="commits">So many succeed before.</param>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task A_storage_account_that_goes_away_in_the_middle_of_a_lead(int commits, bool theQueue)
    {
        await using var storage = new AzureUnderTest(azurite);
        await storage.StartAsync();
        await using var agent = await RunningAgent.StartAsync(storage.Account.Settings);
        var bodies = Bodies()[^1..];

        for (var commit = 0; commit < commits; commit++)
            storage.TableWire.LetPass("$batch");
        if (theQueue)
            storage.QueueWire.Fail("POST", 403, "AuthorizationFailure");
        else
            storage.TableWire.Fail("$batch", 403, "AuthorizationFailure");
        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, bodies[0].Route, bodies[0].Body);

        await ShouldBecomeOneLeadAsync(agent, bodies);
    }

    /// <summary>One person by all three routes, the event first: what the others know of them is no more than HubSpot knows.</summary>
    private static (HubSpotRoute Route, JsonNode Body)[] Bodies() =>
        [
            .. Enum.GetValues<HubSpotRoute>()
                .OrderBy(route => route is not HubSpotRoute.FormSubmission)
                .Select(route => (route, Submission.Body(route))),
        ];

    private static async Task ShouldBecomeOneLeadAsync(RunningAgent agent, (HubSpotRoute Route, JsonNode Body)[] bodies)
    {
        agent.World.ShouldHaveWritten(0);
        var (first, body) = bodies[0];
        var reply = await WebhookStorm.SendAsync(agent, first, body);
        reply.Json!["status"]!.GetValue<string>().ShouldBe("accepted");
        var lead = WebhookStorm.LeadsIn(reply).ShouldHaveSingleItem();
        var state = await agent.RestingAsync(lead);
        state.Run.Steps.Select(step => (step.Name, step.Status)).ShouldBe(StepOrder.Names.Select(name => (name, StepStatus.Done)));

        // The others are about the same person at the same time: they join it, at once or when HubSpot has told whose contact it is.
        foreach (var (route, other) in bodies.Skip(1))
        {
            foreach (var joined in WebhookStorm.LeadsIn(await WebhookStorm.SendAsync(agent, route, other)).Where(joined => joined != lead))
                (await agent.UntilAsync(joined, found => found.Run.EndedAt is not null)).Run.MergedInto.ShouldBe(lead.Value);
        }

        (await WebhookStorm.SendAsync(agent, first, body)).Json!["status"]!.GetValue<string>().ShouldBe("duplicate");
        (await agent.StoryAsync(lead)).Fault.ShouldBeNull();
        agent.World.ShouldHaveWritten(1);
    }
}
