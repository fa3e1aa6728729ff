using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records.Persons;

/// <summary>Where in HubSpot a lead belongs now: contact and company after all merges and deletions that HubSpot has told of.</summary>
internal sealed class FilingPlace(LeadKeys keys, RecordFates fates)
{
    /// <summary>Null: the lead's contact is not known yet.</summary>
    public async Task<RecordFate?> OfContactAsync(Lead lead, Dossier dossier, CancellationToken cancellationToken) =>
        keys.OfContact(lead, dossier) is { } key ? await fates.OfAsync(key, cancellationToken) : null;

    /// <summary>The contact that this one is now.</summary>
    public async Task<ContactId> NowAsync(IncomingLead incoming, ContactId contact, CancellationToken cancellationToken) =>
        await fates.OfAsync(keys.OfContact(incoming, contact), cancellationToken) is { MovedTo: { } other }
            ? new ContactId(other)
            : contact;

    /// <summary>The same picture with contact and company as they are now; a company that was deleted is left out.</summary>
    public async Task<CrmPicture> NowAsync(IncomingLead incoming, CrmPicture crm, CancellationToken cancellationToken)
    {
        var company = crm.Company;
        if (company is { } known)
        {
            company = await fates.OfAsync(keys.OfCompany(incoming, known), cancellationToken) switch
            {
                { DeletedAt: not null } => null,
                { MovedTo: { } other } => new CompanyId(other),
                _ => known,
            };
        }

        return crm with
        {
            Contact = await NowAsync(incoming, crm.Contact, cancellationToken),
            Company = company,
        };
    }
}
