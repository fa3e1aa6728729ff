using System.Collections.Concurrent;

namespace SalesAgent.Core.Connectors;

/// <summary>What changes rarely, kept a while for each mailbox, so that a lead does not wait for the same answer again.</summary>
internal sealed class RecentAnswers<T>(TimeProvider time, TimeSpan keptFor)
    where T : class
{
    private const int MostKept = 500;

    private readonly ConcurrentDictionary<string, (long At, T Answer)> kept = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when nothing was kept, or too long ago.</summary>
    public T? Find(string mailbox) =>
        kept.TryGetValue(mailbox, out var known) && time.GetElapsedTime(known.At) < keptFor ? known.Answer : null;

    public void Keep(string mailbox, T answer)
    {
        // Dropping any one is enough: it only costs asking again.
        if (kept.Count >= MostKept && kept.Keys.FirstOrDefault() is { } someone)
            kept.TryRemove(someone, out _);
        kept[mailbox] = (time.GetTimestamp(), answer);
    }
}
