using System.Globalization;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Journeys.Storms;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// A campaign at HubSpot's default pace: what waits for its turn for half an hour is one item for each lead and kind at every look,
/// whatever is asked for meanwhile, and everything is there once in the end. As many leads as SALESAGENT_BACKLOG_LEADS says (3000 for all
/// of it).
/// </summary>
public sealed class PacedBacklogTests
{
    private const int SendersAtOnce = 16;

    /// <summary>So many of them a rep asks for while they wait.</summary>
    private const int AskedFor = 20;

    private static readonly int Leads = int.Parse(
        Environment.GetEnvironmentVariable("SALESAGENT_BACKLOG_LEADS") ?? "120",
        CultureInfo.InvariantCulture
    );

    /// <summary>Ten times as fast as the wall, so that a call never seems to take too long.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200),
        Glance = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LookEach = TimeSpan.FromSeconds(5),
        AskEach = TimeSpan.FromSeconds(40);

    /// <summary>In the time of that clock: three times what the pace itself makes of so many leads.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10) + (TimeSpan.FromSeconds(3) * Leads);

    [Fact]
    public async Task Never_more_than_one_item_for_each_lead_and_kind_and_a_queue_that_grows_with_the_leads_only()
    {
        // Such as nobody would decide on meanwhile: the leads wait for HubSpot, and not for people.
        await using var drill = await OutageDrill.StartAsync();
        var (agent, clock) = (drill.Agent, drill.Clock);

        // As HubSpot grants its smallest plan; searches have a limit of their own, which our pace keeps as well.
        var limit = new Fault.Limit(100, TimeSpan.FromSeconds(10));
        agent.Faults.Set("hubspot.*.search", new Fault.Delay(TimeSpan.Zero));
        agent.Faults.Set("hubspot.*", limit);
        using var senders = new SemaphoreSlim(SendersAtOnce);
        var leads = await Task.WhenAll(
            Enumerable
                .Range(0, Leads)
                .Select(async number =>
                {
                    await senders.WaitAsync();
                    try
                    {
                        return await agent.SubmitAsync(WebhookStorm.FormOf(number).Form().AsObject());
                    }
                    finally
                    {
                        senders.Release();
                    }
                })
        );
        var records = agent.Get<LeadRecords>();
        var next = Leads;
        var began = clock.GetUtcNow();
        var (peak, peakRows, most, asked) = (0, 0L, new Dictionary<string, int>(StringComparer.Ordinal), 0);
        var (look, ask) = (began, began + AskEach);
        while (await drill.Queue.CountAsync(CancellationToken.None) > 0)
        {
            clock.Pass(Step);
            await Task.Delay(Glance);
            var now = clock.GetUtcNow();
            (now - began).ShouldBeLessThan(Longest, $"{await drill.Queue.CountAsync(CancellationToken.None)} items are left");
            if (now >= look)
            {
                look = now + LookEach;
                var items = await drill.Queue.ListAsync(int.MaxValue, CancellationToken.None);
                items
                    .GroupBy(work => (work.Item.Kind, work.Item.Subject, work.Item.Argument))
                    .ShouldAllBe(same => same.Count() == 1, "one living item for each lead and kind");
                (peak, peakRows) = (Math.Max(peak, items.Count), Math.Max(peakRows, await RowsAsync(agent.StorePath)));
                foreach (var kind in items.GroupBy(work => work.Item.Kind))
                    most[kind.Key] = Math.Max(most.GetValueOrDefault(kind.Key), kind.Count());
            }

            if (now >= ask)
            {
                // What used to put a second item beside each that waited: choosing a channel, asking for a lead that is under way, and the
                // sweep, which runs by itself.
                ask = now + AskEach;
                (
                    await agent.Alex.InChannel(agent.World.Teams.Leads).SayAsync(agent.App.Messages, "use this channel")
                ).Status.ShouldBeLessThan(300);
                if (now - began < PersonLeads.Window && asked < AskedFor && await NextToAskForAsync() is { } number)
                {
                    asked++;
                    await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {WebhookStorm.FormOf(number).Who.Email}");
                }
            }
        }

        var took = clock.GetUtcNow() - began;
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Leads} leads in {took:c}: at most {peak} items ({string.Join(", ", most.Select(one => $"{one.Value} {one.Key}"))}), {peakRows} rows; {limit.Refused} of {agent.World.Calls.All.Where(one => one.Key.StartsWith("hubspot.", StringComparison.Ordinal)).Sum(one => (long)one.Value.Calls)} calls refused"
            )
        );
        peak.ShouldBeLessThanOrEqualTo(Leads + (Leads / 10) + 10);
        peakRows.ShouldBeLessThanOrEqualTo(Leads + (Leads / 10) + 10, "items that are done are gone");
        (await drill.Queue.ListBuriedAsync(10, CancellationToken.None)).ShouldBeEmpty();
        asked.ShouldBeGreaterThan(0, "nobody asked for a lead that waited");
        foreach (var lead in leads)
        {
            var state = (await records.FindAsync(lead, CancellationToken.None))!;
            (state.Run.Status, state.Run.Stalled, state.Review?.State).ShouldBe(("completed", null, ReviewState.Proposed), lead.Value);
            state.Review!.Cards.Count.ShouldBeGreaterThan(0);
        }

        foreach (
            var operation in (string[])["hubspot.contacts.create", "hubspot.tasks.create", "hubspot.notes.create", "gmail.drafts.create"]
        )
        {
            agent.World.Calls.Writes(operation).ShouldBe(Leads, operation);
        }

        // Whoever asks for a lead that has its card, or more than ten minutes after it came, gets a new draft, which is another matter.
        async Task<int?> NextToAskForAsync()
        {
            while (next-- > 0)
            {
                if (await records.FindAsync(leads[next], CancellationToken.None) is { Run: { EndedAt: null, Dossier.Crm: null } })
                    return next;
            }

            return null;
        }
    }

    private static async Task<long> RowsAsync(string store)
    {
        await using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = "SELECT count(*) FROM work";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
