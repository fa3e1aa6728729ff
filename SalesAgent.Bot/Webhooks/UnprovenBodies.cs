namespace SalesAgent.Bot.Webhooks;

/// <summary>
/// Bounds what bodies hold in memory before their signature was looked at. Small ones, as HubSpot sends them, have places that large ones
/// cannot take. Whoever finds none waits a moment and is told to deliver again.
/// </summary>
internal sealed class UnprovenBodies : IDisposable
{
    /// <summary>Up to so many bytes a body is small. A hundred events are about half of it.</summary>
    public const int SmallBytes = 64 * 1024;

    /// <summary>32 MiB of small bodies.</summary>
    public const int MostSmall = 512;

    /// <summary>Each may take 3 MiB while it grows: 48 MiB.</summary>
    public const int MostLarge = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim small = new(MostSmall);
    private readonly SemaphoreSlim large = new(MostLarge);

    /// <summary>Bodies that are being read, or read and not yet proven.</summary>
    public int Count => MostSmall - small.CurrentCount;

    /// <exception cref="NoRoomException">All places are taken.</exception>
    public ValueTask TakeSmallAsync(CancellationToken cancellationToken) => TakeAsync(small, cancellationToken);

    /// <summary>Beside the small place that the body has.</summary>
    /// <exception cref="NoRoomException">All places are taken.</exception>
    public ValueTask TakeLargeAsync(CancellationToken cancellationToken) => TakeAsync(large, cancellationToken);

    public void Release(bool wasLarge)
    {
        if (wasLarge)
            large.Release();
        small.Release();
    }

    public void Dispose()
    {
        small.Dispose();
        large.Dispose();
    }

    private static async ValueTask TakeAsync(SemaphoreSlim places, CancellationToken cancellationToken)
    {
        if (!await places.WaitAsync(Patience, cancellationToken))
            throw new NoRoomException();
    }

    /// <summary>There are too many bodies in memory that nobody vouches for.</summary>
    internal sealed class NoRoomException() : Exception("Too many unproven bodies are being read.");
}
