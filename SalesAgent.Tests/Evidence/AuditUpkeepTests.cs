using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Evidence;
using SalesAgent.Tests.Records;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Evidence;

public sealed class AuditUpkeepTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly FailingStore store;
    private readonly AuditWorld audit;
    private readonly AuditUpkeep upkeep;

    public AuditUpkeepTests()
    {
        store = new FailingStore(storage.Records);
        audit = new AuditWorld(store, AuditWorld.Noon(), retentionDays: 2);
        upkeep = new AuditUpkeep(audit.Anchors, audit.Retention, audit.Time, NullLogger<AuditUpkeep>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await upkeep.StopAsync(CancellationToken.None);
        upkeep.Dispose();
        await storage.DisposeAsync();
    }

    [Fact]
    public async Task Day_after_day_is_anchored_and_old_leads_go_while_it_runs()
    {
        var id = await audit.SettledAsync(1);
        await upkeep.StartAsync(CancellationToken.None);

        await UntilAsync(async () => (await audit.AnchorsAsync()).Count == 4 && (await audit.RowsAsync(id)).Count == 0);

        (await audit.AnchorsAsync())
            .Select(anchor => anchor.Day)
            .ShouldBe([new(2026, 3, 1), new(2026, 3, 2), new(2026, 3, 3), new(2026, 3, 4)]);
        (await audit.VerdictAsync()).ShouldSatisfyAllConditions(
            verdict => verdict.Faults.ShouldBeEmpty(),
            verdict => verdict.Removed.ShouldBe(1)
        );
    }

    [Fact]
    public async Task A_store_that_fails_for_a_moment_is_tried_again()
    {
        store.FailAt(1, afterWriting: false);
        await upkeep.StartAsync(CancellationToken.None);

        await UntilAsync(async () => (await audit.AnchorsAsync()).Count > 0);
    }

    /// <summary>Turns the clock hour by hour.</summary>
    private async Task UntilAsync(Func<Task<bool>> there)
    {
        for (var hour = 0; hour < 24 * 30; hour++)
        {
            if (await there())
                return;

            audit.Time.Advance(TimeSpan.FromHours(1));
            await Task.Delay(20);
        }

        throw new TimeoutException("It did not get there in a month.");
    }
}
