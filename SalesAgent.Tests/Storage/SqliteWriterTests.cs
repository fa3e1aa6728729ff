using Microsoft.Data.Sqlite;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Ownership;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteWriterTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_thousand_commits_that_wait_share_a_few_transactions()
    {
        var held = await storage.HoldWriterAsync();
        var before = storage.Database.Writer.Transactions;
        var commits = Enumerable.Range(0, 1000).Select(number => AddAsync($"k{number}")).ToArray();

        await held.ReleaseAsync();

        (await Task.WhenAll(commits)).ShouldAllBe(result => result is CommitResult.Committed);
        (storage.Database.Writer.Transactions - before).ShouldBeInRange(2, 10);
    }

    [Fact]
    public async Task A_query_with_a_limit_is_compiled_once_whatever_is_bound() =>
        (
            await storage.Database.ReadAsync(
                session =>
                {
                    var query = session.Prepare("SELECT key FROM record WHERE partition = ?1 LIMIT ?2");
                    for (var limit = 1; limit <= 3; limit++)
                        query.Bind(1, "p").Bind(2, limit).All(row => row.Text(0));
                    return query.Recompiled;
                },
                cancellation
            )
        ).ShouldBe(0);

    [Fact]
    public async Task A_conflict_fails_alone_among_those_it_shares_a_transaction_with()
    {
        await AddAsync("taken");
        var held = await storage.HoldWriterAsync();
        var before = storage.Database.Writer.Transactions;
        Task<CommitResult>[] commits =
        [
            AddAsync("a"),
            storage.Records.CommitAsync("p", [new Put("b", "{}"), new Add("taken", "{}")], cancellation),
            AddAsync("c"),
        ];

        await held.ReleaseAsync();

        (await Task.WhenAll(commits))[1].ShouldBe(new CommitResult.Conflict("taken"));
        (storage.Database.Writer.Transactions - before).ShouldBe(2);
        (await KeysAsync()).ShouldBe(["a", "c", "taken"]);
    }

    [Fact]
    public async Task A_conflict_that_is_alone_writes_nothing_to_disk()
    {
        await AddAsync("taken");
        var log = new FileInfo(storage.Path + "-wal").Length;

        (await AddAsync("taken")).ShouldBe(new CommitResult.Conflict("taken"));

        new FileInfo(storage.Path + "-wal").Length.ShouldBe(log);
    }

    [Fact]
    public async Task A_write_that_breaks_fails_alone_among_those_it_shares_a_transaction_with()
    {
        var held = await storage.HoldWriterAsync();
        var first = AddAsync("a");
        var broken = storage.Database.WriteAsync(
            session =>
            {
                session.Prepare("INSERT INTO record VALUES ('p', 'half', 1, '{}')").Execute();
                return Throw(new SqliteException("The disk fails.", 10));
            },
            cancellation
        );
        var bug = storage.Database.WriteAsync(_ => Throw(new InvalidOperationException("A bug.")), cancellation);
        var last = AddAsync("z");

        await held.ReleaseAsync();

        (await Should.ThrowAsync<StorageUnavailableException>(broken)).Message.ShouldContain("disk");
        await Should.ThrowAsync<InvalidOperationException>(bug);
        (await first).ShouldBeOfType<CommitResult.Committed>();
        (await last).ShouldBeOfType<CommitResult.Committed>();
        (await KeysAsync()).ShouldBe(["a", "z"]);
        (await AddAsync("later")).ShouldBeOfType<CommitResult.Committed>();
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_is_not_written()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var held = await storage.HoldWriterAsync();
        var waiting = storage.Records.CommitAsync("p", [new Add("a", "{}")], cancelled.Token);
        var neighbour = AddAsync("b");

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await held.ReleaseAsync();
        await neighbour;
        (await KeysAsync()).ShouldBe(["b"]);
    }

    [Fact]
    public async Task What_has_begun_is_not_cancelled_any_more()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        var outcome = await storage.Database.WriteAsync(
            session =>
            {
                cancelled.Cancel();
                return session.Prepare("INSERT INTO record VALUES ('p', 'a', 1, '{}')").Execute();
            },
            cancelled.Token
        );

        outcome.ShouldBe(1);
        (await KeysAsync()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_writing_works_again_when_there_is_room()
    {
        await AddAsync("before");
        await LimitPagesAsync(1);

        var full = await Should.ThrowAsync<StorageUnavailableException>(() =>
            storage.Records.CommitAsync(
                "p",
                [new Put("small", "{}"), new Put("large", new string('x', RecordRules.MaximumBodyBytes))],
                cancellation
            )
        );

        full.Message.ShouldContain("full");
        (await KeysAsync()).ShouldBe(["before"]);
        await LimitPagesAsync(1_000_000);
        (await AddAsync("after")).ShouldBeOfType<CommitResult.Committed>();
        (await KeysAsync()).ShouldBe(["after", "before"]);
    }

    [Fact]
    public async Task A_file_another_process_keeps_locked_is_said_and_writing_works_again_when_it_lets_go()
    {
        using (var other = storage.Connect())
        {
            using var transaction = other.BeginTransaction(deferred: false);
            (await Should.ThrowAsync<StorageUnavailableException>(() => AddAsync("a"))).Message.ShouldContain("locked by another process");
            (await KeysAsync()).ShouldBeEmpty();
        }

        (await AddAsync("a")).ShouldBeOfType<CommitResult.Committed>();
    }

    [Fact]
    public async Task Two_processes_on_one_file_lose_none_of_their_changes()
    {
        await using var other = storage.OpenAgain();
        await storage.Records.CommitAsync("p", [new Add("count", "0")], cancellation);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => CountAsync(number % 2 == 0 ? storage.Records : other.Records, 25)));

        (await storage.Records.FindAsync("p", "count", cancellation))!.Body.ShouldBe("100");
        (await other.Records.FindAsync("p", "count", cancellation))!.Body.ShouldBe("100");
    }

    [Fact]
    public async Task Two_processes_on_one_file_never_receive_the_same_work()
    {
        await using var other = storage.OpenAgain();
        await storage.Queue.EnqueueAsync(
            [.. Enumerable.Range(0, 200).Select(number => new WorkItem("a", $"{number}"))],
            TimeSpan.Zero,
            cancellation
        );

        var received = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(number => (number % 2 == 0 ? storage : other).Queue.ReceiveAsync(5, TimeSpan.FromSeconds(30), cancellation))
        );

        received.SelectMany(works => works).Select(work => work.Id).ShouldBeUnique();
        received.Sum(works => works.Count).ShouldBe(200);
    }

    [Fact]
    public async Task A_reader_that_looks_while_leases_are_given_out_still_finds_what_is_free()
    {
        var held = new HeldWork(TimeProvider.System);
        var queue = new SqliteWorkQueue(storage.Database, TimeProvider.System, held);
        await queue.EnqueueAsync(
            [.. Enumerable.Range(0, 300).Select(number => new WorkItem("a", $"{number}"))],
            TimeSpan.Zero,
            cancellation
        );
        var taken = (await queue.ListAsync(200, cancellation))
            .Select(work => new LeasedWork(work.Id, "1", work.Item, 1, work.EnqueuedAt, work.EnqueuedAt)
            {
                Began = TimeProvider.System.GetTimestamp(),
                Length = TimeSpan.FromMinutes(10),
            })
            .ToArray();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var others = Task.Run(
            () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    foreach (var work in taken)
                        held.Hold(work);
                    foreach (var work in taken)
                        held.Drop(work);
                }
            },
            cancellation
        );

        for (var look = 0; look < 300; look++)
        {
            var received = await queue.ReceiveAsync(1, TimeSpan.FromMinutes(1), cancellation);
            received.Count.ShouldBe(1, $"look {look}");
            await queue.GiveBackAsync(received, cancellation);
        }

        await enough.CancelAsync();
        await others;
    }

    private static int Throw(Exception failure) => throw failure;

    private async Task CountAsync(IRecordStore store, int times)
    {
        for (var done = 0; done < times; )
        {
            var record = (await store.FindAsync("p", "count", cancellation))!;
            var next = int.Parse(record.Body, System.Globalization.CultureInfo.InvariantCulture) + 1;
            if (await store.CommitAsync("p", [new Replace("count", $"{next}", record.Version)], cancellation) is CommitResult.Committed)
                done++;
        }
    }

    private Task<CommitResult> AddAsync(string key) => storage.Records.CommitAsync("p", [new Add(key, "{}")], cancellation);

    private async Task<IEnumerable<string>> KeysAsync() =>
        (await storage.Records.ListAsync("p", "", cancellation)).Select(record => record.Key);

    private async Task LimitPagesAsync(int pages) =>
        await storage.Database.WriteAsync(session => session.Prepare($"PRAGMA max_page_count={pages}").Execute(), cancellation);
}
