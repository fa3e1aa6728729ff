using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Work;

public sealed class WorkPumpTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Work_on_the_queue_is_done_once_and_leaves_it()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.EnqueueAsync(new("a", "1"), new("a", "2"));

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == 0);
        worker.Begun.ShouldBe([("1", 1), ("2", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Work_that_comes_while_the_pump_is_idle_is_found_within_a_second_and_a_half()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.StartAsync();
        await pump.PassUntilAsync(() => Task.FromResult(pump.Now.Second >= 30), 31 * Second);

        await pump.EnqueueAsync(new WorkItem("a", "1"));

        await pump.PassUntilAsync(() => Task.FromResult(!worker.Begun.IsEmpty), 1.5 * Second);
    }

    [Fact]
    public async Task Handed_over_work_goes_on_without_a_round_over_the_queue()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.StartAsync();
        var work = await pump.EnqueueAndHoldAsync(new("a", "1"));

        pump.HandOver.GoOn(work).ShouldBeTrue();

        // The clock stands still, so nothing polls.
        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == 0);
        worker.Begun.ShouldBe([("1", 1)]);
    }

    [Fact]
    public async Task While_the_brake_is_on_nothing_is_begun_and_afterwards_all_of_it_is()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 10 }, worker);
        pump.Brake.IsPulled = true;
        await pump.StartAsync();
        await pump.EnqueueAsync(new WorkItem("a", "queued"));
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "handed over"))).ShouldBeTrue();

        var until = pump.Now + 15 * Second;
        await pump.PassUntilAsync(() => Task.FromResult(pump.Now >= until), 16 * Second);
        worker.Begun.ShouldBeEmpty();

        pump.Brake.IsPulled = false;
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, 15 * Second);
        worker.Begun.Select(begun => begun.Item1).ShouldBe(["queued", "handed over"], ignoreOrder: true);
    }

    [Fact]
    public async Task While_many_callers_wait_a_few_items_are_worked_on_and_afterwards_as_many_as_there_is_room_for()
    {
        var gate = new TaskCompletionSource();
        var worker = new Worker(
            async (_, _, _) =>
            {
                await gate.Task;
                return Worker.Done;
            }
        );
        await using var pump = new PumpUnderTest(new() { MaximumInFlight = 16 }, worker);
        var waits = Enumerable.Range(0, 8).Select(_ => pump.Callers.Begin()).ToArray();
        await pump.EnqueueAsync([.. Enumerable.Range(0, 16).Select(number => new WorkItem("a", $"{number}"))]);

        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 4));
        var until = pump.Now + Second;
        await pump.PassUntilAsync(() => Task.FromResult(pump.Now >= until), 2 * Second);
        worker.Begun.Count.ShouldBe(4);

        foreach (var wait in waits)
            wait.Dispose();
        await pump.PassUntilAsync(() => Task.FromResult(worker.Begun.Count == 16), 3 * Second);
        gate.SetResult();
    }

    [Fact]
    public async Task What_finds_no_room_in_the_hand_over_is_done_when_its_lease_lapses()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 10 }, worker);
        var refused = 0;
        for (var number = 0; number < 300; number++)
        {
            if (!pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", $"{number}"))))
                refused++;
        }

        await pump.StartAsync();

        refused.ShouldBeInRange(1, 299);
        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == refused);
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, 20 * Second);
        worker.Begun.Select(begun => begun.Subject).ShouldBeUnique();
        worker.Begun.Count(begun => begun.Attempt == 2).ShouldBe(refused);
    }

    [Fact]
    public async Task Handed_over_work_whose_lease_has_lapsed_meanwhile_is_left_to_the_queue()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 10 }, worker);
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "1")));
        pump.Time.Advance(10 * Second);

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == 0);
        worker.Begun.ShouldBe([("1", 2)]);
    }

    [Fact]
    public async Task Handed_over_work_that_cannot_be_begun_here_is_soon_there_for_others_and_has_used_up_no_attempt()
    {
        var end = new TaskCompletionSource<WorkResult>();
        var worker = new Worker((_, _, cancellation) => end.Task.WaitAsync(cancellation));
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 30, MaximumInFlight = 1 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "running"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "waiting"))).ShouldBeTrue();

        // Before its lease has lapsed, and without its being taken: there is no room here.
        await pump.PassUntilAsync(async () => (await pump.AliveAsync())[1].VisibleAt <= pump.Now, 15 * Second);

        // Asked again, because this queue is that of the holder, which lets go a moment after the item is visible to other processes.
        IReadOnlyList<LeasedWork> received = [];
        await pump.WaitUntilAsync(async () =>
            (received = await pump.Queue.ReceiveAsync(5, 30 * Second, TestContext.Current.CancellationToken)).Count > 0
        );
        var elsewhere = received.ShouldHaveSingleItem();
        (elsewhere.Item.Subject, elsewhere.Attempts).ShouldBe(("waiting", 1));
        end.SetResult(Worker.Done);
    }

    [Fact]
    public async Task While_the_brake_is_on_handed_over_work_goes_back_to_the_queue()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 30 }, worker);
        pump.Brake.IsPulled = true;
        await pump.StartAsync();
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "1"))).ShouldBeTrue();

        await pump.PassUntilAsync(async () => (await pump.AliveAsync())[0].VisibleAt <= pump.Now, 15 * Second);

        pump.Brake.IsPulled = false;
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, 3 * Second);
        worker.Begun.ShouldBe([("1", 1)]);
    }

    [Fact]
    public async Task An_idle_pump_that_is_woken_looks_at_the_queue_at_once()
    {
        var worker = new Worker();
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.StartAsync();
        await pump.PassUntilAsync(() => Task.FromResult(pump.WaitsOf(Second) > 3), 31 * Second);
        await pump.EnqueueAsync(new WorkItem("a", "1"));

        pump.HandOver.Wake();

        // The clock stands still, so nothing polls.
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));
    }

    [Fact]
    public async Task Urgent_work_is_begun_as_soon_as_a_place_is_free_whatever_waits()
    {
        var gates = Enumerable.Range(0, 2).Select(_ => new TaskCompletionSource<WorkResult>()).ToArray();
        var begun = 0;
        var worker = new Worker(
            (_, _, cancellation) =>
                Interlocked.Increment(ref begun) is var turn && turn <= gates.Length
                    ? gates[turn - 1].Task.WaitAsync(cancellation)
                    : Task.FromResult(Worker.Done)
        );
        await using var pump = new PumpUnderTest(new() { MaximumInFlight = 2 }, worker);
        await pump.EnqueueAsync([.. Enumerable.Range(0, 100).Select(number => new WorkItem("a", $"{number}"))]);
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 2));

        var typed = new WorkItem("a", "typed") { IsUrgent = true };
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(typed)).ShouldBeTrue();
        await pump.EnqueueAsync(new WorkItem("a", "typed elsewhere") { IsUrgent = true });
        foreach (var gate in gates)
            gate.SetResult(Worker.Done);

        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == 0);
        var order = worker.Begun.Select(one => one.Subject).ToList();
        order.IndexOf("typed").ShouldBeLessThan(8);
        order.IndexOf("typed elsewhere").ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Failed_work_is_repeated_after_growing_delays()
    {
        var worker = new Worker(
            (_, attempt, _) => attempt < 5 ? throw new InvalidOperationException("jane@acme.com") : Task.FromResult(Worker.Done)
        );
        await using var pump = new PumpUnderTest(new() { Delays = [Second, 7 * Second, 60 * Second] }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();

        foreach (var (attempt, delay) in new[] { (1, 1), (2, 7), (3, 60), (4, 60) })
        {
            await pump.PassUntilAsync(() => Task.FromResult(worker.Begun.Count == attempt), 2 * Second);
            await pump.WaitUntilAsync(async () => (await pump.AliveAsync())[0].VisibleAt == pump.Now + (delay * Second));
            pump.Time.Advance((delay * Second) - TimeSpan.FromMilliseconds(1));
            worker.Begun.Count.ShouldBe(attempt);
            pump.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, 2 * Second);
        worker.Begun.Select(begun => begun.Attempt).ShouldBe([1, 2, 3, 4, 5]);
        (await pump.BuriedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_that_asks_for_a_delay_gets_that_one()
    {
        var worker = new Worker((_, _, _) => Task.FromResult<WorkResult>(new WorkResult.Later("RateLimited", TimeSpan.FromMinutes(3))));
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.AliveAsync())[0].VisibleAt == pump.Now + TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task After_the_last_attempt_work_is_buried_without_a_word_of_the_message_and_its_handler_is_told()
    {
        var worker = new Worker((_, _, _) => throw new InvalidOperationException("jane@acme.com", new HttpRequestException("secret")));
        await using var pump = new PumpUnderTest(new() { MaximumAttempts = 3, Delays = [Second] }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();

        await pump.PassUntilAsync(() => Task.FromResult(!worker.Told.IsEmpty), 30 * Second);

        var buried = (await pump.BuriedAsync()).ShouldHaveSingleItem();
        buried.BuriedBecause.ShouldBe("InvalidOperationException (HttpRequestException); given up after 3 attempts");
        buried.Item.ShouldBe(new WorkItem("a", "1"));
        worker.Told.ShouldBe([("1", buried.BuriedBecause!)]);
        worker.Begun.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_item_that_whoever_took_it_did_not_survive_is_buried_before_it_ends_the_next()
    {
        var worker = new Worker((_, _, _) => Task.FromResult(Worker.Done));
        await using var pump = new PumpUnderTest(new() { MaximumAttempts = 2 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        for (var death = 0; death < 2; death++)
        {
            await pump.Queue.ReceiveAsync(1, Second, TestContext.Current.CancellationToken);
            pump.Time.Advance(Second);
        }

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.BuriedAsync()).Count == 1);
        worker.Begun.ShouldBeEmpty();
        (await pump.BuriedAsync())[0].BuriedBecause.ShouldBe("Handed out 3 times and never came to an end.");
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Told.Count == 1));
    }

    [Fact]
    public async Task Who_waits_for_somebody_else_is_not_given_up_and_has_all_attempts_left_afterwards()
    {
        var waits = 0;
        var worker = new Worker(
            (_, _, _) =>
                Task.FromResult<WorkResult>(
                    ++waits <= 5 ? new WorkResult.Wait("somebody else works on it", Second) : new WorkResult.Later("Unavailable", Second)
                )
        );
        await using var pump = new PumpUnderTest(new() { MaximumAttempts = 2 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();

        await pump.PassUntilAsync(async () => (await pump.BuriedAsync()).Count == 1, 30 * Second);

        worker.Begun.Select(begun => begun.Attempt).ShouldBe([1, 1, 1, 1, 1, 1, 2]);
    }

    [Fact]
    public async Task Work_that_is_given_up_is_buried_at_once()
    {
        var worker = new Worker((_, _, _) => Task.FromResult<WorkResult>(new WorkResult.GiveUp("The mailbox is gone.")));
        await using var pump = new PumpUnderTest(new(), worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.BuriedAsync()).Count == 1);
        (await pump.BuriedAsync())[0].BuriedBecause.ShouldBe("The mailbox is gone.");
        worker.Begun.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Work_nobody_does_is_buried_not_dropped()
    {
        await using var pump = new PumpUnderTest(new(), new Worker());
        await pump.EnqueueAsync(new WorkItem("unheard_of", "1"));

        await pump.StartAsync();

        await pump.WaitUntilAsync(async () => (await pump.BuriedAsync()).Count == 1);
        (await pump.BuriedAsync())[0].BuriedBecause.ShouldBe("Nothing here does this kind of work.");
    }

    [Fact]
    public void Two_handlers_of_one_kind_stop_the_start() =>
        Should.Throw<InvalidOperationException>(() => new PumpUnderTest(new(), new Worker(), new Worker())).Message.ShouldContain("'a'");

    [Fact]
    public async Task Long_work_keeps_its_lease()
    {
        var end = new TaskCompletionSource<WorkResult>();
        var worker = new Worker((_, _, cancellation) => end.Task.WaitAsync(cancellation));
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 30 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));

        // Ten leases long; each is renewed when two thirds of it are left.
        for (var third = 0; third < 30; third++)
        {
            await pump.WaitUntilAsync(() => Task.FromResult(pump.WaitsOf(10 * Second) > third));
            pump.Time.Advance(10 * Second);
            await pump.WaitUntilAsync(async () => (await pump.AliveAsync())[0].VisibleAt == pump.Now + (30 * Second));
        }

        end.SetResult(Worker.Done);
        await pump.WaitUntilAsync(async () => (await pump.AliveAsync()).Count == 0);
        worker.Begun.ShouldBe([("1", 1)]);
    }

    [Fact]
    public async Task Work_whose_lease_was_lost_is_cancelled_and_left_to_who_has_it()
    {
        var cancelled = new TaskCompletionSource();
        var worker = new Worker(
            async (_, _, cancellation) =>
            {
                using var registration = cancellation.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, cancellation);
                return Worker.Done;
            }
        );
        await using var pump = new PumpUnderTest(new() { LeaseSeconds = 30, MaximumInFlight = 1 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));

        // The clock leaps over the whole lease, as when the machine slept: the renewal comes too late.
        pump.Time.Advance(30 * Second);

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 2));
        worker.Begun.ShouldBe([("1", 1), ("1", 2)]);
    }

    [Fact]
    public async Task No_more_is_taken_than_there_is_room_for()
    {
        var end = new TaskCompletionSource<WorkResult>();
        var worker = new Worker((_, _, cancellation) => end.Task.WaitAsync(cancellation));
        await using var pump = new PumpUnderTest(new() { MaximumInFlight = 4 }, worker);
        await pump.EnqueueAsync([.. Enumerable.Range(0, 10).Select(number => new WorkItem("a", $"{number}"))]);
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 4));
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "handed over")));

        await pump.PassUntilAsync(() => Task.FromResult(pump.Now.Second >= 3), 4 * Second);

        worker.Begun.Count.ShouldBe(4);
        pump.Pump.InFlight.ShouldBe(4);
        (await pump.AliveAsync()).Count(work => work.Attempts == 0).ShouldBe(6);
        end.SetResult(Worker.Done);
        await pump.PassUntilAsync(async () => (await pump.AliveAsync()).Count == 0, 5 * Second);
        worker.Begun.Count.ShouldBe(11);
        await pump.WaitUntilAsync(() => Task.FromResult(pump.Pump.InFlight == 0));
    }

    [Fact]
    public async Task At_a_stop_running_work_ends_and_waiting_work_is_given_back()
    {
        var end = new TaskCompletionSource<WorkResult>();
        var worker = new Worker((_, _, cancellation) => end.Task.WaitAsync(cancellation));
        await using var pump = new PumpUnderTest(new() { MaximumInFlight = 1 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "running"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "waiting")));

        var stopping = pump.Pump.StopAsync(TestContext.Current.CancellationToken);
        await pump.WaitUntilAsync(async () => (await pump.AliveAsync())[1].VisibleAt == pump.Now);
        stopping.IsCompleted.ShouldBeFalse();
        end.SetResult(Worker.Done);
        await stopping;

        (await pump.AliveAsync()).ShouldHaveSingleItem().Item.Subject.ShouldBe("waiting");
        worker.Begun.Count.ShouldBe(1);
        pump.HandOver.GoOn(await pump.EnqueueAndHoldAsync(new("a", "late"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Work_that_outlasts_the_drain_is_cancelled_and_given_back_at_once()
    {
        var worker = new Worker(
            async (_, _, cancellation) =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return Worker.Done;
            }
        );
        await using var pump = new PumpUnderTest(new() { DrainSeconds = 20 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));
        var stoppedAt = pump.Now;

        var stopping = pump.Pump.StopAsync(TestContext.Current.CancellationToken);
        await pump.PassUntilAsync(() => Task.FromResult(stopping.IsCompleted), 23 * Second);

        (pump.Now - stoppedAt).ShouldBeGreaterThanOrEqualTo(20 * Second);
        var left = (await pump.AliveAsync()).ShouldHaveSingleItem();
        left.VisibleAt.ShouldBeLessThanOrEqualTo(pump.Now);
    }

    [Fact]
    public async Task Work_that_does_not_listen_keeps_its_lease_when_the_process_ends()
    {
        var end = new TaskCompletionSource<WorkResult>();
        var worker = new Worker((_, _, _) => end.Task);
        await using var pump = new PumpUnderTest(new() { DrainSeconds = 1 }, worker);
        await pump.EnqueueAsync(new WorkItem("a", "1"));
        await pump.StartAsync();
        await pump.WaitUntilAsync(() => Task.FromResult(worker.Begun.Count == 1));

        var stopping = pump.Pump.StopAsync(TestContext.Current.CancellationToken);
        await pump.PassUntilAsync(() => Task.FromResult(stopping.IsCompleted), 5 * Second);

        (await pump.AliveAsync()).ShouldHaveSingleItem().VisibleAt.ShouldBeGreaterThan(pump.Now);
        end.SetResult(Worker.Done);
        await pump.WaitUntilAsync(() => Task.FromResult(pump.Pump.InFlight == 0));
    }
}
