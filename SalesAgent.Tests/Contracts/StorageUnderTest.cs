using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Contracts;

/// <summary>A fresh, empty back end for one test.</summary>
public abstract class StorageUnderTest : IAsyncDisposable
{
    public abstract IRecordStore Records { get; }

    public abstract IWorkQueue Queue { get; }

    public abstract IOrderedWrites Writes { get; }

    /// <summary>The clock the queue goes by.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Short where it has to be waited for, and still long enough for a slow machine to do something within it.</summary>
    public abstract TimeSpan Lease { get; }

    /// <summary>Whether the list of items shows those that somebody holds.</summary>
    public abstract bool ListsLeased { get; }

    /// <summary>Whether it can find an item by what it is about; where not, the same work asked for twice is two items.</summary>
    public abstract bool FindsItems { get; }

    /// <summary>Before anything else is asked of it.</summary>
    public abstract ValueTask StartAsync();

    /// <summary>Lets time pass for the queue: a turned clock, or a real wait where the clock is somebody else's.</summary>
    public abstract Task LetPassAsync(TimeSpan duration);

    public abstract ValueTask DisposeAsync();
}
