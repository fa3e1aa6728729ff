namespace SalesAgent.Core.Storage.Sqlite;

/// <summary>
/// Notices that the clock of the wall was set back while this process ran: by then it shows less than what really passed.
/// </summary>
internal sealed class ClockStep(TimeProvider time)
{
    /// <summary>Less is what keeping a clock right takes all the time.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private (DateTimeOffset Wall, long Passed) last = (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>By how much since the last question; zero when it was not, or was set ahead.</summary>
    public TimeSpan SetBackBy()
    {
        lock (gate)
        {
            var now = (Wall: time.GetUtcNow(), Passed: time.GetTimestamp());
            var step = last.Wall + time.GetElapsedTime(last.Passed, now.Passed) - now.Wall;
            last = now;
            return step > Noticed ? step : TimeSpan.Zero;
        }
    }
}
