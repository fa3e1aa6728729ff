using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Work;

/// <summary>A pump on a real queue, whose time passes only when the test says so.</summary>
internal sealed class PumpUnderTest : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly HeardWaits heard;
    private readonly WorkOptions options;
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public PumpUnderTest(WorkOptions options, params IWorkHandler[] handlers)
    {
        this.options = options;
        heard = new HeardWaits(storage.Time);
        Pump = new WorkPump(
            storage.Queue,
            HandOver,
            Callers,
            [Brake],
            handlers,
            Options.Create(options),
            heard,
            new MiddleRandom(),
            NullLogger<WorkPump>.Instance
        );
    }

    public WorkPump Pump { get; }

    public HandBrake Brake { get; } = new();

    public WorkHandOver HandOver { get; } = new();

    public LoadShedding Callers { get; } = new();

    public IWorkQueue Queue => storage.Queue;

    public FakeTimeProvider Time => storage.Time;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>
    /// How many waits of exactly that long have begun. Whoever turns the clock before a wait begins makes it end a turn later.
    /// </summary>
    public int WaitsOf(TimeSpan length) => heard.Count(length);

    public Task StartAsync() => Pump.StartAsync(cancellation);

    public Task EnqueueAsync(params WorkItem[] items) => Queue.EnqueueAsync(items, TimeSpan.Zero, cancellation);

    public async Task<LeasedWork> EnqueueAndHoldAsync(WorkItem item) =>
        (await Queue.EnqueueAsync([item], options.Lease, cancellation)).ShouldHaveSingleItem();

    public Task<IReadOnlyList<QueuedWork>> AliveAsync() => Queue.ListAsync(1000, cancellation);

    public Task<IReadOnlyList<QueuedWork>> BuriedAsync() => Queue.ListBuriedAsync(1000, cancellation);

    /// <summary>Turns the clock on in small steps until it is so, for at most <paramref name="limit"/> of its time.</summary>
    public async Task PassUntilAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; !await condition(); passed += step)
        {
            passed.ShouldBeLessThan(limit, "it never came about");
            Time.Advance(step);
            await Task.Delay(2, cancellation);
        }
    }

    /// <summary>Waits, with the clock standing still.</summary>
    public async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            tries.ShouldBeLessThan(5000, "it never came about");
            await Task.Delay(2, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Work that hangs ends only when the drain is over, which takes the clock.
        var stopping = Pump.StopAsync(CancellationToken.None);
        await PassUntilAsync(() => Task.FromResult(stopping.IsCompleted), TimeSpan.FromMinutes(1));
        Pump.Dispose();
        await storage.DisposeAsync();
    }

    /// <summary>The test's clock, which also knows what is waited for by it.</summary>
    private sealed class HeardWaits(TimeProvider clock) : TimeProvider
    {
        private readonly ConcurrentQueue<TimeSpan> begun = [];

        public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public int Count(TimeSpan length) => begun.Count(wait => wait == length);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            begun.Enqueue(dueTime);
            return timer;
        }
    }

    /// <summary>Neither early nor late: delays are what the options say.</summary>
    private sealed class MiddleRandom : Random
    {
        public override double NextDouble() => 0.5;
    }
}

/// <summary>Pulled by hand.</summary>
internal sealed class HandBrake : IWorkBrake
{
    public volatile bool IsPulled;

    public ValueTask<bool> IsOnAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsPulled);
}
