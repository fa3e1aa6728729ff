using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Work.Ownership;

/// <summary>
/// What a process takes for its own is what it was really given: nothing of a transaction that was rolled back, and all of the one that was
/// not.
/// </summary>
public sealed class HeldWorkTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>More than fits where <see cref="FillDiskAsync"/> leaves no page free.</summary>
    private static readonly string Large = new('x', 700_000);

    private readonly SqliteUnderTest storage = new();
    private readonly HeldWork held = new(TimeProvider.System);
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private SqliteWorkQueue Queue => field ??= new SqliteWorkQueue(storage.Database, TimeProvider.System, held);

    private SqliteOrderedWrites Writes => field ??= new SqliteOrderedWrites(storage.Database, TimeProvider.System, held);

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Of_ordered_writes_that_are_rolled_back_nothing_is_held()
    {
        await FillDiskAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            Writes.RunAsync(
                [new OrderedWrite.Enqueue(new("a", "1"), Lease), new OrderedWrite.Commit("large", [new RecordOperation.Put("one", Large)])],
                cancellation
            )
        );

        held.Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_items_of_which_one_finds_no_room_none_is_held()
    {
        await FillDiskAsync();

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            Queue.EnqueueAsync([new("a", "1"), new("a", "2", Large)], Lease, cancellation)
        );

        held.Ids().ShouldBeEmpty();
        (await Queue.ReceiveAsync(10, Lease, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Items_whose_transaction_another_write_broke_are_put_there_once_more_and_held_once()
    {
        var writer = await storage.HoldWriterAsync();
        var ordered = Writes.RunAsync([new OrderedWrite.Enqueue(new("a", "ordered"), Lease)], cancellation);
        var plain = Queue.EnqueueAsync([new("a", "plain")], Lease, cancellation);
        var broken = BreakAsync();
        await writer.ReleaseAsync();
        await Should.ThrowAsync<InvalidOperationException>(broken);

        LeasedWork[] leased = [(await ordered).Enqueued.ShouldHaveSingleItem(), (await plain).ShouldHaveSingleItem()];

        held.Ids().ShouldBe(leased.Select(work => work.Id), ignoreOrder: true);
        foreach (var work in leased)
            (await Queue.CompleteAsync(work, cancellation)).ShouldBeTrue();
        held.Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_whose_lease_another_write_broke_is_handed_out_all_the_same()
    {
        await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
        var writer = await storage.HoldWriterAsync();
        var receiving = Queue.ReceiveAsync(1, Lease, cancellation);

        // It looks for something to receive first, beside the writer: by one of these it waits for the writer, too.
        var broken = new List<Task>();
        for (var number = 0; number < 40; number++)
        {
            broken.Add(BreakAsync());
            await Task.Delay(5, cancellation);
        }

        await writer.ReleaseAsync();
        foreach (var one in broken)
            await Should.ThrowAsync<InvalidOperationException>(one);

        held.Ids().ShouldBe([(await receiving).ShouldHaveSingleItem().Id]);
    }

    [Fact]
    public async Task What_has_the_number_of_an_item_that_was_rolled_back_is_free_for_whoever_comes()
    {
        await Should.ThrowAsync<InvalidOperationException>(() =>
            storage.Database.WriteAsync<bool>(
                session =>
                {
                    SqliteWorkQueue.Enqueue(session, new("a", "lost"), TimeProvider.System, Lease, held);
                    throw new InvalidOperationException("A bug.");
                },
                cancellation
            )
        );

        // Whoever put it there has not heard of it yet.
        held.Ids().Count.ShouldBe(1);
        await Queue.EnqueueAsync([new("a", "free")], TimeSpan.Zero, cancellation);

        (await Queue.ReceiveAsync(10, Lease, cancellation)).ShouldHaveSingleItem().Item.Subject.ShouldBe("free");
    }

    [Fact]
    public async Task Whoever_learns_late_that_their_item_was_rolled_back_lets_go_of_their_own_only()
    {
        var (mine, later) = (
            await Queue.EnqueueAsync([new("a", "1")], Lease, cancellation),
            await Queue.EnqueueAsync([new("a", "2")], Lease, cancellation)
        );
        var lost = mine[0] with { Id = later[0].Id, Receipt = later[0].Receipt };

        // Numbers of a transaction that was rolled back are given out anew: item and receipt look the same.
        held.Drop(lost);
        held.IsHeld(later[0].Id).ShouldBeTrue();

        held.Drop(later[0]);
        held.IsHeld(later[0].Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_renewal_that_is_not_kept_leaves_the_item_held_as_before()
    {
        var work = (await Queue.EnqueueAsync([new("a", "1")], Lease, cancellation)).ShouldHaveSingleItem();
        using var instances = new Instances(
            Path.Combine(Path.GetDirectoryName(storage.Path)!, "instances"),
            NullLogger<Instances>.Instance
        );
        var written = new HeldWork(TimeProvider.System, instances);
        written.Hold(work);
        var queue = new SqliteWorkQueue(storage.Database, TimeProvider.System, written);

        var renewing = LoseFileDuring(() => queue.RenewAsync(work, Lease, cancellation));

        await Should.ThrowAsync<StorageUnavailableException>(renewing);
        instances.Own.ShouldNotBeNull().Read().ShouldHaveSingleItem().Receipt.ShouldBe(work.Receipt);
        written.IsHeld(work.Id).ShouldBeTrue();
    }

    /// <summary>The database file is taken away between the beginning and the end of the transaction.</summary>
    private async Task<T> LoseFileDuring<T>(Func<Task<T>> write)
    {
        var before = await storage.HoldWriterAsync();
        var losing = write();
        var during = storage.HoldWriterAsync();
        await before.ReleaseAsync();
        var there = await during;
        File.Move(storage.Path, storage.Path + ".elsewhere");
        _ = there.ReleaseAsync().ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        return await losing;
    }

    private Task<bool> BreakAsync() => storage.Database.WriteAsync<bool>(_ => throw new InvalidOperationException("A bug."), cancellation);

    private Task<bool> FillDiskAsync() =>
        storage.Database.WriteAsync(
            session => session.Prepare("PRAGMA max_page_count=1").TryFirst(static row => row.Number(0), out _),
            cancellation
        );
}
