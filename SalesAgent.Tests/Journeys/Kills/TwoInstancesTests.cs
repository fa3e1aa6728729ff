using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Evidence;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Published;
using SalesAgent.Tests.Support;
using SalesAgent.Tests.Support.Processes;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>Two bots in two processes on one storage account.</summary>
public sealed class TwoInstancesTests(Azurite azurite, PublishedBuilds builds)
{
    private const int SendersAtOnce = 24;
    private const int MostTries = 5;

    /// <summary>What a lead may take longer because somebody died with it, on top of the lease.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Of_many_leads_none_is_lost_doubled_or_late_when_one_of_two_is_killed_midway()
    {
        var count = KillRun.Leads;
        await using var world = await BotWorld.StartAsync(await builds.NewAsync(), (await azurite.NewAccountAsync()).Settings);
        await world.TellingAsync(async () =>
        {
            var one = await world.StartBotAsync();
            await world.StartBotAsync();
            var floor = new SalesFloor(world);
            var death = 0L;
            using var senders = new SemaphoreSlim(SendersAtOnce);
            var handled = new List<Task<HandledLead>>();
            for (var number = 0; number < count; number++)
            {
                (await senders.WaitAsync(SalesFloor.Patience)).ShouldBeTrue("Nothing moves any more.");
                if (number == count / 2)
                {
                    await one.KillAsync();
                    death = TimeProvider.System.GetTimestamp();
                }

                handled.Add(HandleAsync(number));
            }

            var leads = await SalesFloor.AllAsync(handled);
            leads.Length.ShouldBe(count);
            one.WasKilled.ShouldBeTrue();
            await Reckoning.OfAsync(world, leads);

            // Against the slowest of those whose cards were there before anybody died.
            var usual = leads.Where(lead => lead.Shown < death).Max(Waited);
            leads.Where(lead => lead.Shown >= death).Max(Waited).ShouldBeLessThan(usual + BotWorld.Lease + Grace);

            async Task<HandledLead> HandleAsync(int number)
            {
                try
                {
                    return await floor.HandleAsync(number, number % 5 == 0 ? "reject" : "approve");
                }
                finally
                {
                    senders.Release();
                }
            }
        });
    }

    [Fact]
    public async Task Two_hundred_clicks_at_once_on_twenty_cards_make_twenty_decisions_and_everybody_is_told_whose()
    {
        const int cards = 20,
            clicksOnEach = 10;
        await using var world = await BotWorld.StartAsync(await builds.NewAsync(), (await azurite.NewAccountAsync()).Settings);
        await world.TellingAsync(async () =>
        {
            BotInstance[] bots = [await world.StartBotAsync(), await world.StartBotAsync()];
            var floor = new SalesFloor(world);
            var shown = await Task.WhenAll(Enumerable.Range(0, cards).Select(number => floor.BringInAsync(number, "")));
            var presses = shown
                .SelectMany(one =>
                    Enumerable
                        .Range(0, clicksOnEach)
                        .Select(number =>
                        {
                            var who = number % 2 == 0 ? world.Alex : world.Mona;
                            return (
                                one.Lead.Lead,
                                Place: who.At(one.Card),
                                Where: bots[number % 3 == 0 ? 1 : 0].Messages,
                                Activity: who.Press(one.Card, number % 4 < 2 ? "approve" : "reject")
                            );
                        })
                )
                .ToArray();
            presses.Length.ShouldBe(200);

            using var start = new ManualResetEventSlim();
            var clicks = presses
                .Select(press =>
                    Task.Run(async () =>
                    {
                        start.Wait();
                        return (
                            press.Lead,
                            Shown: Clicks.ShownIn(await ToldAsync(() => press.Place.SendAsync(press.Where, press.Activity)))
                        );
                    })
                )
                .ToArray();
            start.Set();
            var told = (await Task.WhenAll(clicks)).ToLookup(click => click.Lead, click => click.Shown);

            await using var store = await world.OpenStoreAsync();
            var records = store.Services.GetRequiredService<LeadRecords>();
            foreach (var (lead, _) in shown)
            {
                var story = (await LeadStory.ReadAsync(records, lead.Lead, CancellationToken.None))!;
                story.Fault.ShouldBeNull();
                story
                    .Lines.Count(line => line.Entry.EventType is AuditEventType.ApprovalGranted or AuditEventType.ApprovalDenied)
                    .ShouldBe(1);
                var decision = story.State.Review!.Decision!;
                told[lead.Lead].Count().ShouldBe(clicksOnEach);
                foreach (var said in told[lead.Lead])
                {
                    said.ShouldContain(decision.Kind is ReviewState.Approved ? "Approved by " : "Rejected by ");
                    said.ShouldContain(decision.ByName);
                }
            }
        });
    }

    /// <summary>
    /// Who is told that something went wrong presses again: a storage under such a load may answer too late for one click.
    /// </summary>
    private static async Task<SandboxReply> ToldAsync(Func<Task<SandboxReply>> press)
    {
        for (var tries = 1; ; tries++)
        {
            var reply = await press();
            if (tries == MostTries || !reply.Body.Contains("application/vnd.microsoft.error", StringComparison.Ordinal))
                return reply;
        }
    }

    private static TimeSpan Waited(HandledLead lead) => TimeProvider.System.GetElapsedTime(lead.Accepted, lead.Shown);
}
