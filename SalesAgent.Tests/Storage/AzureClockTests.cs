using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

/// <summary>The queue in an account, by a clock of ours that is turned, and after the death of whoever held something.</summary>
public sealed class AzureClockTests(Azurite azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly AzureUnderTest storage = new(azurite);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Theory]
    [InlineData(-10)]
    [InlineData(48)]
    public async Task What_is_held_stays_ours_whatever_our_clock_says(double hours)
    {
        var clock = new WrongClock(TimeProvider.System);
        var account = AzureStorageAccount.Open(
            new StorageOptions { Backend = StorageBackend.AzureStorage, ConnectionString = storage.Account.ConnectionString }
        );
        var queue = new AzureWorkQueue(account, storage.Records, clock);
        var held = (await queue.EnqueueAsync([new("a", "1")], Lease, Now)).ShouldHaveSingleItem();

        clock.Turn(TimeSpan.FromHours(hours));

        var renewed = (await queue.RenewAsync(held, Lease, Now)).ShouldNotBeNull();
        (await queue.ReceiveAsync(1, Lease, Now)).ShouldBeEmpty();
        (await queue.CompleteAsync(renewed, Now)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_dead_process_held_is_visible_at_once_and_not_taken_from_whoever_has_it_since()
    {
        var held = (await storage.Queue.EnqueueAsync([new("a", "1", "x")], Lease, Now)).ShouldHaveSingleItem();
        var (_, successor) = storage.Open();
        (await successor.ReceiveAsync(1, Lease, Now)).ShouldBeEmpty();

        (await successor.ReclaimAsync([held], Now)).ShouldBe(1);
        var taken = (await successor.ReceiveAsync(1, Lease, Now)).ShouldHaveSingleItem();
        (taken.Id, taken.Item, taken.Attempts).ShouldBe((held.Id, held.Item, 2));

        (await storage.Open().Queue.ReclaimAsync([held], Now)).ShouldBe(0);
        (await successor.CompleteAsync(taken, Now)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_is_out_of_sight_for_longer_than_an_hour()
    {
        var held = (await storage.Queue.EnqueueAsync([new("a", "1")], Lease, Now)).ShouldHaveSingleItem();

        (await storage.Queue.PostponeAsync(held, TimeSpan.FromSeconds(int.MaxValue), Now)).ShouldBeTrue();

        storage.QueueWire.Requests.ShouldContain(request => request.Contains("visibilitytimeout=3600", StringComparison.OrdinalIgnoreCase));
    }
}
