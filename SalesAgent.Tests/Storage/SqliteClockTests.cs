using SalesAgent.Core.Storage.Sqlite;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

/// <summary>The queue in the file, by a clock that is turned: nothing is handed out twice for it, and nothing sleeps for it.</summary>
public sealed class SqliteClockTests : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly SqliteUnderTest storage = new();
    private readonly WrongClock clock;
    private readonly SqliteWorkQueue queue;

    public SqliteClockTests()
    {
        clock = new WrongClock(storage.Time);
        queue = new SqliteWorkQueue(storage.Database, clock);
    }

    public static TheoryData<double> Hours => [-10, -1.0 / 60, 1.0 / 60, 5.0 / 60, 6, 48];

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Theory, MemberData(nameof(Hours))]
    public async Task What_is_held_stays_held_whatever_the_clock_says(double hours)
    {
        await queue.EnqueueAsync([new("a", "1"), new("a", "2")], TimeSpan.Zero, Now);
        var received = await queue.ReceiveAsync(2, Lease, Now);

        clock.Turn(TimeSpan.FromHours(hours));

        (await queue.ReceiveAsync(10, Lease, Now)).ShouldBeEmpty();
        (await queue.CompleteAsync(received[0], Now)).ShouldBeTrue();
        var renewed = (await queue.RenewAsync(received[1], Lease, Now)).ShouldNotBeNull();
        storage.Time.Advance(Lease / 2);
        (await queue.ReceiveAsync(10, Lease, Now)).ShouldBeEmpty();
        (await queue.CompleteAsync(renewed, Now)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Hours))]
    public async Task A_lease_lapses_when_its_time_has_passed_and_not_by_the_clock(double hours)
    {
        await queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, Now);
        var received = (await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();

        clock.Turn(TimeSpan.FromHours(hours));
        storage.Time.Advance(Lease);

        received.Left(clock).ShouldBe(TimeSpan.Zero);
        (await queue.CompleteAsync(received, Now)).ShouldBeFalse();
        (await queue.RenewAsync(received, Lease, Now)).ShouldBeNull();
    }

    [Theory]
    [InlineData(-10.0)]
    [InlineData(-0.5)]
    public async Task What_is_postponed_comes_back_in_time_when_the_clock_is_set_back(double hours)
    {
        await queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, Now);
        await queue.PostponeAsync((await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem(), TimeSpan.FromMinutes(2), Now);
        (await queue.ReceiveAsync(1, Lease, Now)).ShouldBeEmpty();

        clock.Turn(TimeSpan.FromHours(hours));
        storage.Time.Advance(TimeSpan.FromMinutes(2));

        (await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_there_is_there_when_the_clock_is_set_back()
    {
        await queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, Now);

        clock.Turn(TimeSpan.FromHours(-10));

        (await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_somebody_took_while_the_clock_was_ahead_is_there_at_once_when_it_is_right()
    {
        clock.Turn(TimeSpan.FromHours(48));
        await queue.EnqueueAsync([new("a", "held"), new("a", "postponed")], TimeSpan.Zero, Now);
        await queue.PostponeAsync((await queue.ReceiveAsync(2, Lease, Now))[1], TimeSpan.FromMinutes(30), Now);
        var right = new SqliteWorkQueue(storage.Database, storage.Time);

        (await right.ReceiveAsync(10, Lease, Now)).Select(work => work.Item.Subject).ShouldBe(["held", "postponed"], ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_is_out_of_sight_for_longer_than_an_hour()
    {
        await queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, Now);
        await queue.PostponeAsync(
            (await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem(),
            TimeSpan.FromSeconds(int.MaxValue),
            Now
        );

        storage.Time.Advance(TimeSpan.FromMinutes(59));
        (await queue.ReceiveAsync(1, Lease, Now)).ShouldBeEmpty();
        storage.Time.Advance(TimeSpan.FromMinutes(1));
        (await queue.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
    }
}
