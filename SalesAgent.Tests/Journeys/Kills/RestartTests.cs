using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Tests.Published;
using SalesAgent.Tests.Support;
using SalesAgent.Tests.Support.Processes;

namespace SalesAgent.Tests.Journeys.Kills;

/// <summary>
/// A bot is killed with its hands full and started again: its successor goes on at once, and waits for no lease of a dead process.
/// </summary>
public sealed class RestartTests(Azurite azurite, PublishedBuilds builds)
{
    /// <summary>How many leads are in flight; <c>SALESAGENT_RESTART_LEADS</c>.</summary>
    private static readonly int Leads = Environment.GetEnvironmentVariable("SALESAGENT_RESTART_LEADS") is { Length: > 0 } text
        ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : 80;

    /// <summary>Who waits for one of these is too late.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(120),
        Claim = TimeSpan.FromSeconds(25);

    /// <summary>What is measured is seconds; this is for the slowest machine that a test runs on.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public Task After_a_restart_all_cards_are_there_soon_and_once() => RestartAsync(null);

    [Fact]
    public async Task On_a_storage_account_as_well() => await RestartAsync((await azurite.NewAccountAsync()).Settings);

    private async Task RestartAsync(IReadOnlyDictionary<string, string?>? storage)
    {
        var settings = new Dictionary<string, string?>(storage ?? new Dictionary<string, string?>())
        {
            ["Work:LeaseSeconds"] = $"{Lease.TotalSeconds}",
            ["Work:ClaimSeconds"] = $"{Claim.TotalSeconds}",
        };
        await using var world = await BotWorld.StartAsync(await builds.NewAsync(), settings);
        await world.TellingAsync(async () =>
        {
            var bot = await world.StartBotAsync();
            var floor = new SalesFloor(world);

            // Slow enough that all of them are in the middle of something.
            foreach (var operation in (string[])["gmail.threads.list", "gmail.drafts.create", "hubspot.contacts.create"])
                world.Sandbox.Faults.Set(operation, new Fault.Delay(TimeSpan.FromSeconds(1)));
            var leads = Enumerable.Range(0, Leads).Select(number => floor.HandleAsync(number, "approve")).ToArray();
            while (world.Vendors.Calls.Calls("gmail.drafts.create") < Leads / 8)
                await Task.Delay(10);
            await bot.KillAsync();
            world.Sandbox.Faults.Clear();
            var shownBefore = world.Vendors.Teams.Cards;

            await world.StartBotAsync();
            var ready = TimeProvider.System.GetTimestamp();
            var handled = await SalesFloor.AllAsync(leads);

            var last = handled.Max(lead => TimeProvider.System.GetElapsedTime(ready, lead.Shown));
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{shownBefore} cards before the kill, the last of {Leads} {last.TotalSeconds:0.0} s after the bot was ready again"
            );
            shownBefore.ShouldBeLessThan(Leads);
            last.ShouldBeLessThan(Soon);
            await Reckoning.OfAsync(world, handled);
        });
    }
}
