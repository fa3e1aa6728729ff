namespace SalesAgent.Tests.Contracts;

/// <summary>Promises that every back end keeps. Each test has one of its own.</summary>
public abstract class StorageContract(StorageUnderTest storage) : IAsyncLifetime
{
    private protected StorageUnderTest Storage => storage;

    public virtual ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
