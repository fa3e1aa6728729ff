using SalesAgent.Core.Connectors;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Review;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>
/// Says on the open cards of a contact that HubSpot deleted it. The draft stays open: a deletion can be undone there for 90 days, and
/// whether the person should still be written to is for the rep to say.
/// </summary>
internal sealed class TellDeletion(PersonLeads people, LeadRecords records, ShowReview show, TimeProvider time) : IWorkHandler
{
    private const int Tries = 5;

    public string Kind => LeadWork.TellDeletion;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        foreach (var id in await people.EveryOfAsync(new PersonKey(item.Subject), cancellationToken))
        {
            if (await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false } state)
                continue;

            await records.ChangeAsync(
                state,
                now =>
                    now.Review is { IsOpen: true, ContactDeletedAt: null } review
                        ? new LeadChange { Review = review with { ContactDeletedAt = time.GetUtcNow(), Revision = review.Revision + 1 } }
                        : null,
                cancellationToken
            );
            try
            {
                await show.BringUpToDateAsync(id, cancellationToken);
            }
            catch (ConnectorException failure) when (attempt < Tries)
            {
                return new WorkResult.Later(failure.Kind.ToString(), failure.RetryAfter);
            }
        }

        return new WorkResult.Done();
    }
}
