using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.GoogleIdentity;
using SalesAgent.Core.Records;

namespace SalesAgent.Core.Holds;

/// <summary>Has the calendar brought to what it should be, if holds are switched on and there is anything to do.</summary>
internal sealed class HoldRequests(LeadWork work, IOptions<GoogleOptions> google, TimeProvider time)
{
    /// <summary>For a state that is stored, from work that is repeated if we die before this is on the queue.</summary>
    public async Task RequestAsync(LeadState state, CancellationToken cancellationToken)
    {
        if (google.Value.Calendar.Holds && HoldPlan.IsDue(state, time.GetUtcNow()))
            await work.RequestAsync(LeadWork.HoldTimes, LeadId.Parse(state.Lead.Id), cancellationToken, isUrgent: true);
    }
}
