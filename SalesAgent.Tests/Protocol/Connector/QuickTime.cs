using System.Collections.Concurrent;

namespace SalesAgent.Tests.Protocol.Connector;

/// <summary>A clock whose waits are over at once and are remembered; only the limit of a call runs in real time.</summary>
internal sealed class QuickTime(TimeSpan limitOfACall) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = [];

    public TimeSpan[] Waits => [.. waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == limitOfACall)
            return base.CreateTimer(callback, state, dueTime, period);
        waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
