using Microsoft.Extensions.Logging.Abstractions;
using SalesAgent.Core.Storage.Queue;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;
using SalesAgent.Tests.Storage;

namespace SalesAgent.Tests.Work.Ownership;

/// <summary>Who is dead, by a lock that the operating system keeps, and what they held.</summary>
public sealed class InstancesTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly SqliteUnderTest storage = new();
    private readonly List<Instances> started = [];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(Path.GetDirectoryName(storage.Path)!, "instances");

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in started)
            instance.Dispose();
        await storage.DisposeAsync();
    }

    [Fact]
    public void An_instance_is_dead_when_its_process_let_go_of_its_file_and_not_before()
    {
        var (here, there) = (Start(), Start());
        there.Own.ShouldNotBeNull();

        here.IsDead(there.Id).ShouldBeFalse();
        there.Dispose();
        here.IsDead(there.Id).ShouldBeTrue();
        here.IsDead(here.Id).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef")]
    [InlineData("../../salesagent.db")]
    public void Of_whom_there_is_no_file_nothing_is_known(string? id) => Start().IsDead(id).ShouldBeFalse();

    [Fact]
    public void Without_a_folder_nobody_is_ever_known_to_be_dead()
    {
        var (here, there) = (new Instances(null, NullLogger<Instances>.Instance), Start());
        there.Own.ShouldNotBeNull();
        there.Dispose();

        here.IsDead(there.Id).ShouldBeFalse();
        here.FindDead().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_dead_process_held_is_visible_at_once_and_what_a_live_one_holds_is_not()
    {
        var (dying, living, here) = (Start(), Start(), Start());
        var (his, hers) = (QueueOf(dying), QueueOf(living));
        await his.EnqueueAsync([new("a", "handed over")], Lease, Now);
        await his.EnqueueAsync([new("a", "received", "x")], TimeSpan.Zero, Now);
        var received = (await his.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
        (await his.RenewAsync(received, Lease, Now)).ShouldNotBeNull();
        var done = (await his.EnqueueAsync([new("a", "done")], Lease, Now)).ShouldHaveSingleItem();
        await his.CompleteAsync(done, Now);
        await hers.EnqueueAsync([new("a", "hers")], Lease, Now);
        var mine = QueueOf(here);
        var takeOver = TakeOverOf(here, mine);

        await takeOver.TakeOverAsync(Now);
        (await mine.ReceiveAsync(10, Lease, Now)).ShouldBeEmpty();

        dying.Dispose();
        await takeOver.TakeOverAsync(Now);
        (await mine.ReceiveAsync(10, Lease, Now))
            .Select(work => work.Item)
            .ShouldBe([new("a", "handed over"), new("a", "received", "x")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_somebody_received_since_stays_with_them()
    {
        var (dying, here) = (Start(), Start());
        var (his, mine) = (QueueOf(dying), QueueOf(here));
        await his.EnqueueAsync([new("a", "1")], Lease, Now);
        storage.Time.Advance(Lease);
        var work = (await mine.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
        dying.Dispose();

        await TakeOverOf(here, mine).TakeOverAsync(Now);

        (await QueueOf(Start()).ReceiveAsync(1, Lease, Now)).ShouldBeEmpty();
        (await mine.CompleteAsync(work, Now)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_item_that_was_on_its_way_to_the_queue_is_put_there_once_more()
    {
        var (dying, here) = (Start(), Start());
        _ = new HeldWork(storage.Time, dying).Sending(new("a", "1", "x"));
        dying.Dispose();

        await TakeOverOf(here, QueueOf(here)).TakeOverAsync(Now);
        await TakeOverOf(here, QueueOf(here)).TakeOverAsync(Now);

        (await QueueOf(here).ReceiveAsync(10, Lease, Now)).ShouldHaveSingleItem().Item.ShouldBe(new WorkItem("a", "1", "x"));
    }

    [Fact]
    public async Task The_mark_of_a_retry_survives_a_take_over_of_what_was_held_and_of_what_was_on_its_way()
    {
        var (sending, holding, here) = (Start(), Start(), Start());
        _ = new HeldWork(storage.Time, sending).Sending(new("a", "sent") { Retry = "one" });
        await QueueOf(holding).EnqueueAsync([new("a", "held") { Retry = "two" }], Lease, Now);
        sending.Dispose();
        holding.Dispose();

        await TakeOverOf(here, QueueOf(here)).TakeOverAsync(Now);

        (await QueueOf(here).ReceiveAsync(10, Lease, Now))
            .Select(work => (work.Item.Subject, work.Item.Retry))
            .ShouldBe([("sent", "one"), ("held", "two")], ignoreOrder: true);
    }

    [Fact]
    public void A_slot_that_was_being_written_when_the_process_died_is_left_out()
    {
        var (dying, here) = (Start(), Start());
        var held = new HeldWork(storage.Time, dying);
        _ = (held.Sending(new("a", "1")), held.Sending(new("a", "2")));
        var path = dying.Own!.Path;
        dying.Dispose();
        using (var file = new FileStream(path, FileMode.Open))
            file.Write("{\"Kind\":{{{"u8);

        foreach (var file in here.FindDead())
        {
            using (file)
                file.Read().ShouldHaveSingleItem().Subject.ShouldBe("2");
        }
    }

    [Fact]
    public async Task Files_of_the_dead_do_not_pile_up()
    {
        for (var number = 0; number < Instances.MostDeadKept + 5; number++)
        {
            var one = Start();
            one.Own.ShouldNotBeNull();
            one.Dispose();
        }

        var here = Start();
        await TakeOverOf(here, QueueOf(here)).TakeOverAsync(Now);

        Directory.GetFiles(Folder).Length.ShouldBe(Instances.MostDeadKept + 1);
        Directory.GetFiles(Folder).ShouldContain(Path.Combine(Folder, here.Id));
    }

    [Fact]
    public void Instances_of_another_storage_have_a_folder_of_their_own()
    {
        var (one, other) = (Instances.FolderFor(Folder, "/data/one.db"), Instances.FolderFor(Folder, "/data/other.db"));

        one.ShouldNotBe(other);
        one.ShouldBe(Instances.FolderFor(Folder, "/data/one.db"));
        one.ShouldNotContain("one.db");
    }

    [Fact]
    public async Task A_folder_that_nobody_has_written_to_for_a_month_goes()
    {
        var (mine, old, other) = (
            Instances.FolderFor(Folder, "mine"),
            Instances.FolderFor(Folder, "old"),
            Instances.FolderFor(Folder, "other")
        );
        foreach (var folder in (string[])[old, other])
        {
            using var instance = new Instances(folder, NullLogger<Instances>.Instance);
            instance.Own.ShouldNotBeNull();
        }

        foreach (var file in Directory.GetFiles(old))
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddDays(-31));
        Directory.SetLastWriteTimeUtc(old, Directory.GetLastWriteTimeUtc(old).AddDays(-31));
        started.Add(new Instances(mine, NullLogger<Instances>.Instance));

        await TakeOverOf(started[^1], QueueOf(started[^1])).TakeOverAsync(Now);

        (Directory.Exists(old), Directory.Exists(other)).ShouldBe((false, true));
    }

    [Fact]
    public void The_file_is_its_owners_alone()
    {
        Start().Own.ShouldNotBeNull();

        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(Directory.GetFiles(Folder).ShouldHaveSingleItem()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Instances Start()
    {
        started.Add(new Instances(Folder, NullLogger<Instances>.Instance));
        return started[^1];
    }

    private Core.Storage.Sqlite.SqliteWorkQueue QueueOf(Instances instance) =>
        new(storage.Database, storage.Time, new HeldWork(storage.Time, instance));

    private TakeOverFromDead TakeOverOf(Instances instance, IWorkQueue queue) =>
        new(instance, queue, storage.Time, NullLogger<TakeOverFromDead>.Instance);
}
