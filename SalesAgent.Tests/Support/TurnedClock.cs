namespace SalesAgent.Tests.Support;

/// <summary>
/// The system's clock, turned ahead by a test. Only what is read from it changes: timers run as ever, so the app works on while days go by.
/// </summary>
internal sealed class TurnedClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref ahead));

    public void Turn(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
