using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Contracts;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteOrderedWritesTests() : OrderedWritesContract(new SqliteUnderTest())
{
    [Fact]
    public async Task They_take_one_transaction_and_are_on_disk_when_told()
    {
        await using var storage = new SqliteUnderTest();
        var before = storage.Database.Writer.Transactions;

        await storage.Writes.RunAsync(
            [
                new OrderedWrite.Commit("person", [new Add("window", "{}")]),
                new OrderedWrite.Enqueue(new WorkItem("run_lead", "1"), storage.Lease),
                new OrderedWrite.Commit("lead", [new Add("state", "{}")]),
            ],
            TestContext.Current.CancellationToken
        );

        (storage.Database.Writer.Transactions - before).ShouldBe(1);
        await using var found = storage.OpenAsKilledNow();
        (await found.Records.FindAsync("person", "window", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await found.Records.FindAsync("lead", "state", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await found.Queue.ListAsync(10, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
    }
}
