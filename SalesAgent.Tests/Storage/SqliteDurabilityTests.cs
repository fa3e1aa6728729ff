using Microsoft.Data.Sqlite;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Storage;

public sealed class SqliteDurabilityTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_commit_flushes_the_log_to_disk()
    {
        var synchronous = await storage.Database.WriteAsync(
            session => session.Prepare("PRAGMA synchronous").TryFirst(row => row.Number(0), out var level) ? level : -1,
            cancellation
        );

        synchronous.ShouldBe(2, "2 is FULL: the log is flushed with every commit");
    }

    [Fact]
    public async Task What_was_confirmed_survives_a_kill()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                .Select(number => storage.Records.CommitAsync($"p{number}", [new Add("lead", $"{number}")], cancellation))
        );
        await storage.Queue.EnqueueAsync([new("run_lead", "1")], TimeSpan.FromSeconds(2), cancellation);

        await using var found = storage.OpenAsKilledNow();

        foreach (var number in Enumerable.Range(0, 500))
            (await found.Records.FindAsync($"p{number}", "lead", cancellation)).ShouldNotBeNull().Body.ShouldBe($"{number}");
        (await found.Queue.ListAsync(10, cancellation)).ShouldHaveSingleItem().Item.ShouldBe(new WorkItem("run_lead", "1"));
    }

    [Fact]
    public async Task Of_a_transaction_that_was_not_committed_nothing_is_found_after_a_kill()
    {
        await storage.Records.CommitAsync("p", [new Add("before", "{}")], cancellation);
        var held = await storage.HoldWriterAsync(session =>
        {
            // More than the page cache holds, so that some of it is on disk already.
            for (var number = 0; number < 30; number++)
            {
                session
                    .Prepare("INSERT INTO record VALUES ('p', ?1, 1, ?2)")
                    .Bind(1, $"k{number}")
                    .Bind(2, new string('x', 1 << 20))
                    .Execute();
            }
        });

        await using (var found = storage.OpenAsKilledNow())
            (await found.Records.ListAsync("p", "", cancellation)).ShouldHaveSingleItem().Key.ShouldBe("before");

        await held.ReleaseAsync();
        (await storage.Records.ListAsync("p", "", cancellation)).Count.ShouldBe(31);
    }

    [Fact]
    public async Task An_orderly_end_finishes_what_waits_and_folds_the_log_into_the_file()
    {
        var held = await storage.HoldWriterAsync();
        var commits = Enumerable
            .Range(0, 100)
            .Select(number => storage.Records.CommitAsync("p", [new Add($"k{number}", "{}")], cancellation))
            .ToArray();

        var closing = Task.Run(storage.Database.Dispose, cancellation);
        await held.ReleaseAsync();
        await closing;

        (await Task.WhenAll(commits)).ShouldAllBe(result => result is CommitResult.Committed);
        File.Exists(storage.Path + "-wal").ShouldBeFalse();
        await Should.ThrowAsync<ObjectDisposedException>(() => storage.Records.CommitAsync("p", [new Add("late", "{}")], cancellation));
        await using var again = storage.OpenAgain();
        (await again.Records.ListAsync("p", "", cancellation)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_reader_that_stays_lets_the_log_grow_no_longer_than_it_stays()
    {
        var body = new string('x', RecordRules.MaximumBodyBytes);
        using (var reader = storage.Connect())
        {
            using var transaction = reader.BeginTransaction(deferred: true);
            using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM record";
            command.ExecuteScalar();
            for (var number = 0; number < 60; number++)
                await storage.Records.CommitAsync("p", [new Add($"k{number}", body)], cancellation);
            LogLength().ShouldBeGreaterThan(40 << 20);
        }

        for (var number = 60; number < 90; number++)
            await storage.Records.CommitAsync("p", [new Add($"k{number}", body)], cancellation);

        LogLength().ShouldBeLessThan(20 << 20);
    }

    [Fact]
    public async Task A_storm_of_writes_with_readers_all_along_keeps_the_log_bounded()
    {
        var body = new string('x', 50_000);
        using var storming = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadAlwaysAsync(storming.Token), cancellation);

        var longest = 0L;
        for (var round = 0; round < 60; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 100)
                    .Select(number => storage.Records.CommitAsync($"p{number % 10}", [new Put($"k{number}", body)], cancellation))
            );
            longest = Math.Max(longest, LogLength());
        }

        await storming.CancelAsync();
        await reading;

        // 300 MB were written; at 64 the readers are waited for, and one transaction may go beyond.
        longest.ShouldBeLessThan(100 << 20);
    }

    /// <summary>Two that overlap, so that there is no moment without one.</summary>
    private async Task ReadAlwaysAsync(CancellationToken until)
    {
        using SqliteConnection one = storage.Connect(),
            other = storage.Connect();
        SqliteTransaction? before = null;
        for (var turn = 0; !until.IsCancellationRequested; turn++)
        {
            using var command = (turn % 2 == 0 ? one : other).CreateCommand();
            command.CommandText = "SELECT count(*) FROM record";
            command.Transaction = command.Connection!.BeginTransaction(deferred: true);
            command.ExecuteScalar();
            before?.Dispose();
            before = command.Transaction;
            await Task.Delay(5, CancellationToken.None);
        }

        before?.Dispose();
    }

    private long LogLength() => new FileInfo(storage.Path + "-wal").Length;
}
