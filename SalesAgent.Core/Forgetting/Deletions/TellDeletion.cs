using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Review;
using SalesAgent.Core.Work;

namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>
/// Brings the cards of a contact to what HubSpot says of it. That it was deleted is told, and taken back once it was restored; the draft
/// stays open, and whether the person should still be written to is for the rep to say. Merged into another it is that other.
/// </summary>
internal sealed class TellDeletion(PersonLeads people, LeadRecords records, RecordFates fates, FilingPlace place, ShowReview show)
    : IWorkHandler
{
    private const int Tries = 5;

    public string Kind => LeadWork.TellDeletion;

    public async Task<WorkResult> DoAsync(WorkItem item, int attempt, CancellationToken cancellationToken)
    {
        foreach (var key in await fates.KinOfAsync([new PersonKey(item.Subject)], null, cancellationToken))
        {
            foreach (var lead in await people.EveryOfAsync(key, cancellationToken))
            {
                if (await TellAsync(lead, attempt, cancellationToken) is { } later)
                    return later;
            }
        }

        return new WorkResult.Done();
    }

    private async Task<WorkResult?> TellAsync(LeadId id, int attempt, CancellationToken cancellationToken)
    {
        if (
            await records.FindAsync(id, cancellationToken) is not { IsBeingForgotten: false } state
            || await place.OfContactAsync(state.Lead, state.Run.Dossier, cancellationToken) is not { } fate
        )
        {
            return null;
        }

        var contact = fate.MovedTo is { } other ? new ContactId(other) : (ContactId?)null;
        try
        {
            await records.ChangeAsync(
                state,
                now =>
                    now.Review is { } review
                    && (review.ContactNow != contact || (review.IsOpen && review.ContactDeletedAt != fate.DeletedAt))
                        ? new LeadChange
                        {
                            Review = review with
                            {
                                ContactNow = contact,
                                ContactDeletedAt = fate.DeletedAt,
                                Revision = review.Revision + 1,
                            },
                        }
                        : null,
                cancellationToken
            );
            await show.BringUpToDateAsync(id, cancellationToken);
        }
        catch (LeadGoneException)
        {
            // Forgotten, and its card says so.
        }
        catch (ConnectorException failure) when (attempt < Tries)
        {
            return new WorkResult.Later(failure.Kind.ToString(), failure.RetryAfter);
        }

        return null;
    }
}
