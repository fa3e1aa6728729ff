using System.Diagnostics;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Core.Storage.Condition;
using SalesAgent.Tests.Support;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Storage;

/// <summary>What becomes of commits and reads when the wire to Azure loses something or Azure has too much to do.</summary>
public sealed class AzureCommitTests(Azurite azurite) : IAsyncLifetime
{
    private const string Batch = "$batch";
    private const string Query = "GET";

    private readonly AzureUnderTest storage = new(azurite);
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private IRecordStore Store => storage.Records;

    private StorageWire Wire => storage.TableWire;

    private int Commits => Wire.Requests.Count(request => request.Contains(Batch, StringComparison.Ordinal));

    public ValueTask InitializeAsync() => storage.StartAsync();

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_recognised_as_ours_and_not_written_again()
    {
        var before = await CommittedAsync(new Add("replaced", "1"), new Add("deleted", "1"));
        var commits = Commits;
        Wire.LoseAnswer(Batch);

        var versions = await CommittedAsync(
            new Add("added", "2"),
            new Replace("replaced", "2", before[0]!),
            new Delete("deleted", before[1]!),
            new Put("put", "2")
        );

        (Commits - commits).ShouldBe(1);
        versions[2].ShouldBeNull();
        (await Store.ListAsync("p", "", cancellation)).ShouldBe([
            new("added", "2", versions[0]!),
            new("put", "2", versions[3]!),
            new("replaced", "2", versions[1]!),
        ]);
    }

    [Fact]
    public async Task A_commit_that_timed_out_at_azure_and_was_written_all_the_same_is_recognised_as_ours()
    {
        Wire.Fail(Batch, 500, "OperationTimedOut", carriedOut: true);

        var version = (await CommittedAsync(new Add("a", "1")))[0];

        Commits.ShouldBe(1);
        (await Store.FindAsync("p", "a", cancellation)).ShouldBe(new StoredRecord("a", "1", version!));
    }

    [Fact]
    public async Task A_commit_that_failed_is_told_of_until_another_one_succeeds()
    {
        var condition = new AzureCondition(storage.Last);
        condition.Look().ShouldBeNull();
        Wire.Fail(Batch, 403, "AuthorizationFailure");
        await Should.ThrowAsync<StorageUnavailableException>(() => Store.CommitAsync("p", [new Add("a", "1")], cancellation));
        condition.Look().ShouldNotBeNull().Sentence.ShouldContain("refuses us");

        (await new WritingProbe(Store, condition, TimeProvider.System).FindProblemAsync(cancellation)).ShouldBeNull();

        condition.Look().ShouldBeNull();
    }

    [Fact]
    public async Task A_commit_that_never_arrived_is_sent_again()
    {
        Wire.LoseRequest(Batch);
        Wire.Fail(Batch, 500, "OperationTimedOut");

        await CommittedAsync(new Add("a", "1"));

        Commits.ShouldBe(3);
    }

    [Fact]
    public async Task A_conflict_whose_answer_is_lost_is_never_told_as_a_commit()
    {
        await CommittedAsync(new Add("a", "theirs"));
        Wire.LoseAnswer(Batch);

        await ShouldBeUnknownAsync(new Add("a", "ours"));

        (await Store.FindAsync("p", "a", cancellation))!.Body.ShouldBe("theirs");
    }

    [Fact]
    public async Task A_commit_that_was_written_and_overwritten_before_it_could_be_looked_at_is_never_told_as_a_conflict()
    {
        var (others, _) = storage.Open();
        Wire.LoseAnswer(
            Batch,
            meanwhile: async () =>
            {
                var ours = (await others.FindAsync("p", "a", cancellation))!;
                (
                    await others.CommitAsync("p", [new Replace("a", "theirs", ours.Version)], cancellation)
                ).ShouldBeOfType<CommitResult.Committed>();
            }
        );

        await ShouldBeUnknownAsync(new Add("a", "ours"));
    }

    [Fact]
    public async Task Where_a_part_of_a_lost_commit_was_overwritten_the_rest_still_tells_of_it()
    {
        var (others, _) = storage.Open();
        Wire.LoseAnswer(
            Batch,
            meanwhile: async () =>
            {
                var ours = (await others.FindAsync("p", "a", cancellation))!;
                await others.CommitAsync("p", [new Replace("a", "theirs", ours.Version)], cancellation);
            }
        );

        var versions = await CommittedAsync(new Add("a", "ours"), new Add("b", "ours"));

        (await CommitAsync(new Replace("a", "ours again", versions[0]!))).ShouldBe(new CommitResult.Conflict("a"));
        (await CommitAsync(new Replace("b", "ours again", versions[1]!))).ShouldBeOfType<CommitResult.Committed>();
    }

