namespace SalesAgent.Core.Work.Patience;

/// <summary>
/// How often work in a row met a rate limit, for work whose record has no place for it: a rate limit uses up no try, so the queue's count
/// of attempts stays where it was, and a pause that grew with it would never grow. Forgotten with the process: then the pauses begin anew.
/// </summary>
internal sealed class RateLimitPauses(TimeProvider time)
{
    /// <summary>So many pieces of work are remembered. The oldest goes first, and its pauses begin anew.</summary>
    internal const int MostKept = 4096;

    /// <summary>Longer than any pause: what comes later is another rate limit.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string About, Stall Stall, long At)>> kept = new(StringComparer.Ordinal);

    /// <summary>As <see cref="kept"/>, the oldest first.</summary>
    private readonly LinkedList<(string About, Stall Stall, long At)> byAge = new();

    /// <summary>How many pieces of work are remembered.</summary>
    internal int Kept
    {
        get
        {
            lock (gate)
                return kept.Count;
        }
    }

    /// <summary>Counts one more rate limit.</summary>
    /// <param name="about">The kind and the subject of the work.</param>
    /// <param name="waitsFor">A name for people: "the calendar", "Teams".</param>
    public Stall Again(string about, string waitsFor)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            while (byAge.First is { Value: var oldest } && (kept.Count >= MostKept || time.GetElapsedTime(oldest.At, now) > Memory))
                Drop(oldest.About);
            var stall = Stall.After(kept.TryGetValue(about, out var before) ? before.Value.Stall : null, waitsFor, time.GetUtcNow());
            Drop(about);
            kept[about] = byAge.AddLast((about, stall, now));
            return stall;
        }
    }

    /// <summary>The vendor answers again.</summary>
    public void Forget(string about)
    {
        lock (gate)
            Drop(about);
    }

    private void Drop(string about)
    {
        if (kept.Remove(about, out var node))
            byAge.Remove(node);
    }
}
