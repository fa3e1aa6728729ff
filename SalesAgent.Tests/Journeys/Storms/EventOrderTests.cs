using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Storms;

/// <summary>
/// One form makes several events, and HubSpot promises no order: whatever comes first, it is one lead with what the contact says in the
/// end.
/// </summary>
public sealed class EventOrderTests
{
    [Fact]
    public async Task The_events_of_one_form_in_every_order_are_one_lead_with_the_last_values()
    {
        // HubSpot's pace of searching has its own test.
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["HubSpot:SearchesPerSecond"] = "50" });
        var orders = Orders([0, 1, 2, 3]).ToArray();
        orders.Length.ShouldBe(24);

        var leads = await Task.WhenAll(orders.Select((order, number) => DeliverAsync(agent, order, number)));

        leads.Distinct().Count().ShouldBe(orders.Length);
        foreach (var (lead, number) in leads.Select((lead, number) => (lead, number)))
        {
            var state = await agent.RestingAsync(lead);
            var prospect = state.Run.Dossier.Prospect!;
            (prospect.Email, prospect.FirstName, prospect.JobTitle).ShouldBe(
                ($"order{number}@acme.example", $"Last{number}", "Head of Sales")
            );
            state.Run.Dossier.Draft!.To.ShouldBe(prospect.Email);
        }

        agent.World.ShouldHaveWritten(orders.Length);
    }

    [Fact]
    public async Task What_comes_an_hour_late_still_belongs_to_the_lead_of_its_own_time()
    {
        await using var agent = await RunningAgent.StartAsync();
        var contact = ContactOf(agent, 1);
        var now = TimeProvider.System.GetUtcNow();

        var recent = await LeadOfAsync(agent, WebhookStorm.Creation(contact, now.AddMinutes(-1)));
        var old = await LeadOfAsync(agent, WebhookStorm.Creation(contact, now.AddHours(-1)));
        var oldAgain = await LeadOfAsync(agent, Change(contact, now.AddHours(-1).AddSeconds(2), "message", "Hello"));
        var recentAgain = await LeadOfAsync(agent, Change(contact, now.AddMinutes(-1).AddSeconds(2), "message", "Hello"));

        old.ShouldNotBe(recent);
        oldAgain.ShouldBe(old);
        recentAgain.ShouldBe(recent);
    }

    /// <summary>Each event in a body of its own, one after the other.</summary>
    private static async Task<LeadId> DeliverAsync(RunningAgent agent, int[] order, int number)
    {
        var contact = ContactOf(agent, number);
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        JsonNode[] events =
        [
            WebhookStorm.Creation(contact, at),
            Change(contact, at.AddMilliseconds(250), "lifecyclestage", "lead"),
            Change(contact, at.AddMilliseconds(400), "message", "We need prices."),
            Change(contact, at.AddSeconds(2), "recent_conversion_date", "1"),
        ];

        var leads = new List<LeadId>();
        foreach (var index in order)
            leads.Add(await LeadOfAsync(agent, events[index]));
        return leads.Distinct().ShouldHaveSingleItem();
    }

    /// <summary>What is in HubSpot by the time it tells of anything: the form made it, and corrected it at once.</summary>
    private static long ContactOf(RunningAgent agent, int number)
    {
        var (made, _) = agent.World.HubSpot.Create(
            "contacts",
            new Dictionary<string, string>
            {
                ["email"] = $"order{number}@acme.example",
                ["firstname"] = $"First{number}",
                ["jobtitle"] = "Trainee",
            }
        );
        agent.World.HubSpot.Update(
            "contacts",
            made!.Id,
            new Dictionary<string, string> { ["firstname"] = $"Last{number}", ["jobtitle"] = "Head of Sales" }
        );
        return made.Id;
    }

    private static async Task<LeadId> LeadOfAsync(RunningAgent agent, JsonNode happened) =>
        WebhookStorm
            .LeadsIn(await WebhookStorm.SendAsync(agent, HubSpotRoute.Events, new JsonArray(happened.DeepClone())))
            .ShouldHaveSingleItem();

    private static JsonObject Change(long contact, DateTimeOffset at, string property, string value)
    {
        var happened = WebhookStorm.Creation(contact, at).AsObject();
        happened["subscriptionType"] = "object.propertyChange";
        happened["propertyName"] = property;
        happened["propertyValue"] = value;
        happened.Remove("changeFlag");
        return happened;
    }

    private static IEnumerable<int[]> Orders(int[] of) =>
        of.Length == 1 ? [of] : of.SelectMany(first => Orders([.. of.Where(one => one != first)]).Select(rest => (int[])[first, .. rest]));
}
