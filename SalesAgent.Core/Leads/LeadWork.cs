using Microsoft.Extensions.Options;
using SalesAgent.Core.Storage;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Leads;

/// <summary>Puts work about a lead on the queue: first the queue, then the state, then on at once in this process.</summary>
public sealed class LeadWork(IWorkQueue queue, WorkHandOver handOver, IOptions<WorkOptions> options, TimeProvider time)
{
    /// <summary>Takes a lead through the steps it has not done yet.</summary>
    public const string RunLead = "run_lead";

    /// <summary>Does what a decision asks for.</summary>
    public const string CarryOut = "carry_out";

    /// <summary>Holds the offered times in the rep's calendar, or lets them go.</summary>
    public const string HoldTimes = "hold_times";

    /// <summary>Looks after a draft that waits for its decision.</summary>
    public const string TendReview = "tend_review";

    /// <summary>Tells the reps of a contact's open drafts that HubSpot deleted it. About a person, not a lead.</summary>
    public const string TellDeletion = "tell_deletion";

    /// <summary>Erases every trace of a person. About a person, not a lead.</summary>
    public const string ForgetPerson = "forget_person";

    /// <summary>Puts an item on the queue, held by us until its lease lapses. Commit the state next, then <see cref="GoOnAsync"/>.</summary>
    public Task<LeasedWork> TakeUpAsync(string kind, LeadId lead, CancellationToken cancellationToken) =>
        PutAsync(new WorkItem(kind, lead.Value), cancellationToken);

    /// <summary>The same as <see cref="TakeUpAsync(string, LeadId, CancellationToken)"/>, as one of several writes.</summary>
    internal OrderedWrite TakeUp(string kind, LeadId lead) => new OrderedWrite.Enqueue(new WorkItem(kind, lead.Value), options.Value.Lease, SpanNames.PutWork, lead.Value);

    /// <summary>
    /// Goes on with it in this process, now that its state is committed. When there is no room, the item becomes visible to everybody once
    /// its lease lapses.
    /// </summary>
    /// <returns>False when there was no room.</returns>
    public async Task<bool> GoOnAsync(LeasedWork item, CancellationToken cancellationToken)
    {
        // The commit took longer than the lease: somebody may have received the item, found nothing to do yet, and removed it.
        if (item.LeasedUntil <= time.GetUtcNow()) item = await PutAsync(item.Item, cancellationToken);
        return handOver.GoOn(item);
    }

    /// <summary>For work whose state is already stored.</summary>
    public async Task RequestAsync(string kind, LeadId lead, CancellationToken cancellationToken) =>
        await GoOnAsync(await TakeUpAsync(kind, lead, cancellationToken), cancellationToken);

    /// <summary>The same as <see cref="TakeUpAsync(string, LeadId, CancellationToken)"/> for work about a person.</summary>
    internal Task<LeasedWork> TakeUpAsync(string kind, PersonKey person, CancellationToken cancellationToken) =>
        PutAsync(new WorkItem(kind, person.Value), cancellationToken);

    private async Task<LeasedWork> PutAsync(WorkItem item, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.PutWork, item.Subject)?.SetTag(LeadTrace.KindTag, item.Kind);
        return (await queue.EnqueueAsync([item], options.Value.Lease, cancellationToken))[0];
    }
}
