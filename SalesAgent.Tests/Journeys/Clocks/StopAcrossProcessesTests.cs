using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Journeys.Storms;
using SalesAgent.Tests.Support;
using SalesAgent.Tests.Support.Processes;

namespace SalesAgent.Tests.Journeys.Clocks;

/// <summary>
/// Two bots in two processes on one store. The clock of one jumps in the middle of its work; a stop said to the other holds for it all the
/// same.
/// </summary>
public sealed class StopAcrossProcessesTests(Azurite azurite)
{
    private const int Leads = 160;

    /// <summary>Of real time.</summary>
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>What a stop holds back. A card about a draft that is there may still be posted.</summary>
    private static readonly string[] Writes =
    [
        "gmail.drafts.create",
        "hubspot.contacts.create",
        "hubspot.tasks.create",
        "hubspot.notes.create",
    ];

    public static TheoryData<bool, double> Jumps =>
        JumpingClockTests.WantsAll
            ? new()
            {
                { false, -10 },
                { false, -1.0 / 60 },
                { false, 1.0 / 60 },
                { false, 48 },
                { true, -10 },
                { true, 48 },
            }
            : new() { { false, -10 }, { true, 48 } };

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task Within_three_seconds_nothing_leaves_the_process_whose_clock_jumped(bool inAnAccount, double hours)
    {
        Peers.NeedFaketime();
        var jump = TimeSpan.FromHours(hours);
        await using var world = await BotWorld.StartAsync(
            AppContext.BaseDirectory,
            inAnAccount ? (await azurite.NewAccountAsync()).Settings : null
        );
        await world.TellingAsync(async () =>
        {
            using var clock = new ProcessClock();
            var right = await world.StartBotAsync();
            var wrong = await world.StartBotAsync(clock: clock);
            (await IsStoppedAsync(wrong)).ShouldBeFalse();

            // So slow that both have their hands full until long after the stop.
            foreach (var operation in Writes)
                world.Sandbox.Faults.Set(operation, new Fault.Delay(TimeSpan.FromSeconds(1)));
            await Parallel.ForAsync(
                0,
                Leads,
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (number, cancellationToken) =>
                {
                    var form = WebhookStorm.FormOf(number).Form().ToJsonString();
                    var bot = number % 2 == 0 ? right : wrong;
                    var answer = await world.Sandbox.HubSpot.SendAsync(
                        bot.Address,
                        HubSpotRoute.FormSubmission,
                        form,
                        cancellationToken: cancellationToken
                    );
                    answer.Status.ShouldBe(202);
                }
            );
            await UntilAsync(() => EndedBy(wrong) > 0, "the second bot took nothing of the work");
            clock.Turn(jump);
            await UntilAsync(
                async () => (await ShownByAsync(wrong) - TimeProvider.System.GetUtcNow() - jump).Duration() < TimeSpan.FromSeconds(5),
                "its clock did not jump"
            );
            var before = EndedBy(wrong);
            await UntilAsync(() => EndedBy(wrong) > before, "it worked on nothing after its clock had jumped");
            (await IsStoppedAsync(wrong)).ShouldBeFalse();

            // From when it was answered: before that nobody was told that everything is stopped.
            (await world.Mona.Personal.SayAsync(right.Messages, "stop everything")).Status.ShouldBeLessThan(300);
            var said = TimeProvider.System.GetTimestamp();
            await UntilAsync(() => IsStoppedAsync(wrong), "it never heard of the stop");
            var heard = TimeProvider.System.GetElapsedTime(said);
            var counts = Writes.ToDictionary(operation => operation, operation => (long)world.Vendors.Calls.Calls(operation));
            var last = Writes.ToDictionary(operation => operation, _ => TimeSpan.Zero);
            while (TimeProvider.System.GetElapsedTime(said) < InForceWithin * 3)
            {
                foreach (var operation in Writes)
                {
                    if (world.Vendors.Calls.Calls(operation) is var now && now > counts[operation])
                        (counts[operation], last[operation]) = (now, TimeProvider.System.GetElapsedTime(said));
                }

                await Task.Delay(Glance);
            }

            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"heard after {heard.TotalSeconds:0.00} s, the last writes began after {string.Join(", ", last.Select(one => $"{one.Value.TotalSeconds:0.00} s ({one.Key})"))}"
                )
            );
            heard.ShouldBeLessThan(InForceWithin);
            last.Values.ShouldAllBe(after => after < InForceWithin);
            counts["gmail.drafts.create"].ShouldBeLessThan(Leads, "all was done before the stop, so nothing was held back");

            // The way back, and that nothing was made twice by two who do not agree what time it is.
            world.Sandbox.Faults.Clear();
            clock.Turn(TimeSpan.Zero);
            await world.Mona.Personal.SayAsync(right.Messages, "resume");
            await UntilAsync(() => world.Vendors.Teams.Cards >= Leads, "not every lead has its card");
            await using var store = await world.OpenStoreAsync();

            // A task or a note that HubSpot refused to take in the middle of it is filed after the card.
            await UntilAsync(
                async () => await store.Services.GetRequiredService<IWorkQueue>().CountAsync(CancellationToken.None) == 0,
                "work is left"
            );
            (await store.Services.GetRequiredService<EmergencyStop>().FindAsync(CancellationToken.None)).ShouldBeNull();
            foreach (var operation in Writes)
                world.Vendors.Calls.Writes(operation).ShouldBe(Leads, operation);
            world.Vendors.Teams.Cards.ShouldBe(Leads);
        });
    }

    private static int EndedBy(BotInstance bot) =>
        bot.Said.Count(line => line.Contains("went through its steps", StringComparison.Ordinal));

    private static async Task<bool> IsStoppedAsync(BotInstance bot) =>
        (await Http.GetStringAsync(new Uri(bot.Address, "/health/ready"))).Contains("\"stopped\":true", StringComparison.Ordinal);

    /// <summary>What its clock shows, as it dates its answers.</summary>
    private static async Task<DateTimeOffset> ShownByAsync(BotInstance bot)
    {
        using var answer = await Http.GetAsync(new Uri(bot.Address, "/health"));
        return answer.Headers.Date!.Value;
    }

    private static Task UntilAsync(Func<bool> isSo, string otherwise) => UntilAsync(() => Task.FromResult(isSo()), otherwise);

    private static async Task UntilAsync(Func<Task<bool>> isSo, string otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, otherwise);
            await Task.Delay(Glance);
        }
    }
}
