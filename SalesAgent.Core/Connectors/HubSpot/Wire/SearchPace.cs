namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>
/// HubSpot lets an account search five times a second, all its apps together, and its answers do not say how many are left.
/// So that a burst of leads does not run into that wall, searches of this process begin at a pace and take their turn.
/// </summary>
/// <param name="perSecond">Of the account's budget, the share of this process.</param>
/// <param name="patience">Who would have to wait longer for a turn is told so at once.</param>
internal sealed class SearchPace(int perSecond, TimeSpan patience, TimeProvider time)
{
    // A little more than a second: what leaves evenly does not arrive evenly.
    internal const string RefusalCode = "search_pace";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1.05);

    private readonly Lock taking = new();
    private readonly long?[] begun = new long?[perSecond];
    private int oldest;

    /// <summary>Returns when the search may begin.</summary>
    /// <exception cref="ConnectorException"><see cref="FailureKind.RateLimited"/>: the line is too long; nothing was asked.</exception>
    public Task WaitAsync(OutsideCall call, CancellationToken cancellationToken)
    {
        var wait = TakeTurn(call);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    private TimeSpan TakeTurn(OutsideCall call)
    {
        lock (taking)
        {
            var now = time.GetTimestamp();
            var turn = begun[oldest] is { } before ? Math.Max(now, before + (long)(Window.TotalSeconds * time.TimestampFrequency)) : now;
            var wait = time.GetElapsedTime(now, turn);
            if (wait > patience)
            {
                throw new ConnectorException(call.Connector, call.Operation, FailureKind.RateLimited)
                {
                    Code = "search_pace",
                    RetryAfter = wait,
                };
            }

            begun[oldest] = turn;
            oldest = (oldest + 1) % begun.Length;
            return wait;
        }
    }
}
