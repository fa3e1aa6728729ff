using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Forgetting.Deletions;

/// <summary>What HubSpot says about contacts that are gone there. When it answers, what is to be done about it is on disk.</summary>
internal sealed class ContactDeletions(ForgetRequests requests, LeadKeys keysOf, PersonLeads people, LeadWork work)
{
    /// <exception cref="Storage.StorageUnavailableException">Nothing can be promised: the sender must deliver again.</exception>
    public async Task TakeAsync(IReadOnlyList<DeletedContact> contacts, CancellationToken cancellationToken)
    {
        foreach (var contact in contacts.Distinct())
        {
            if (contact.ForPrivacy)
                await requests.OfContactAsync(keysOf.Of(contact.PortalId, contact.ContactId), cancellationToken);
            else
                await TellAsync(contact, cancellationToken);
        }
    }

    private async Task TellAsync(DeletedContact contact, CancellationToken cancellationToken)
    {
        foreach (var key in keysOf.Of(contact.PortalId, contact.ContactId))
        {
            if ((await people.EveryOfAsync(key, cancellationToken)).Count > 0)
                await work.GoOnAsync(await work.TakeUpAsync(LeadWork.TellDeletion, key, cancellationToken), cancellationToken);
        }
    }
}
