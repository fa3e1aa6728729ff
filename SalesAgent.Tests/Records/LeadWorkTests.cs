using SalesAgent.Core.Records;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Records;

public sealed class LeadWorkTests : IAsyncDisposable
{
    private readonly LeadsUnderTest leads = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => leads.DisposeAsync();

    [Fact]
    public async Task Work_whose_state_came_later_than_its_lease_is_not_lost_to_whoever_found_nothing_to_do()
    {
        var lead = LeadId.Parse("00000000000000000000");
        var item = await leads.Work.TakeUpAsync(LeadWork.CarryOut, lead, cancellation);

        // A slow commit: the lease lapses, somebody else takes the item, sees no decision and is done with it.
        leads.Time.Advance(new WorkOptions().Lease + TimeSpan.FromSeconds(1));
        var taken = (await leads.Queue.ReceiveAsync(1, TimeSpan.FromSeconds(30), cancellation)).ShouldHaveSingleItem();
        (await leads.Queue.CompleteAsync(taken, cancellation)).ShouldBeTrue();
        await leads.Work.GoOnAsync(item, cancellation);

        (await leads.QueuedAsync()).ShouldBe([new WorkItem(LeadWork.CarryOut, lead.Value)]);
        leads.HandOver.Reader.TryRead(out var handedOver).ShouldBeTrue();
        handedOver.LeasedUntil.ShouldBeGreaterThan(leads.Time.GetUtcNow());
    }

    [Fact]
    public async Task Work_whose_lease_holds_is_put_on_the_queue_once()
    {
        await leads.Work.RequestAsync(LeadWork.RunLead, LeadId.Parse("00000000000000000000"), cancellation);

        (await leads.QueuedAsync()).Count.ShouldBe(1);
    }
}
