using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Contracts;

/// <summary>A fresh, empty back end for one test.</summary>
public abstract class StorageUnderTest : IAsyncDisposable
{
    public abstract IRecordStore Records { get; }

    public abstract IWorkQueue Queue { get; }

    /// <summary>Lets time pass for the queue: a turned clock, or a real wait where the clock is somebody else's.</summary>
    public abstract Task LetPassAsync(TimeSpan duration);

    public abstract ValueTask DisposeAsync();
}
