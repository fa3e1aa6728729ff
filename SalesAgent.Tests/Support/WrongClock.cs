namespace SalesAgent.Tests.Support;

/// <summary>Another clock on the same wall: what really passes is the same, what it shows is not.</summary>
internal sealed class WrongClock(TimeProvider right) : TimeProvider
{
    private long off;

    public override long TimestampFrequency => right.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => right.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref off));

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        right.CreateTimer(callback, state, dueTime, period);

    public void Turn(TimeSpan by) => Interlocked.Add(ref off, by.Ticks);
}