    [Fact]
    public async Task Somebody_who_was_faster_while_our_request_was_lost_leaves_the_outcome_unknown()
    {
        var (others, _) = storage.Open();
        Wire.LoseRequest(Batch, meanwhile: () => others.CommitAsync("p", [new Add("a", "theirs")], cancellation));

        await ShouldBeUnknownAsync(new Add("a", "ours"));
    }

    [Fact]
    public async Task A_deletion_whose_answer_is_lost_leaves_the_outcome_unknown()
    {
        var version = (await CommittedAsync(new Add("a", "1")))[0]!;
        Wire.LoseAnswer(Batch);

        await ShouldBeUnknownAsync(new Delete("a", version));

        (await Store.FindAsync("p", "a", cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_fifty_that_add_one_key_at_once_one_wins_whatever_answers_are_lost()
    {
        for (var lost = 0; lost < 25; lost++)
        {
            Wire.LoseAnswer(Batch);
            Wire.LetPass(Batch);
        }

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(async number =>
                {
                    try
                    {
                        return await CommitAsync(new Add("decision", $"{number}"));
                    }
                    catch (StorageUnavailableException)
                    {
                        return null;
                    }
                })
        );

        var winner = outcomes.Index().Where(outcome => outcome.Item is CommitResult.Committed).ShouldHaveSingleItem();
        (await Store.FindAsync("p", "decision", cancellation))!.Body.ShouldBe($"{winner.Index}");
        outcomes.ShouldContain(outcome => outcome is CommitResult.Conflict);
    }

    [Fact]
    public async Task A_busy_azure_is_left_alone_for_as_long_as_it_asks()
    {
        Wire.Fail(Batch, 503, "ServerBusy", retryAfterSeconds: 2);
        Wire.Fail(Batch, 503, "ServerBusy");
        Wire.Fail(Query, 503, "ServerBusy", retryAfterSeconds: 2);
        var clock = Stopwatch.StartNew();

        await CommittedAsync(new Add("a", "1"));
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        (await Store.FindAsync("p", "a", cancellation))!.Body.ShouldBe("1");

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(4));
        Commits.ShouldBe(3);
    }

    [Fact]
    public async Task A_conflict_after_azure_was_busy_is_a_conflict()
    {
        await CommittedAsync(new Add("a", "theirs"));
        Wire.Fail(Batch, 503, "ServerBusy");

        (await CommitAsync(new Add("a", "ours"))).ShouldBe(new CommitResult.Conflict("a"));
    }

    [Fact]
    public async Task A_read_is_repeated_whatever_kept_it()
    {
        await CommittedAsync(new Add("a", "1"));
        Wire.Fail(Query, 503, "ServerBusy");
        Wire.Fail(Query, 500, "OperationTimedOut");
        Wire.LoseAnswer(Query);

        (await Store.FindAsync("p", "a", cancellation))!.Body.ShouldBe("1");
    }

    [Fact]
    public async Task An_azure_that_stays_busy_is_said_after_five_tries()
    {
        for (var tries = 0; tries < 10; tries++)
            Wire.Fail(Query, 503, "ServerBusy");
        var before = Wire.Requests.Count;

        (await Should.ThrowAsync<StorageUnavailableException>(() => Store.FindAsync("p", "a", cancellation))).Message.ShouldBe(
            $"The storage account '{storage.Account.Name}' is too busy (503 ServerBusy)."
        );

        (Wire.Requests.Count - before).ShouldBe(5);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_neither_an_empty_one_nor_a_conflict()
    {
        await new Azure.Data.Tables.TableClient(
            storage.Account.ConnectionString,
            Core.Storage.AzureStorage.AzureStorageAccount.TableName
        ).DeleteAsync(cancellation);

        (await Should.ThrowAsync<StorageUnavailableException>(() => Store.FindAsync("p", "a", cancellation))).Message.ShouldContain(
            "TableNotFound"
        );
        (await Should.ThrowAsync<StorageUnavailableException>(() => CommitAsync(new Add("a", "1")))).Message.ShouldContain("TableNotFound");
    }

    [Fact]
    public async Task Two_processes_on_one_account_lose_none_of_their_changes()
    {
        var (others, _) = storage.Open();
        await CommittedAsync(new Add("count", "0"));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => CountAsync(number % 2 == 0 ? Store : others, 10)));

        (await Store.FindAsync("p", "count", cancellation))!.Body.ShouldBe("40");
    }

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

    private Task<CommitResult> CommitAsync(params RecordOperation[] operations) => Store.CommitAsync("p", operations, cancellation);

    private async Task<IReadOnlyList<string?>> CommittedAsync(params RecordOperation[] operations) =>
        (await CommitAsync(operations)).ShouldBeOfType<CommitResult.Committed>().Versions;

    private async Task ShouldBeUnknownAsync(params RecordOperation[] operations) =>
        (await Should.ThrowAsync<StorageUnavailableException>(() => CommitAsync(operations))).Message.ShouldContain("is not known");
}
