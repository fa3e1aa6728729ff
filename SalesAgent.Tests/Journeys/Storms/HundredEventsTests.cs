using System.Text.Json.Nodes;
using Azure.Data.Tables;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Core.Records;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// A hundred events in one body: no one of them loses another, and what breaks off half-way is whole after its redelivery.
/// </summary>
public sealed class HundredEventsTests(Azurite azurite)
{
    private const int Events = 100;

    /// <summary>Only what is taken in matters here: nothing is worked on.</summary>
    private static readonly KeyValuePair<string, string?> Stopped = new("Mode:Stopped", "true");

    private static readonly DateTimeOffset At = TimeProvider.System.GetUtcNow().AddMinutes(-1);

    [Fact]
    public async Task New_repeated_foreign_and_unusable_events_in_one_body_are_each_answered_for_what_they_are()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?>([Stopped]), installed: false);
        var known = WebhookStorm.LeadsIn(await SendAsync(agent, Enumerable.Range(0, 20).Select(Good)));
        var repeated = Enumerable.Range(0, 20).Select(Good);
        var fresh = Enumerable.Range(20, 60).Select(Good).ToArray();
        var foreign = Enumerable.Range(100, 10).Select(number => With(Good(number), "subscriptionType", "company.creation"));
        JsonNode?[] unusable =
        [
            With(Good(110), "objectId", null),
            With(Good(111), "objectId", "x"),
            With(Good(112), "objectId", -1),
            With(Good(113), "occurredAt", null),
            With(Good(114), "occurredAt", 1),
            With(Good(115), "portalId", null),
            JsonValue.Create(1),
            new JsonArray(1, 2),
            null,
            JsonValue.Create("event"),
        ];
        JsonNode?[] all = [.. repeated, .. fresh, .. foreign, .. unusable];
        all.Length.ShouldBe(Events);

        // Mixed, and the same mixture each time.
        var mixed = all.Select((happened, index) => (happened, Place: index * 37 % Events))
            .OrderBy(one => one.Place)
            .Select(one => one.happened)
            .ToArray();
        var first = await SendAsync(agent, mixed);
        var again = await SendAsync(agent, mixed);

        var leads = WebhookStorm.LeadsIn(first);
        leads.Distinct().Count().ShouldBe(80);
        known.Except(leads).ShouldBeEmpty();
        first.Json!["status"]!.GetValue<string>().ShouldBe("accepted");
        again.Json!["status"]!.GetValue<string>().ShouldBe("duplicate");
        WebhookStorm.LeadsIn(again).ShouldBe(leads, ignoreOrder: true);
        foreach (var lead in leads)
            (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_body_with_nothing_usable_in_it_is_refused()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?>([Stopped]), installed: false);

        var reply = await SendAsync(agent, [With(Good(1), "objectId", null), JsonValue.Create(1)]);

        reply.Status.ShouldBe(400);
        reply.Json!["detail"]!
            .GetValue<string>()
            .ShouldBe("Event 1: objectId is missing or unusable; expected the contact's id, a positive integer.");
    }

    [Fact]
    public async Task What_the_storage_broke_off_half_way_is_whole_after_its_redelivery()
    {
        await using var storage = new AzureUnderTest(azurite);
        await storage.StartAsync();
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>([.. storage.Account.Settings, Stopped]),
            installed: false
        );
        var events = Enumerable.Range(0, Events).Select(Good).ToArray();

        for (var commit = 0; commit < 150; commit++)
            storage.TableWire.LetPass("$batch");
        storage.TableWire.Fail("$batch", 403, "AuthorizationFailure");
        await WebhookStorm.ShouldBeToldToDeliverAgainAsync(agent.App.Address, HubSpotRoute.Events, new JsonArray([.. events]));
        var again = await SendAsync(agent, events);
        var known = await SendAsync(agent, events);

        var leads = WebhookStorm.LeadsIn(again);
        leads.Distinct().Count().ShouldBe(Events);
        known.Json!["status"]!.GetValue<string>().ShouldBe("duplicate");
        WebhookStorm.LeadsIn(known).ShouldBe(leads, ignoreOrder: true);
        var stored = 0;
        await foreach (
            var row in new TableClient(storage.Account.ConnectionString, AzureStorageAccount.TableName).QueryAsync<TableEntity>(
                "RowKey eq 'state.lead'"
            )
        )
        {
            stored += row.PartitionKey.Length > 0 ? 1 : 0;
        }

        stored.ShouldBe(Events);
    }

    private static JsonNode Good(int number) => WebhookStorm.Creation(700_000 + number, At);

    private static JsonNode With(JsonNode happened, string field, JsonNode? value)
    {
        happened[field] = value;
        return happened;
    }

    private static Task<SandboxReply> SendAsync(RunningAgent agent, IEnumerable<JsonNode?> events) =>
        WebhookStorm.SendAsync(agent, HubSpotRoute.Events, new JsonArray([.. events.Select(happened => happened?.DeepClone())]));
}
