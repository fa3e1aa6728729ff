using SalesAgent.Core.Storage;
using SalesAgent.Core.Work;
using static SalesAgent.Core.Storage.OrderedWrite;
using static SalesAgent.Core.Storage.RecordOperation;

namespace SalesAgent.Tests.Contracts;

/// <summary>What every back end promises as <see cref="IOrderedWrites"/>; one subclass for each.</summary>
public abstract class OrderedWritesContract(StorageUnderTest storage) : StorageContract(storage)
{
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_are_made_and_what_went_onto_the_queue_is_held_by_the_caller()
    {
        var outcome = await RunAsync(
            Adding("person", "window"),
            Putting("1"),
            new OrderedWrite.Unless("forgotten", "person"),
            Putting("2"),
            Adding("lead", "state")
        );

        outcome.EndedAt.ShouldBeNull();
        outcome.Enqueued.Select(work => work.Item).ShouldBe([new WorkItem("run_lead", "1"), new WorkItem("run_lead", "2")]);
        (await FindAsync("person", "window")).ShouldNotBeNull().Body.ShouldBe("window of person");
        (await FindAsync("lead", "state")).ShouldNotBeNull();
        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldBeEmpty();

        (await Storage.Queue.CompleteAsync(outcome.Enqueued[0], cancellation)).ShouldBeTrue();
        await Storage.LetPassAsync(Storage.Lease);

        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(left => left.Item.Subject.ShouldBe("2"), left => left.Attempts.ShouldBe(2));
    }

    [Fact]
    public async Task What_nobody_will_hold_is_invisible_until_all_is_written_and_there_at_once_afterwards()
    {
        var outcome = await RunAsync(Putting("1") with { IsHeld = false }, Adding("lead", "state"));

        // A back end that makes all at once has left it visible; of any other it is held until whoever asked releases it.
        var put = outcome.Enqueued.ShouldHaveSingleItem();
        if (put.LeasedUntil > put.EnqueuedAt)
        {
            (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldBeEmpty();
            await Storage.Queue.GiveBackAsync(outcome.Enqueued, cancellation);
        }

        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(work => work.Item.Subject.ShouldBe("1"), work => work.Attempts.ShouldBe(1));
    }

    [Fact]
    public async Task A_conflict_ends_it_with_what_came_before_made_and_nothing_of_what_comes_after()
    {
        await RunAsync(Adding("person", "window"));
        var conflict = new Commit("person", [new Put("event", "1"), new Add("window", "another")]);

        var outcome = await RunAsync(Adding("before", "a"), Putting("1"), conflict, Putting("2"), Adding("after", "b"));

        outcome.EndedAt.ShouldBeSameAs(conflict);
        outcome.Enqueued.ShouldHaveSingleItem().Item.Subject.ShouldBe("1");
        (await FindAsync("before", "a")).ShouldNotBeNull();
        (await FindAsync("person", "event")).ShouldBeNull("a commit is all or nothing here too");
        (await FindAsync("person", "window"))!.Body.ShouldBe("window of person");
        (await FindAsync("after", "b")).ShouldBeNull();
        await Storage.LetPassAsync(Storage.Lease);
        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem().Item.Subject.ShouldBe("1");
    }

    [Fact]
    public async Task A_record_that_must_not_be_there_ends_it_also_when_a_write_before_made_it()
    {
        await RunAsync(Adding("forgotten", "person"));
        var unless = new OrderedWrite.Unless("forgotten", "person");
        var ours = new OrderedWrite.Unless("p", "ours");

        (await RunAsync(unless, Adding("lead", "state"))).EndedAt.ShouldBeSameAs(unless);
        (await RunAsync(Adding("p", "ours"), ours, Adding("lead", "state"))).EndedAt.ShouldBeSameAs(ours);

        (await FindAsync("lead", "state")).ShouldBeNull();
        (await FindAsync("p", "ours")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Later_writes_find_what_earlier_ones_made()
    {
        var again = Adding("p", "k");

        (await RunAsync(Adding("p", "k"), Adding("q", "k"), again)).EndedAt.ShouldBeSameAs(again);
    }

    [Fact]
    public async Task Of_many_at_once_that_begin_with_the_same_record_one_goes_on()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number => RunAsync(Adding("person", "window"), Putting($"{number}"), Adding("lead", $"{number}")))
        );

        var winner = outcomes.Single(outcome => outcome.EndedAt is null).Enqueued.ShouldHaveSingleItem().Item.Subject;
        outcomes.Sum(outcome => outcome.Enqueued.Count).ShouldBe(1);
        (await Storage.Records.ListAsync("lead", "", cancellation)).ShouldHaveSingleItem().Key.ShouldBe(winner);
    }

    [Fact]
    public async Task One_that_its_store_would_refuse_is_refused_before_any_is_made()
    {
        await Should.ThrowAsync<ArgumentException>(() => RunAsync());
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Adding("p", "k"), Adding("p", "not a key")));
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Adding("p", "k"), new OrderedWrite.Unless("", "k")));
        await Should.ThrowAsync<ArgumentException>(() => RunAsync(Adding("p", "k"), new Enqueue(new WorkItem("", "1"), Storage.Lease)));

        (await Storage.Records.ListAsync("p", "", cancellation)).ShouldBeEmpty();
    }

    private static Commit Adding(string partition, string key) => new(partition, [new Add(key, $"{key} of {partition}")]);

    private Enqueue Putting(string subject) => new(new WorkItem("run_lead", subject), Storage.Lease);

    private Task<OrderedOutcome> RunAsync(params OrderedWrite[] writes) => Storage.Writes.RunAsync(writes, cancellation);

    private Task<StoredRecord?> FindAsync(string partition, string key) => Storage.Records.FindAsync(partition, key, cancellation);
}
