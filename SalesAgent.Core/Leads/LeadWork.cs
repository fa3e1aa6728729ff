using Microsoft.Extensions.Options;
using SalesAgent.Core.Telemetry;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Leads;

/// <summary>Puts work about a lead on the queue: first the queue, then the state, then on at once in this process.</summary>
public sealed class LeadWork(IWorkQueue queue, WorkHandOver handOver, IOptions<WorkOptions> options)
{
    /// <summary>Takes a lead through the steps it has not done yet.</summary>
    public const string RunLead = "run_lead";

    /// <summary>Does what a decision asks for.</summary>
    public const string CarryOut = "carry_out";

    /// <summary>Holds the offered times in the rep's calendar, or lets them go.</summary>
    public const string HoldTimes = "hold_times";

    /// <summary>Looks after a draft that waits for its decision.</summary>
    public const string TendReview = "tend_review";

    /// <summary>Puts an item on the queue, held by us until its lease lapses. Commit the state next, then <see cref="GoOn"/>.</summary>
    public async Task<LeasedWork> TakeUpAsync(string kind, LeadId lead, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.PutWork, lead.Value)?.SetTag(LeadTrace.KindTag, kind);
        return (await queue.EnqueueAsync([new WorkItem(kind, lead.Value)], options.Value.Lease, cancellationToken))[0];
    }

    /// <summary>Goes on with it in this process. False when there is no room: then the item becomes visible to everybody once its lease lapses.</summary>
    public bool GoOn(LeasedWork item) => handOver.GoOn(item);

    /// <summary>For work whose state is already stored.</summary>
    public async Task RequestAsync(string kind, LeadId lead, CancellationToken cancellationToken) =>
        GoOn(await TakeUpAsync(kind, lead, cancellationToken));
}
