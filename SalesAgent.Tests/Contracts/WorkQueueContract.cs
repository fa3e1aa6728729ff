using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Contracts;

/// <summary>What every back end promises as <see cref="IWorkQueue"/>; one subclass for each.</summary>
public abstract class WorkQueueContract(StorageUnderTest storage) : StorageContract(storage)
{
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private IWorkQueue Queue => Storage.Queue;

    private TimeSpan Lease => Storage.Lease;

    [Fact]
    public async Task What_is_enqueued_without_a_lease_is_received_as_it_was()
    {
        var item = new WorkItem("run_lead", "lead-1", "step:4");
        await Queue.EnqueueAsync([item, new WorkItem("run_lead", "lead-2")], TimeSpan.Zero, cancellation);

        var received = await ReceiveAsync();

        received.Select(work => work.Item).ShouldBe([item, new WorkItem("run_lead", "lead-2")], ignoreOrder: true);
        received.ShouldAllBe(work =>
            work.Attempts == 1 && work.LeasedUntil >= work.EnqueuedAt + Lease && work.LeasedUntil <= Storage.Clock.GetUtcNow() + Lease
        );
    }

    [Fact]
    public async Task What_is_leased_is_invisible_until_the_lease_lapses()
    {
        await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
        var first = (await ReceiveAsync()).ShouldHaveSingleItem();
        (await ReceiveAsync()).ShouldBeEmpty();

        await Storage.LetPassAsync(Lease);

        var second = (await ReceiveAsync()).ShouldHaveSingleItem();
        second.Id.ShouldBe(first.Id);
        second.Receipt.ShouldNotBe(first.Receipt);
        second.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_enqueues_with_a_lease_holds_the_items()
    {
        var held = await Queue.EnqueueAsync([new("a", "1"), new("a", "2")], Lease, cancellation);
        (await ReceiveAsync()).ShouldBeEmpty();
        held.ShouldAllBe(work => work.Attempts == 1);

        (await Queue.CompleteAsync(held[0], cancellation)).ShouldBeTrue();
        await Storage.LetPassAsync(Lease);

        var left = (await ReceiveAsync()).ShouldHaveSingleItem();
        left.Id.ShouldBe(held[1].Id);
        left.Item.ShouldBe(new WorkItem("a", "2"));
        left.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task The_receipt_of_an_item_enqueued_without_a_lease_is_useless()
    {
        var work = (await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation)).ShouldHaveSingleItem();

        await ShouldBeRefusedAsync(work);
    }

    [Fact]
    public async Task A_completed_item_is_gone()
    {
        var work = await LeaseOneAsync();

        (await Queue.CompleteAsync(work, cancellation)).ShouldBeTrue();

        (await Queue.CompleteAsync(work, cancellation)).ShouldBeFalse();
        await Storage.LetPassAsync(Lease);
        (await ReceiveAsync()).ShouldBeEmpty();
        (await Queue.ListAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_renewed_lease_lasts_from_now_and_only_the_new_receipt_counts()
    {
        var work = await LeaseOneAsync();
        await Storage.LetPassAsync(Lease / 2);

        var renewed = (await Queue.RenewAsync(work, Lease, cancellation)).ShouldNotBeNull();

        renewed.ShouldBe(work with { Receipt = renewed.Receipt, LeasedUntil = renewed.LeasedUntil });
        renewed.LeasedUntil.ShouldBeGreaterThan(work.LeasedUntil);
        await ShouldBeRefusedAsync(work);
        await Storage.LetPassAsync(Lease / 2);
        (await ReceiveAsync()).ShouldBeEmpty();
        (await Queue.CompleteAsync(renewed, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_renewed_item_whose_lease_lapses_comes_back_as_it_was()
    {
        var work = await LeaseOneAsync();
        await Queue.RenewAsync(work, Lease, cancellation);

        await Storage.LetPassAsync(Lease);

        var again = (await ReceiveAsync()).ShouldHaveSingleItem();
        (again.Id, again.Item, again.Attempts, again.EnqueuedAt).ShouldBe((work.Id, work.Item, 2, work.EnqueuedAt));
    }

    [Fact]
    public async Task A_lapsed_lease_is_refused()
    {
        var work = await LeaseOneAsync();
        await Storage.LetPassAsync(Lease);

        await ShouldBeRefusedAsync(work);
    }

    [Fact]
    public async Task A_lapsed_lease_is_refused_when_another_has_the_item()
    {
        var work = await LeaseOneAsync();
        await Storage.LetPassAsync(Lease);
        var others = (await ReceiveAsync()).ShouldHaveSingleItem();

        await ShouldBeRefusedAsync(work);

        (await Queue.CompleteAsync(others, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_postponed_item_comes_back_after_its_delay_and_keeps_its_attempts()
    {
        var work = await LeaseOneAsync();

        (await Queue.PostponeAsync(work, Lease * 2, cancellation)).ShouldBeTrue();

        await ShouldBeRefusedAsync(work);
        await Storage.LetPassAsync(Lease);
        (await ReceiveAsync()).ShouldBeEmpty();
        await Storage.LetPassAsync(Lease);
        var again = (await ReceiveAsync()).ShouldHaveSingleItem();
        (again.Id, again.Item, again.Attempts, again.EnqueuedAt).ShouldBe((work.Id, work.Item, 2, work.EnqueuedAt));
    }

    [Fact]
    public async Task An_item_is_given_back_with_as_many_attempts_as_its_holder_says()
    {
        var work = await LeaseOneAsync();
        for (var waits = 0; waits < 3; waits++)
        {
            (await Queue.PostponeAsync(work with { Attempts = work.Attempts - 1 }, TimeSpan.Zero, cancellation)).ShouldBeTrue();
            work = (await ReceiveAsync()).ShouldHaveSingleItem();
            work.Attempts.ShouldBe(1);
        }

        await Queue.PostponeAsync(work, TimeSpan.Zero, cancellation);
        (await ReceiveAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task An_item_postponed_by_nothing_is_there_at_once()
    {
        var work = await LeaseOneAsync();

        await Queue.PostponeAsync(work, TimeSpan.Zero, cancellation);

        (await ReceiveAsync()).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
    }

    [Fact]
    public async Task A_buried_item_is_kept_with_its_reason_and_handed_to_nobody()
    {
        var work = await LeaseOneAsync();

        (await Queue.BuryAsync(work, "HttpRequestException", cancellation)).ShouldBeTrue();

        await ShouldBeRefusedAsync(work);
        await Storage.LetPassAsync(Lease);
        (await ReceiveAsync()).ShouldBeEmpty();
        (await Queue.ListAsync(10, cancellation)).ShouldBeEmpty();
        var buried = (await Queue.ListBuriedAsync(10, cancellation)).ShouldHaveSingleItem();
        (buried.Id, buried.Item, buried.Attempts, buried.BuriedBecause).ShouldBe((work.Id, work.Item, 1, "HttpRequestException"));
        buried.BuriedAt.ShouldNotBeNull().ShouldBeInRange(work.EnqueuedAt, Storage.Clock.GetUtcNow());
        (await Queue.CountAsync(cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_buried_item_that_is_retried_begins_anew()
    {
        var work = await LeaseOneAsync();
        await Queue.BuryAsync(work, "reason", cancellation);

        (await Queue.RetryBuriedAsync(work.Id, cancellation)).ShouldBeTrue();

        (await Queue.ListBuriedAsync(10, cancellation)).ShouldBeEmpty();
        var again = (await ReceiveAsync()).ShouldHaveSingleItem();
        (again.Id, again.Item, again.Attempts).ShouldBe((work.Id, work.Item, 1));
        (await Queue.RetryBuriedAsync(work.Id, cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_retried_item_is_marked_until_it_is_buried_anew_and_each_retry_is_another()
    {
        var work = await LeaseOneAsync();
        work.Item.IsRetried.ShouldBeFalse();
        await Queue.BuryAsync(work, "reason", cancellation);
        await Queue.RetryBuriedAsync(work.Id, cancellation);

        // Postponed, given back, renewed, and left behind by somebody who died.
        var retried = (await ReceiveAsync()).ShouldHaveSingleItem();
        var retry = retried.Item.Retry.ShouldNotBeNull();
        await Queue.PostponeAsync(retried, TimeSpan.Zero, cancellation);
        retried = (await ReceiveAsync()).ShouldHaveSingleItem();
        retried.Item.Retry.ShouldBe(retry);
        await Queue.GiveBackAsync([retried], cancellation);
        retried = (await ReceiveAsync()).ShouldHaveSingleItem();
        retried = (await Queue.RenewAsync(retried, Lease, cancellation)).ShouldNotBeNull();
        await Queue.ReclaimAsync([retried], cancellation);
        await Storage.LetPassAsync(Lease);
        retried = (await ReceiveAsync()).ShouldHaveSingleItem();
        retried.Item.Retry.ShouldBe(retry);

        await Queue.BuryAsync(retried, "again", cancellation);
        (await Queue.ListBuriedAsync(10, cancellation)).ShouldHaveSingleItem().Item.IsRetried.ShouldBeFalse();
        await Queue.RetryBuriedAsync(work.Id, cancellation);
        (await ReceiveAsync()).ShouldHaveSingleItem().Item.Retry.ShouldNotBeNull().ShouldNotBe(retry);
    }

    [Fact]
    public async Task An_item_that_is_put_on_the_queue_with_the_mark_of_a_retry_keeps_it()
    {
        await Queue.EnqueueAsync([new("a", "1") { Retry = "one" }], TimeSpan.Zero, cancellation);

        (await ReceiveAsync()).ShouldHaveSingleItem().Item.Retry.ShouldBe("one");
    }

    [Fact]
    public async Task Of_what_is_about_the_same_only_the_last_that_was_buried_is_listed()
    {
        var other = await LeaseOneAsync("2");
        await Queue.BuryAsync(other, "of another", cancellation);
        var first = await LeaseOneAsync();
        await Queue.BuryAsync(first, "first", cancellation);
        await Storage.LetPassAsync(TimeSpan.FromMilliseconds(20));
        var second = await LeaseOneAsync();
        await Queue.BuryAsync(second, "second", cancellation);

        (await Queue.ListBuriedAsync(10, cancellation))
            .Select(buried => (buried.Id, buried.BuriedBecause))
            .ShouldBe([(second.Id, "second"), (other.Id, "of another")]);
        (await Queue.RetryBuriedAsync(first.Id, cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_many_who_retry_a_buried_item_at_once_one_does_and_it_is_there_once()
    {
        var work = await LeaseOneAsync();
        await Queue.BuryAsync(work, "reason", cancellation);

        var retries = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Queue.RetryBuriedAsync(work.Id, cancellation)));

        retries.Count(isBack => isBack).ShouldBe(1);
        (await Queue.CountAsync(cancellation)).ShouldBe(1);
        (await ReceiveAsync()).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
        (await ReceiveAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("99999")]
    [InlineData("not an id")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task Only_what_is_buried_can_be_retried(string id)
    {
        var alive = await LeaseOneAsync();

        (await Queue.RetryBuriedAsync(id, cancellation)).ShouldBeFalse();
        (await Queue.RetryBuriedAsync(alive.Id, cancellation)).ShouldBeFalse();
        (await ReceiveAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_buried_item_comes_first()
    {
        foreach (var subject in new[] { "1", "2", "3" })
        {
            await Queue.EnqueueAsync([new("a", subject)], TimeSpan.Zero, cancellation);
            await Queue.BuryAsync((await ReceiveAsync()).ShouldHaveSingleItem(), "reason", cancellation);
            await Storage.LetPassAsync(TimeSpan.FromSeconds(1));
        }

        (await Queue.ListBuriedAsync(2, cancellation)).Select(work => work.Item.Subject).ShouldBe(["3", "2"]);
    }

    [Fact]
    public async Task What_has_been_visible_longest_is_received_first()
    {
        foreach (var subject in new[] { "1", "2", "3", "4" })
        {
            await Queue.EnqueueAsync([new("a", subject)], TimeSpan.Zero, cancellation);
            await Storage.LetPassAsync(TimeSpan.FromSeconds(1));
        }

        var first = (await Queue.ReceiveAsync(1, Lease, cancellation)).ShouldHaveSingleItem();
        first.Item.Subject.ShouldBe("1");
        await Queue.PostponeAsync(first, TimeSpan.Zero, cancellation);

        (await Queue.ReceiveAsync(2, Lease, cancellation)).Select(work => work.Item.Subject).ShouldBe(["2", "3"]);
        (await Queue.ReceiveAsync(5, Lease, cancellation)).Select(work => work.Item.Subject).ShouldBe(["4", "1"]);
    }

    [Fact]
    public async Task The_list_shows_what_is_alive_oldest_first_and_what_is_leased_where_it_can()
    {
        await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
        await Storage.LetPassAsync(TimeSpan.FromSeconds(1));
        var leased = (await Queue.EnqueueAsync([new("a", "2", "x")], Lease, cancellation)).ShouldHaveSingleItem();

        var list = await Queue.ListAsync(10, cancellation);

        (list[0].Item, list[0].Attempts, list[0].BuriedBecause).ShouldBe((new WorkItem("a", "1"), 0, null));
        list.Skip(1)
            .ShouldBe(
                Storage.ListsLeased
                    ? [new QueuedWork(leased.Id, leased.Item, 1, leased.EnqueuedAt, leased.LeasedUntil, null) { IsLeased = true }]
                    : []
            );
        (await Queue.CountAsync(cancellation)).ShouldBe(2);
        (await Queue.ListAsync(1, cancellation)).ShouldHaveSingleItem().Item.Subject.ShouldBe("1");
        (await Queue.ListAsync(0, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task If_one_item_cannot_be_enqueued_none_is()
    {
        await Should.ThrowAsync<ArgumentException>(() => Queue.EnqueueAsync([new("a", "1"), new("a", null!)], TimeSpan.Zero, cancellation));

        (await Queue.ListAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_receives_what_another_has_just_received()
    {
        await Queue.EnqueueAsync(
            [.. Enumerable.Range(0, 100).Select(number => new WorkItem("a", $"{number}"))],
            TimeSpan.Zero,
            cancellation
        );

        var received = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Queue.ReceiveAsync(5, Lease, cancellation)));

        received.SelectMany(works => works).Select(work => work.Id).ShouldBeUnique();
        received.Sum(works => works.Count).ShouldBe(100);
    }

    private Task<IReadOnlyList<LeasedWork>> ReceiveAsync() => Queue.ReceiveAsync(10, Lease, cancellation);

    private async Task<LeasedWork> LeaseOneAsync(string subject = "1")
    {
        await Queue.EnqueueAsync([new("a", subject, "x")], TimeSpan.Zero, cancellation);
        return (await ReceiveAsync()).ShouldHaveSingleItem();
    }

    private async Task ShouldBeRefusedAsync(LeasedWork work)
    {
        (await Queue.RenewAsync(work, Lease, cancellation)).ShouldBeNull();
        (await Queue.PostponeAsync(work, TimeSpan.Zero, cancellation)).ShouldBeFalse();
        (await Queue.BuryAsync(work, "reason", cancellation)).ShouldBeFalse();
        (await Queue.CompleteAsync(work, cancellation)).ShouldBeFalse();
    }
}
