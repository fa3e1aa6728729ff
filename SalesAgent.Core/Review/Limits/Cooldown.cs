using Microsoft.Extensions.Options;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Core.Review.Limits;

/// <summary>
/// Keeps a person from being written to again and again: after a decision on a draft to them, a form or an event makes no new one for a
/// time. Their lead is not lost, its rep is told of it; and a rep who asks for a draft gets one.
/// </summary>
internal sealed class Cooldown(
    LeadRecords records,
    PersonLeads people,
    PersonKeys keys,
    ReviewCases cases,
    IOptions<ReviewOptions> options,
    TimeProvider time
) : IDraftLimit
{
    public async Task<string?> ReasonAgainstAsync(LeadId lead, string email, CancellationToken cancellationToken)
    {
        if (options.Value.CooldownDays == 0)
            return null;

        var since = time.GetUtcNow().AddDays(-options.Value.CooldownDays);
        LeadState? last = null;
        foreach (var id in await people.OfAsync(keys.ForEmail(email), cancellationToken))
        {
            if (
                id == lead
                || await records.FindAsync(id, cancellationToken) is not { Review.Decision: { } decision } state
                || decision.At < since
            )
            {
                continue;
            }

            if (last is null || last.Review!.Decision!.At < decision.At)
                last = state;
        }

        if (last?.Review?.Decision is not { } latest)
            return null;

        var verb = latest.Kind is ReviewState.Approved ? "approved" : "rejected";
        return $"{latest.ByName} {verb} a draft to this person on {cases.Moment(last, latest.At)}, so no new one was made by itself.";
    }
}
