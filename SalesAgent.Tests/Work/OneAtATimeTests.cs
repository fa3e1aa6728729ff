using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Work;

/// <summary>One kind of work about one lead is under way once in a process, however many items say so.</summary>
public sealed class OneAtATimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_second_item_of_a_lead_waits_for_the_first_and_counts_no_attempt()
    {
        var (inside, most) = (0, 0);
        var released = new TaskCompletionSource();
        var worker = new Worker(
            async (_, _, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await released.Task;
                Interlocked.Decrement(ref inside);
                return Worker.Done;
            }
        );
        await using var pump = new PumpUnderTest(new WorkOptions(), worker);
        await pump.EnqueueAsync(new("a", "lead-1"), new("a", "lead-1", "about something else"), new("a", "lead-2"));
        await pump.StartAsync();

        await pump.PassUntilAsync(() => Task.FromResult(worker.Begun.Count == 2), Limit);
        var later = pump.Now + TimeSpan.FromSeconds(10);
        await pump.PassUntilAsync(() => Task.FromResult(pump.Now > later), Limit);
        worker.Begun.Select(begun => begun.Subject).ShouldBe(["lead-1", "lead-2"], ignoreOrder: true);
        released.SetResult();
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, Limit);

        worker.Begun.Count.ShouldBe(3);
        worker.Begun.ShouldAllBe(begun => begun.Attempt == 1);
        most.ShouldBe(2);
    }

    [Fact]
    public async Task Another_kind_of_work_about_the_same_lead_goes_on_beside_it()
    {
        var released = new TaskCompletionSource();
        var slow = new Worker(
            async (_, _, _) =>
            {
                await released.Task;
                return Worker.Done;
            }
        );
        var quick = new Worker((_, _, _) => Task.FromResult(Worker.Done), kind: "b");
        await using var pump = new PumpUnderTest(new WorkOptions(), slow, quick);
        await pump.EnqueueAsync(new("a", "lead-1"), new("b", "lead-1"));
        await pump.StartAsync();

        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 1, Limit);

        quick.Begun.Count.ShouldBe(1);
        released.SetResult();
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, Limit);
    }
}
