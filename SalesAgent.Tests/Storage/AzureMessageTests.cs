using SalesAgent.Core.Storage;
using SalesAgent.Core.Storage.AzureStorage;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

/// <summary>What becomes of work items when the wire to Azure loses something, and when others write to our queue.</summary>
public sealed class AzureMessageTests(Azurite azurite) : IAsyncLifetime
{
    private const string Send = "POST";
    private const string Delete = "DELETE";

    private readonly AzureUnderTest storage = new(azurite);
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    private IWorkQueue Queue => storage.Queue;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Items_that_went_before_one_that_failed_are_taken_back()
    {
        storage.QueueWire.LetPass(Send);
        storage.QueueWire.LetPass(Send);
        storage.QueueWire.Fail(Send, 403, "AuthorizationFailure");

        await Should.ThrowAsync<StorageUnavailableException>(() =>
            Queue.EnqueueAsync([new("a", "1"), new("a", "2"), new("a", "3")], TimeSpan.Zero, cancellation)
        );

        (await Queue.ListAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_sent_again_because_the_answer_was_lost_is_there_twice_under_one_id()
    {
        storage.QueueWire.LoseAnswer(Send);

        var sent = (await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation)).ShouldHaveSingleItem();

        (await ReceiveAsync()).Select(work => (work.Id, work.Item)).ShouldBe([(sent.Id, sent.Item), (sent.Id, sent.Item)]);
    }

    [Fact]
    public async Task A_busy_queue_is_asked_again()
    {
        storage.QueueWire.Fail(Send, 503, "ServerBusy");
        await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
        storage.QueueWire.Fail("GET", 500, "OperationTimedOut");

        var work = (await ReceiveAsync()).ShouldHaveSingleItem();
        storage.QueueWire.Fail("PUT", 503, "ServerBusy");
        var renewed = (await Queue.RenewAsync(work, storage.Lease, cancellation)).ShouldNotBeNull();
        storage.QueueWire.Fail(Delete, 503, "ServerBusy");

        (await Queue.CompleteAsync(renewed, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_turns_out_to_be_somebody_elses_while_it_is_buried_is_not_buried()
    {
        var work = await LeaseOneAsync();
        storage.QueueWire.Fail(Delete, 400, "PopReceiptMismatch");

        (await Queue.BuryAsync(work, "reason", cancellation)).ShouldBeFalse();

        (await Queue.ListBuriedAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_left_the_queue_by_a_removal_whose_answer_was_lost_is_buried()
    {
        var work = await LeaseOneAsync();
        storage.QueueWire.LoseAnswer(Delete);

        (await Queue.BuryAsync(work, "reason", cancellation)).ShouldBeTrue();

        (await Queue.ListBuriedAsync(10, cancellation)).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
    }

    [Fact]
    public async Task What_is_being_retried_nobody_takes_until_it_is_certain_who_retried_it()
    {
        var work = await LeaseOneAsync();
        await Queue.BuryAsync(work, "first", cancellation);
        var (_, others) = storage.Open();
        IReadOnlyList<LeasedWork> taken = [work];
        storage.TableWire.LoseRequest("$batch", meanwhile: async () => taken = await others.ReceiveAsync(1, storage.Lease, cancellation));

        (await Queue.RetryBuriedAsync(work.Id, cancellation)).ShouldBeTrue();

        taken.ShouldBeEmpty();
        (await Queue.ListBuriedAsync(10, cancellation)).ShouldBeEmpty();
        (await ReceiveAsync()).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
    }

    [Fact]
    public async Task Of_two_that_retry_one_buried_item_at_once_one_does()
    {
        var work = await LeaseOneAsync();
        await Queue.BuryAsync(work, "reason", cancellation);
        var (_, others) = storage.Open();

        var retried = await Task.WhenAll(Queue.RetryBuriedAsync(work.Id, cancellation), others.RetryBuriedAsync(work.Id, cancellation));

        retried.Count(did => did).ShouldBe(1);
        (await ReceiveAsync()).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
    }

    [Theory]
    [InlineData("not ours")]
    [InlineData("""{"Id":"","Kind":"a","Subject":"1"}""")]
    [InlineData("""["a"]""")]
    public async Task What_somebody_else_put_there_is_handed_out_as_work_nobody_does_so_that_it_gets_buried(string text)
    {
        var direct = new Azure.Storage.Queues.QueueClient(storage.Account.ConnectionString, AzureStorageAccount.QueueName);
        await direct.SendMessageAsync(text, cancellation);

        var work = (await ReceiveAsync()).ShouldHaveSingleItem();

        work.Item.Kind.ShouldBe("unreadable");
        (await Queue.BuryAsync(work, "Nothing here does this kind of work.", cancellation)).ShouldBeTrue();
        (await Queue.ListBuriedAsync(10, cancellation)).ShouldHaveSingleItem().Id.ShouldBe(work.Id);
        (await Queue.ListAsync(10, cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Releasing_an_item_is_one_request_and_looking_for_any_number_of_lost_ones_two()
    {
        var held = await Queue.EnqueueAsync([new("a", "1")], storage.Lease, cancellation);
        var before = storage.QueueWire.Requests.Count;

        await Queue.GiveBackAsync(held, cancellation);
        storage.QueueWire.Requests.Count.ShouldBe(before + 1);

        await Queue.MissingAsync(
            [.. Enumerable.Range(0, 1000).Select(number => (new WorkItem("a", $"{number}"), storage.Clock.GetUtcNow()))],
            cancellation
        );
        storage.QueueWire.Requests.Count.ShouldBe(before + 3);
    }

    [Fact]
    public async Task Of_what_is_handed_out_nothing_is_lost_when_the_second_queue_fails()
    {
        await Queue.EnqueueAsync([new("a", "urgent") { IsUrgent = true }], TimeSpan.Zero, cancellation);
        storage.QueueWire.LetPass("GET");
        storage.QueueWire.Fail("GET", 403, "AuthorizationFailure");

        (await ReceiveAsync()).ShouldHaveSingleItem().Item.Subject.ShouldBe("urgent");
    }

    [Fact]
    public async Task What_waits_behind_a_backlog_is_not_missing_however_long_and_what_came_back_after_a_pause_is_no_backlog()
    {
        var now = storage.Clock.GetUtcNow();
        await Queue.EnqueueAsync([new("a", "oldest")], TimeSpan.Zero, cancellation);

        (
            await Queue.MissingAsync(
                [(new WorkItem("a", "behind"), now + TimeSpan.FromHours(5)), (new WorkItem("a", "before"), now - TimeSpan.FromHours(5))],
                cancellation
            )
        ).ShouldBe([new WorkItem("a", "before")]);

        await Queue.PostponeAsync((await ReceiveAsync()).ShouldHaveSingleItem(), TimeSpan.Zero, cancellation);
        (await Queue.MissingAsync([(new WorkItem("a", "behind"), now + TimeSpan.FromHours(5))], cancellation)).ShouldHaveSingleItem();
    }

    private async Task<LeasedWork> LeaseOneAsync()
    {
        await Queue.EnqueueAsync([new("a", "1")], TimeSpan.Zero, cancellation);
        return (await ReceiveAsync()).ShouldHaveSingleItem();
    }

    private Task<IReadOnlyList<LeasedWork>> ReceiveAsync() => Queue.ReceiveAsync(10, storage.Lease, cancellation);
}
