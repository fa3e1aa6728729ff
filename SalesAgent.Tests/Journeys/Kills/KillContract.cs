using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Tests.Published;
using SalesAgent.Tests.Support.Processes;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>The published bot, killed again and again on one storage: every accepted lead ends with one of everything.</summary>
public abstract class KillContract(PublishedBuilds builds)
{
    private const int LeadsUnderWay = 16;
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UntilReached = TimeSpan.FromSeconds(90);

    /// <summary>Settings of a storage of this test's own; null for SQLite in a file.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string?>?> NewStorageAsync();

    [Fact]
    public async Task Killed_at_every_named_point_it_does_everything_once()
    {
        KillPoints.All.Count.ShouldBeGreaterThanOrEqualTo(25);
        await using var world = await BotWorld.StartAsync(await builds.NewAsync(), await NewStorageAsync());
        await world.TellingAsync(async () =>
        {
            await (await world.StartBotAsync()).KillAsync();
            var floor = new SalesFloor(world);
            var leads = new List<Task<HandledLead>>();
            foreach (var point in KillPoints.All)
            {
                // The next card that is posted must be that of this lead, and not of one that an earlier kill left over.
                if (point.PostedAgain)
                    await CalmAsync(world, floor);
                if (point.Slow is { } operation)
                    world.Sandbox.Faults.Set(operation, new Fault.Delay(BotWorld.Lease / 2), times: 1);
                var bot = await world.StartBotAsync(point);
                leads.Add(floor.HandleAsync(leads.Count, point.Verb, cards: point.PostedAgain ? 2 : 1));

                await bot.DeadAsync(UntilReached);
                bot.Said.ShouldContain(KillPoint.LastWords(point), $"It died of something else.\n{bot.Report}");
            }

            await world.StartBotAsync();
            var again = await Reckoning.OfAsync(world, await SalesFloor.AllAsync(leads));

            // Killed between the card and the record of it: the only thing that is ever there twice, and it says so.
            again.ShouldBeGreaterThan(0);
        });
    }

    [Fact]
    public async Task Killed_at_random_moments_under_load_it_does_everything_once()
    {
        var (kills, seed) = (KillRun.Kills, KillRun.Seed());
        TestContext.Current.TestOutputHelper?.WriteLine($"{KillRun.KillsVariable}={kills} {KillRun.SeedVariable}={seed}");
        kills.ShouldBeGreaterThan(0);

        // One for each, so that the moments of a seed are the same however many leads came between them.
        var (moments, verbs) = (new Random(seed), new Random(seed));
        await using var world = await BotWorld.StartAsync(await builds.NewAsync(), await NewStorageAsync());
        await world.TellingAsync(async () =>
        {
            await (await world.StartBotAsync()).KillAsync();
            var floor = new SalesFloor(world);
            var leads = new List<Task<HandledLead>>();
            var caught = 0;
            for (var kill = 0; kill < kills; kill++)
            {
                var bot = await world.StartBotAsync();
                var (began, life) = (TimeProvider.System.GetTimestamp(), LongestLife * moments.NextDouble());
                do
                {
                    await Task.Delay(Glance);
                    while (floor.UnderWay < LeadsUnderWay)
                        leads.Add(floor.HandleAsync(leads.Count, verbs.Next(3) == 0 ? "reject" : "approve"));
                } while (TimeProvider.System.GetElapsedTime(began) < life);
                if (floor.UnderWay > 0)
                    caught++;
                await bot.KillAsync();
            }

            caught.ShouldBe(kills, "Some kills met a bot with nothing to do.");
            await world.StartBotAsync();
            await Reckoning.OfAsync(world, await SalesFloor.AllAsync(leads));
        });
    }

    private static async Task CalmAsync(BotWorld world, SalesFloor floor)
    {
        var bot = await world.StartBotAsync();
        await floor.NothingUnderWayAsync();
        await bot.KillAsync();
    }
}
