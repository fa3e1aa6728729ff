using SalesAgent.Core.Work;
using SalesAgent.Tests.Contracts;

namespace SalesAgent.Tests.Storage;

/// <summary>Beside what every back end promises: a table can be searched, so that the same work is never there twice.</summary>
public sealed class SqliteWorkOrderTests() : WorkOrderContract(new SqliteUnderTest())
{
    private static readonly WorkItem Lead = new("run_lead", "lead-1");

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_longest_is_handed_out_first_also_when_it_was_given_back()
    {
        foreach (var subject in (string[])["1", "2", "3"])
        {
            await Storage.Queue.EnqueueAsync([new("run_lead", subject)], TimeSpan.Zero, cancellation);
            await Storage.LetPassAsync(TimeSpan.FromSeconds(1));
        }

        await Storage.Queue.GiveBackAsync(await Storage.Queue.ReceiveAsync(1, Storage.Lease, cancellation), cancellation);
        await Storage.Queue.EnqueueAsync([new("run_lead", "4")], TimeSpan.Zero, cancellation);

        var order = new List<string>();
        while (await Storage.Queue.ReceiveAsync(1, Storage.Lease, cancellation) is [var next])
            order.Add(next.Item.Subject);
        order.ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task What_is_asked_for_many_times_is_one_item()
    {
        for (var time = 0; time < 50; time++)
        {
            var asked = await Storage.Queue.EnqueueAsync(
                [Lead, new("carry_out", "lead-1"), new("run_lead", "lead-2")],
                time % 2 == 0 ? Storage.Lease : TimeSpan.Zero,
                cancellation
            );
            await Storage.Queue.GiveBackAsync(asked, cancellation);
        }

        (await Storage.Queue.CountAsync(cancellation)).ShouldBe(3);
        foreach (var work in await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation))
            (await Storage.Queue.CompleteAsync(work, cancellation)).ShouldBeTrue();
        (await Storage.Queue.CountAsync(cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Asked_for_by_many_at_once_while_it_is_worked_on_it_is_worked_on_once_more()
    {
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var running = (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem();

        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ =>
                    await Storage.Queue.GiveBackAsync(await Storage.Queue.EnqueueAsync([Lead], Storage.Lease, cancellation), cancellation)
                )
        );
        await Storage.Queue.CompleteAsync(running, cancellation);

        (await Storage.Queue.CountAsync(cancellation)).ShouldBe(1);
        await Storage.Queue.CompleteAsync(
            (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem(),
            cancellation
        );
        (await Storage.Queue.CountAsync(cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("postpone")]
    [InlineData("bury")]
    [InlineData("lapse")]
    public async Task A_retry_that_finds_somebody_at_the_same_work_marks_what_comes_after_them(string end)
    {
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var first = (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem();
        await Storage.Queue.BuryAsync(first, "reason", cancellation);
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var running = (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem();

        (await Storage.Queue.RetryBuriedAsync(first.Id, cancellation)).ShouldBeTrue();
        if (end == "complete")
            await Storage.Queue.CompleteAsync(running, cancellation);
        else if (end == "postpone")
            await Storage.Queue.PostponeAsync(running, TimeSpan.FromMinutes(30), cancellation);
        else if (end == "bury")
            await Storage.Queue.BuryAsync(running, "reason", cancellation);
        else
            await Storage.LetPassAsync(Storage.Lease);

        running.Item.IsRetried.ShouldBeFalse();
        var after = (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem();
        after.Item.IsRetried.ShouldBeTrue();

        // What is asked for while it is under way is new work.
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        await Storage.Queue.CompleteAsync(after, cancellation);
        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem().Item.IsRetried.ShouldBeFalse();
    }

    [Fact]
    public async Task A_buried_item_that_is_retried_joins_the_one_that_was_asked_for_meanwhile()
    {
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var first = (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem();
        await Storage.Queue.BuryAsync(first, "reason", cancellation);
        await Storage.Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);

        (await Storage.Queue.RetryBuriedAsync(first.Id, cancellation)).ShouldBeTrue();

        (await Storage.Queue.ListBuriedAsync(10, cancellation)).ShouldBeEmpty();
        (await Storage.Queue.ReceiveAsync(10, Storage.Lease, cancellation)).ShouldHaveSingleItem().Item.ShouldBe(Lead);
    }
}
