using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Contracts;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

/// <summary>An account of its own at the emulator; what a test does to the wire is done between the two.</summary>
internal sealed class AzureUnderTest(Azurite azurite) : StorageUnderTest
{
    private AzureWorkQueue? queue;
    private AzureRecordStore? records;
    private StorageWire? tableWire;
    private StorageWire? queueWire;

    public override IRecordStore Records => records!;

    public override IWorkQueue Queue => queue!;

    public override IOrderedWrites Writes => new SequentialWrites(Records, Queue);

    public override TimeProvider Clock => TimeProvider.System;

    public override TimeSpan Lease => TimeSpan.FromSeconds(4);

    public override bool ListsLeased => false;

    public override bool FindsItems => false;

    public StorageWire TableWire => tableWire!;

    public StorageWire QueueWire => queueWire!;

    /// <summary>Through the wires.</summary>
    public AzuriteAccount Account { get; private set; } = null!;

    public override async ValueTask StartAsync()
    {
        var direct = await azurite.NewAccountAsync();
        tableWire = await StorageWire.StartAsync(direct.Tables);
        queueWire = await StorageWire.StartAsync(direct.Queues);
        Account = direct with { Tables = tableWire.Address, Queues = queueWire.Address };
        (records, queue) = Open();
    }

    /// <summary>How the last commit of any of the "processes" ended.</summary>
    public LastCommit Last { get; } = new();

    /// <summary>As another process would.</summary>
    public (AzureRecordStore Records, AzureWorkQueue Queue) Open()
    {
        var account = AzureStorageAccount.Open(
            new StorageOptions { Backend = StorageBackend.AzureStorage, ConnectionString = Account.ConnectionString }
        );
        var store = new AzureRecordStore(account, Last, TimeProvider.System);
        return (store, new AzureWorkQueue(account, store, TimeProvider.System));
    }

    /// <summary>A little more, because the two of us do not look at the clock at the same moment.</summary>
    public override Task LetPassAsync(TimeSpan duration) => Task.Delay(duration + TimeSpan.FromMilliseconds(50));

    public override async ValueTask DisposeAsync()
    {
        if (tableWire is not null)
            await tableWire.DisposeAsync();
        if (queueWire is not null)
            await queueWire.DisposeAsync();
    }
}
