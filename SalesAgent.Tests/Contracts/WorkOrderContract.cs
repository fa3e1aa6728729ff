using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Contracts;

/// <summary>
/// In which order every back end hands work out, and that what is asked for twice is one item where it can be; one subclass for each.
/// </summary>
public abstract class WorkOrderContract(StorageUnderTest storage) : StorageContract(storage)
{
    private static readonly WorkItem Lead = new("run_lead", "lead-1");

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private IWorkQueue Queue => Storage.Queue;

    private TimeSpan Lease => Storage.Lease;

    [Fact]
    public async Task What_somebody_waits_for_is_handed_out_before_what_is_older()
    {
        await PutAsync("1", "2", "3", "4");
        await Storage.LetPassAsync(TimeSpan.FromSeconds(1));
        await PutUrgentAsync("typed");

        var first = (await Queue.ReceiveAsync(1, Lease, cancellation)).ShouldHaveSingleItem();

        first.Item.ShouldBe(new WorkItem("run_lead", "typed"));
        first.Item.IsUrgent.ShouldBeTrue();
        (await Queue.CompleteAsync(first, cancellation)).ShouldBeTrue();
        (await Queue.CountAsync(cancellation)).ShouldBe(4);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public async Task However_much_is_urgent_a_quarter_of_what_is_handed_out_is_not(int atOnce)
    {
        await PutAsync([.. Enumerable.Range(0, 8).Select(number => $"{number}")]);
        await PutUrgentAsync([.. Enumerable.Range(0, 32).Select(number => $"urgent-{number}")]);

        var received = new List<LeasedWork>();
        while (received.Count < 16)
            received.AddRange(await Queue.ReceiveAsync(atOnce, Lease, cancellation));

        received.Count(work => !work.Item.IsUrgent).ShouldBe(4);
    }

    [Fact]
    public async Task Where_nothing_is_urgent_the_others_have_all_places()
    {
        await PutAsync("1", "2", "3");

        (await ReceiveAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_urgent_stays_so_whatever_happens_to_it()
    {
        await PutUrgentAsync("a");
        var work = (await ReceiveAsync()).ShouldHaveSingleItem();
        work = (await Queue.RenewAsync(work, Lease, cancellation)).ShouldNotBeNull();
        await Queue.PostponeAsync(work, TimeSpan.Zero, cancellation);
        await PutAsync("b");
        work = (await Queue.ReceiveAsync(1, Lease, cancellation)).ShouldHaveSingleItem();
        work.Item.Subject.ShouldBe("a");
        await Queue.BuryAsync(work, "reason", cancellation);

        (await Queue.RetryBuriedAsync(work.Id, cancellation)).ShouldBeTrue();

        (await Queue.ReceiveAsync(1, Lease, cancellation))
            .ShouldHaveSingleItem()
            .Item.ShouldSatisfyAllConditions(item => item.Subject.ShouldBe("a"), item => item.IsUrgent.ShouldBeTrue());
    }

    [Fact]
    public async Task What_is_released_is_there_at_once_and_has_used_up_no_attempt()
    {
        var held = await Queue.EnqueueAsync([Lead, new("run_lead", "lead-2")], Lease, cancellation);

        await Queue.GiveBackAsync(held, cancellation);

        var received = await ReceiveAsync();
        received.Select(work => (work.Item.Subject, work.Attempts)).ShouldBe([("lead-1", 1), ("lead-2", 1)], ignoreOrder: true);
        received.Select(work => work.Id).ShouldBe(held.Select(work => work.Id), ignoreOrder: true);
        foreach (var one in held)
            (await Queue.CompleteAsync(one, cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_somebody_elses_by_now_is_not_released()
    {
        var held = await Queue.EnqueueAsync([Lead], Lease, cancellation);
        await Storage.LetPassAsync(Lease);
        var others = (await ReceiveAsync()).ShouldHaveSingleItem();

        await Queue.GiveBackAsync(held, cancellation);

        (await ReceiveAsync()).ShouldBeEmpty();
        (await Queue.CompleteAsync(others, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_that_comes_while_the_item_is_worked_on_is_worked_on_afterwards()
    {
        await Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var running = (await ReceiveAsync()).ShouldHaveSingleItem();

        var asked = (await Queue.EnqueueAsync([Lead], Lease, cancellation)).ShouldHaveSingleItem();
        await Queue.GiveBackAsync([asked], cancellation);
        (await Queue.CompleteAsync(running, cancellation)).ShouldBeTrue();

        var again = (await ReceiveAsync()).ShouldHaveSingleItem();
        (again.Item, again.Attempts).ShouldBe((Lead, 1));
        (await Queue.CompleteAsync(again, cancellation)).ShouldBeTrue();
        (await Queue.CountAsync(cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_asks_has_its_lease_to_store_what_the_work_is_about_also_where_an_item_is_alive()
    {
        await Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var running = (await ReceiveAsync()).ShouldHaveSingleItem();
        await Queue.EnqueueAsync([Lead], Lease, cancellation);

        // Nobody releases it: whoever asked died, before or after it was stored.
        (await Queue.CompleteAsync(running, cancellation)).ShouldBeTrue();

        (await ReceiveAsync()).ShouldBeEmpty();
        await Storage.LetPassAsync(Lease);
        (await ReceiveAsync()).ShouldHaveSingleItem().Item.ShouldBe(Lead);
    }

    [Fact]
    public async Task A_request_outlives_that_the_item_before_it_is_given_up()
    {
        await Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        var running = (await ReceiveAsync()).ShouldHaveSingleItem();
        var asked = (await Queue.EnqueueAsync([Lead], Lease, cancellation)).ShouldHaveSingleItem();
        await Queue.GiveBackAsync([asked], cancellation);

        (await Queue.BuryAsync(running, "reason", cancellation)).ShouldBeTrue();

        (await ReceiveAsync())
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(again => again.Item.ShouldBe(Lead), again => again.Attempts.ShouldBe(1));
        (await Queue.ListBuriedAsync(10, cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_request_does_not_wait_for_the_pause_of_an_item_that_failed()
    {
        await Queue.EnqueueAsync([Lead], TimeSpan.Zero, cancellation);
        await Queue.PostponeAsync((await ReceiveAsync()).ShouldHaveSingleItem(), TimeSpan.FromHours(1), cancellation);

        await Queue.GiveBackAsync(await Queue.EnqueueAsync([Lead], Lease, cancellation), cancellation);

        (await ReceiveAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task What_becomes_urgent_while_it_waits_goes_first()
    {
        await PutAsync("1", "2");
        await PutUrgentAsync("2");

        (await Queue.ReceiveAsync(1, Lease, cancellation)).ShouldHaveSingleItem().Item.Subject.ShouldBe("2");
    }

    [Fact]
    public async Task What_waits_for_its_turn_is_not_missing_and_what_has_left_the_queue_is()
    {
        var asked = Storage.Clock.GetUtcNow();
        await PutAsync("waits");
        var leaves = (await Queue.EnqueueAsync([new("run_lead", "left")], Lease, cancellation)).ShouldHaveSingleItem();

        (await MissingAsync(asked, "waits", "left")).ShouldBeEmpty();

        (await Queue.CompleteAsync(leaves, cancellation)).ShouldBeTrue();

        // Where items cannot be found, what is so much younger than the oldest that waits may be behind it.
        (await MissingAsync(Storage.FindsItems ? asked : asked - TimeSpan.FromMinutes(5), "left")).ShouldBe([
            new WorkItem("run_lead", "left"),
        ]);
        (await MissingAsync(asked, "waits")).ShouldBeEmpty();
        (await Queue.MissingAsync([], cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_an_empty_queue_everything_is_missing() =>
        (await MissingAsync(Storage.Clock.GetUtcNow(), "1", "2")).Select(item => item.Subject).ShouldBe(["1", "2"]);

    private Task<IReadOnlyList<WorkItem>> MissingAsync(DateTimeOffset at, params string[] subjects) =>
        Queue.MissingAsync([.. subjects.Select(subject => (new WorkItem("run_lead", subject), at))], cancellation);

    private Task<IReadOnlyList<LeasedWork>> PutAsync(params string[] subjects) =>
        Queue.EnqueueAsync([.. subjects.Select(subject => new WorkItem("run_lead", subject))], TimeSpan.Zero, cancellation);

    private Task<IReadOnlyList<LeasedWork>> PutUrgentAsync(params string[] subjects) =>
        Queue.EnqueueAsync(
            [.. subjects.Select(subject => new WorkItem("run_lead", subject) { IsUrgent = true })],
            TimeSpan.Zero,
            cancellation
        );

    private Task<IReadOnlyList<LeasedWork>> ReceiveAsync() => Queue.ReceiveAsync(10, Lease, cancellation);
}
