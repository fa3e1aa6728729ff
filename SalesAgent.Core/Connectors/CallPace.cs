namespace SalesAgent.Core.Connectors;

/// <summary>
/// Keeps the calls of this process to one vendor, or to one mailbox of it, within the vendor's documented limit, over all leads. What a
/// lone lead needs is far below every limit, so it never waits. A pause that the vendor asks for holds for every call, not only for the
/// one that was told.
/// </summary>
/// <param name="limit">So much may begin within one <paramref name="window"/>; 0: no limit but the vendor's own pauses.</param>
/// <param name="patience">Who would have to wait longer for a turn is told so at once, and the queue brings the work back.</param>
internal sealed class CallPace(int limit, TimeSpan window, TimeSpan patience, TimeProvider time)
{
    /// <summary>The line of our own calls is too long.</summary>
    internal const string RefusalCode = "pace";

    /// <summary>The vendor told another call to wait, and this one waits with it.</summary>
    internal const string PauseCode = "vendor_pause";

    private static readonly HttpRequestOptionsKey<CallPace> Key = new("SalesAgent.CallPace");
    private static readonly HttpRequestOptionsKey<bool> TurnKey = new("SalesAgent.CallPace.Turn");

    /// <summary>The pause for which everybody is made to wait, however long the vendor asks for.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>Who waited for the end of a pause begins within this time after it.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(500);

    private readonly Lock taking = new();
    private readonly Queue<(long Turn, int Cost)> begun = new();
    private long spent;
    private long lastTurn = long.MinValue;
    private long restUntil = long.MinValue;

    public static CallPace? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var pace) ? pace : null;

    /// <param name="hasTurn">The first try has waited for its turn already.</param>
    public void Govern(HttpRequestMessage request, bool hasTurn = false)
    {
        request.Options.Set(Key, this);
        request.Options.Set(TurnKey, hasTurn);
    }

    /// <summary>Returns when the request may be sent; a turn taken beforehand is good for one try.</summary>
    /// <exception cref="ConnectorException"><inheritdoc cref="WaitAsync(OutsideCall, CancellationToken)" path="/exception"/></exception>
    public Task WaitAsync(HttpRequestMessage request, OutsideCall call, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(TurnKey, out var hasTurn) || !hasTurn)
            return WaitAsync(call, cancellationToken);

        request.Options.Set(TurnKey, false);
        return Task.CompletedTask;
    }

    /// <summary>The line of our own calls is too long; nothing was asked.</summary>
    public static ConnectorException Refusal(OutsideCall call, TimeSpan? wait) =>
        new(call.Connector, call.Operation, FailureKind.RateLimited) { Code = RefusalCode, RetryAfter = wait };

    /// <summary>Returns when the call may begin.</summary>
    /// <exception cref="ConnectorException"><see cref="FailureKind.RateLimited"/>: the line is too long; nothing was asked.</exception>
    public Task WaitAsync(OutsideCall call, CancellationToken cancellationToken)
    {
        var wait = TakeTurn(call);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>The vendor asked to be left alone.</summary>
    public void Rest(TimeSpan pause)
    {
        if (pause <= TimeSpan.Zero)
            return;

        lock (taking)
        {
            var until = time.GetTimestamp() + Ticks(pause < LongestRest ? pause : LongestRest);
            if (until > restUntil)
                restUntil = until;
        }
    }

    private TimeSpan TakeTurn(OutsideCall call)
    {
        lock (taking)
        {
            var now = time.GetTimestamp();
            var turn = Math.Max(now, lastTurn);
            if (restUntil > now)
            {
#pragma warning disable CA5394 // Nobody gains by guessing it.
                turn = Math.Max(turn, restUntil + (long)(Ticks(Spread) * Random.Shared.NextDouble()));
#pragma warning restore CA5394
            }

            // Counted as done only when the turn is taken: who is refused leaves the line as it was.
            var cost = Math.Min(call.Cost, Math.Max(limit, 1));
            var (freed, leaving) = (0L, 0);
            if (limit > 0)
            {
                foreach (var (at, paid) in begun)
                {
                    if (at + Ticks(window) > turn && spent - freed + cost <= limit)
                        break;
                    (freed, leaving, turn) = (freed + paid, leaving + 1, Math.Max(turn, at + Ticks(window)));
                }
            }

            var wait = time.GetElapsedTime(now, turn);
            if (wait > patience)
            {
                throw new ConnectorException(call.Connector, call.Operation, FailureKind.RateLimited)
                {
                    Code = restUntil > now ? PauseCode : RefusalCode,
                    RetryAfter = wait,
                };
            }

            if (limit == 0)
                return wait;

            for (; leaving > 0; leaving--)
                begun.Dequeue();
            spent += cost - freed;
            begun.Enqueue((turn, cost));
            lastTurn = turn;
            return wait;
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
