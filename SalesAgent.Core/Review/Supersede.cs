using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Telemetry;

namespace SalesAgent.Core.Review;

/// <summary>Takes back undecided drafts to a person for whom there is a newer one: two open drafts to one person is one too many.</summary>
public sealed class Supersede(LeadRecords records, PersonLeads people, PersonKeys keys, LeadWork work)
{
    public async Task OlderDraftsAsync(LeadId newer, string email, CancellationToken cancellationToken)
    {
        using var span = LeadTrace.Begin(SpanNames.SupersedeDrafts, newer.Value);
        foreach (var id in await people.OfAsync(keys.ForEmail(email), cancellationToken))
        {
            if (id == newer)
                continue;
            if (await records.FindAsync(id, cancellationToken) is not { Review.State: ReviewState.Proposed } older)
                continue;

            var item = await work.TakeUpAsync(LeadWork.CarryOut, id, cancellationToken);
            await records.ChangeAsync(
                older,
                now =>
                    now.Review is not { State: ReviewState.Proposed } review
                        ? null
                        : new LeadChange { Review = review with { State = ReviewState.Superseded, Revision = review.Revision + 1 } },
                cancellationToken
            );
            await work.GoOnAsync(item, cancellationToken);
        }
    }
}
