using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

/// <summary>Has removed what a worker that lost a lead, or died with it, may have written outside beside what the lead knows of.</summary>
internal sealed class OrphanRequests(LeadWork work, LeadClaims claims)
{
    /// <summary>A vendor may be slower than our patience with it.</summary>
    internal static readonly TimeSpan LatestArrival = TimeSpan.FromSeconds(5);

    /// <summary>Not handed over: there is nothing to do yet, and the wait for what may still arrive begins now.</summary>
    public Task RequestAsync(LeadId lead, CancellationToken cancellationToken)
    {
        claims.Release(LeadClaims.Orphans(lead.Value));
        LeftUntilAllArrived(lead);
        return work.RequestLaterAsync(LeadWork.RemoveOrphans, lead, cancellationToken);
    }

    /// <summary>
    /// How long something may still be on its way. Counted in time and not in attempts: whoever had the work before may have died before it
    /// waited.
    /// </summary>
    public TimeSpan LeftUntilAllArrived(LeadId lead) => claims.LeftOfWait(LeadClaims.Orphans(lead.Value), claims.Length + LatestArrival);

    /// <summary>All that arrived was looked through.</summary>
    public void Settle(LeadId lead) => claims.Release(LeadClaims.Orphans(lead.Value));
}
