using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Core.Storage.Sqlite;

namespace SalesAgent.Tests.Storage;

/// <summary>What is written into a file that is no longer where it was opened would be gone with the process.</summary>
public sealed class SqlitePlaceTests : IAsyncDisposable
{
    private readonly SqliteUnderTest storage = new();
    private int number;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    public static TheoryData<string> WaysToLoseIt => ["deleted", "moved", "replaced", "cut", "log deleted", "log replaced", "folder moved"];

    [Theory]
    [MemberData(nameof(WaysToLoseIt))]
    public async Task From_the_moment_on_in_which_the_file_is_lost_nothing_is_accepted(string way)
    {
        await AcceptAsync();
        Condition().Look().ShouldBeNull();

        Lose(way);

        // Also where nobody has written since.
        Condition().Look().ShouldNotBeNull().Sentence.ShouldContain("nothing is accepted");
        (await Should.ThrowAsync<StorageUnavailableException>(AcceptAsync)).Message.ShouldContain("nothing is accepted");
        var problem = Condition().Look().ShouldNotBeNull();
        problem.Sentence.ShouldContain(storage.Path);
        (await new WritingProbe(storage.Records, Condition(), storage.Time).FindProblemAsync(CancellationToken.None)).ShouldBe(problem);
        await Should.ThrowAsync<StorageUnavailableException>(() =>
            storage.Queue.EnqueueAsync([new("run-lead", "a", null)], TimeSpan.Zero, CancellationToken.None)
        );
        await Should.ThrowAsync<StorageUnavailableException>(() => storage.Records.PurgeAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    [InlineData("log deleted")]
    [InlineData("log replaced")]
    [InlineData("folder moved")]
    public async Task What_is_being_written_in_the_moment_in_which_the_file_is_lost_is_not_accepted(string way)
    {
        await AcceptAsync();
        var before = await storage.HoldWriterAsync();
        var accepting = AcceptAsync();
        var during = storage.HoldWriterAsync();
        await before.ReleaseAsync();
        var there = await during;

        Lose(way);
        var ended = there.ReleaseAsync();

        (await Should.ThrowAsync<StorageUnavailableException>(accepting)).Message.ShouldContain("nothing is accepted");
        await Should.ThrowAsync<StorageUnavailableException>(ended);
    }

    [Fact]
    public async Task A_file_that_was_put_back_is_written_again_without_a_restart()
    {
        await AcceptAsync();
        File.Move(storage.Path, storage.Path + ".elsewhere");
        await Should.ThrowAsync<StorageUnavailableException>(AcceptAsync);

        File.Move(storage.Path + ".elsewhere", storage.Path);

        await AcceptAsync();
        Condition().Look().ShouldBeNull();
    }

    [Fact]
    public async Task What_lay_only_in_a_log_that_was_deleted_is_there_after_a_restart()
    {
        for (var one = 0; one < 20; one++)
            await AcceptAsync();
        File.Delete(storage.Path + "-wal");
        await Should.ThrowAsync<StorageUnavailableException>(AcceptAsync);

        await using var restarted = storage.OpenAsKilledNow();

        for (var one = 1; one <= 20; one++)
            (await restarted.Records.FindAsync("leads", $"lead.{one}", CancellationToken.None)).ShouldNotBeNull($"{one}");
    }

    [Fact]
    public async Task A_file_that_grows_and_a_log_that_starts_over_are_in_their_place()
    {
        for (var one = 0; one < 60; one++)
        {
            await storage.Records.CommitAsync(
                "large",
                [new RecordOperation.Put($"one.{one}", new string('x', 600_000))],
                CancellationToken.None
            );
            if (one % 20 == 19)
                await storage.Records.PurgeAsync(CancellationToken.None);
        }

        await using var other = storage.OpenAgain();
        await other.Records.CommitAsync("large", [new RecordOperation.Put("other", "")], CancellationToken.None);
        await AcceptAsync();

        Condition().Look().ShouldBeNull();
    }

    [Fact]
    public void With_less_room_than_is_wished_it_is_not_ready_and_says_which_setting_that_is()
    {
        Condition(minimumFree: 0).Look().ShouldBeNull();
        Condition(minimumFree: 1).Look().ShouldBeNull();

        Condition(minimumFree: 1_000_000_000).Look().ShouldNotBeNull().Sentence.ShouldContain("Storage:MinimumFreeMegabytes");
    }

    [Fact]
    public async Task After_a_commit_that_failed_a_small_one_is_tried_once_a_second_and_tells_that_it_works_again()
    {
        var probe = new WritingProbe(storage.Records, Condition(), storage.Time);
        await storage.Database.WriteAsync(
            session => session.Prepare("PRAGMA max_page_count=1").TryFirst(static row => row.Number(0), out _),
            CancellationToken.None
        );
        await Should.ThrowAsync<StorageUnavailableException>(() =>
            storage.Records.CommitAsync("large", [new RecordOperation.Put("one", new string('x', 700_000))], CancellationToken.None)
        );
        (await probe.FindProblemAsync(CancellationToken.None)).ShouldNotBeNull().Sentence.ShouldContain("full");
        var before = storage.Database.Writer.Transactions;

        await storage.Database.WriteAsync(
            session => session.Prepare("PRAGMA max_page_count=1000000").TryFirst(static row => row.Number(0), out _),
            CancellationToken.None
        );
        (await probe.FindProblemAsync(CancellationToken.None)).ShouldNotBeNull("it was tried a moment ago");
        storage.Time.Advance(TimeSpan.FromSeconds(1));

        (await probe.FindProblemAsync(CancellationToken.None)).ShouldBeNull();
        (await probe.FindProblemAsync(CancellationToken.None)).ShouldBeNull();
        (storage.Database.Writer.Transactions - before).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_needs_no_room_does_not_tell_that_there_is_some()
    {
        await AcceptAsync();
        await storage.Database.WriteAsync(
            session => session.Prepare("PRAGMA max_page_count=1").TryFirst(static row => row.Number(0), out _),
            CancellationToken.None
        );
        await Should.ThrowAsync<StorageUnavailableException>(() =>
            storage.Records.CommitAsync("large", [new RecordOperation.Put("one", new string('x', 700_000))], CancellationToken.None)
        );

        (
            await storage.Records.CommitAsync("leads", [new RecordOperation.Add("lead.1", "")], CancellationToken.None)
        ).ShouldBeOfType<CommitResult.Conflict>();

        Condition().Look().ShouldNotBeNull();
    }

    private SqliteCondition Condition(int minimumFree = 0) =>
        new(storage.Database, Options.Create(new StorageOptions { MinimumFreeMegabytes = minimumFree }));

    private async Task AcceptAsync() =>
        (
            await storage.Records.CommitAsync("leads", [new RecordOperation.Add($"lead.{++number}", "")], CancellationToken.None)
        ).ShouldBeOfType<CommitResult.Committed>();

    private void Lose(string way)
    {
        var (file, log) = (storage.Path, storage.Path + "-wal");
        switch (way)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "moved":
                File.Move(file, file + ".elsewhere");
                break;
            case "replaced":
                Replace(file);
                break;
            case "cut":
                Cut(file);
                break;
            case "log deleted":
                File.Delete(log);
                break;
            case "log replaced":
                Replace(log);
                break;
            default:
                Directory.Move(Path.GetDirectoryName(file)!, Path.GetDirectoryName(file) + ".elsewhere");
                break;
        }
    }

    /// <summary>By a copy with the same content, as a backup that is restored would be.</summary>
    private static void Replace(string path)
    {
        File.Copy(path, path + ".copy");
        File.Move(path + ".copy", path, overwrite: true);
    }

    private void Cut(string path)
    {
        // The log is folded in first, so that there is something to cut.
        using (var other = storage.Connect())
        using (var fold = other.CreateCommand())
        {
            fold.CommandText = "PRAGMA wal_checkpoint(FULL)";
            fold.ExecuteNonQuery();
        }

        Condition().Look().ShouldBeNull();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(4096);
    }
}
