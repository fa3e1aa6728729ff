namespace SalesAgent.Core.Work;

/// <summary>Counts the callers that wait for an answer, so that background work yields to them under load.</summary>
public sealed class LoadShedding
{
    /// <summary>HubSpot has at most ten requests of an app under way: so many at once are more than its everyday.</summary>
    private const int Many = 8;

    private int count;

    /// <summary>Callers come faster than they are answered.</summary>
    public bool AreMany => Volatile.Read(ref count) >= Many;

    /// <summary>
    /// A caller waits until the result is disposed. Only for authenticated callers: otherwise anybody could stall the background work.
    /// </summary>
    public Wait Begin()
    {
        Interlocked.Increment(ref count);
        return new Wait(this);
    }

    public readonly struct Wait(LoadShedding callers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref callers.count);
    }
}
