namespace SalesAgent.Tests.Support;

/// <summary>
/// The system's clock, with hours that pass when a test says so: for whoever reads it, and for every timer that waits for it.
/// </summary>
internal sealed class PassingClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<PassingTimer> waiting = [];
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PassingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Pass(TimeSpan by)
    {
        Interlocked.Add(ref ahead, by.Ticks);
        PassingTimer[] all;
        lock (gate)
            all = [.. waiting];
        foreach (var timer in all)
            timer.Passed();
    }

    private TimeSpan Ahead => TimeSpan.FromTicks(Volatile.Read(ref ahead));

    private sealed class PassingTimer : ITimer
    {
        private readonly PassingClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly ITimer inner;
        private long? dueAt;
        private TimeSpan period;

        public PassingTimer(PassingClock clock, TimerCallback callback, object? state)
        {
            (this.clock, this.callback, this.state) = (clock, callback, state);
            inner = System.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                this.period = period;
                dueAt =
                    dueTime == Timeout.InfiniteTimeSpan
                        ? null
                        : clock.GetTimestamp() + (long)(dueTime.TotalSeconds * clock.TimestampFrequency);
                if (dueAt is null)
                    clock.waiting.Remove(this);
                else
                    clock.waiting.Add(this);
            }

            return Arm();
        }

        public void Passed() => Arm();

        public void Dispose()
        {
            lock (clock.gate)
                clock.waiting.Remove(this);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            lock (clock.gate)
                clock.waiting.Remove(this);
            return inner.DisposeAsync();
        }

        private bool Arm()
        {
            lock (clock.gate)
                return inner.Change(Left() ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        private TimeSpan? Left()
        {
            if (dueAt is not { } due)
                return null;
            var left = clock.GetElapsedTime(clock.GetTimestamp(), due);
            return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
        }

        private void Fire()
        {
            lock (clock.gate)
            {
                if (Left() is not { } left)
                    return;
                if (left > TimeSpan.Zero)
                {
                    inner.Change(left, Timeout.InfiniteTimeSpan);
                    return;
                }

                var again = period > TimeSpan.Zero;
                dueAt = again ? clock.GetTimestamp() + (long)(period.TotalSeconds * clock.TimestampFrequency) : null;
                if (!again)
                    clock.waiting.Remove(this);
                else
                    inner.Change(period, Timeout.InfiniteTimeSpan);
            }

            callback(state);
        }
    }
}
