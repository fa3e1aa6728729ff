namespace SalesAgent.Core.Work;

/// <summary>Counts who waits for an answer of this process, so that work in the background can step back for them.</summary>
public sealed class WaitingCallers
{
    /// <summary>HubSpot has at most ten requests of an app under way: so many at once are more than its everyday.</summary>
    private const int Many = 8;

    private int count;

    /// <summary>They came faster than they are answered.</summary>
    public bool AreMany => Volatile.Read(ref count) >= Many;

    /// <summary>Somebody waits until the result is disposed. Call it for callers that are believed, or anybody can hold up the work.</summary>
    public Wait Begin()
    {
        Interlocked.Increment(ref count);
        return new Wait(this);
    }

    public readonly struct Wait(WaitingCallers callers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref callers.count);
    }
}
