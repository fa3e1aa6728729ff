namespace SalesAgent.Core.Storage.Queue;

/// <summary>
/// How much of what is handed out is kept for work that nobody waits for. Urgent work comes first, yet however much of it there is, a
/// quarter of all places goes to the rest.
/// </summary>
internal sealed class UrgentShare
{
    private const int Part = 4;

    private int turns;

    /// <param name="max">How many are handed out together.</param>
    public int ForOthers(int max) =>
        max > 1 ? Math.Max(1, max / Part)
        : Interlocked.Increment(ref turns) % Part == 0 ? 1
        : 0;

    /// <summary>The first of both, together at most <paramref name="max"/>.</summary>
    public List<T> Of<T>(IReadOnlyList<T> urgent, IReadOnlyList<T> others, int max)
    {
        var fromOthers = Math.Min(others.Count, Math.Max(ForOthers(max), max - urgent.Count));
        return [.. urgent.Take(max - fromOthers), .. others.Take(fromOthers)];
    }
}
