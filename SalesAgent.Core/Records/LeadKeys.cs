using System.Globalization;
using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records.Runs;

namespace SalesAgent.Core.Records;

/// <summary>
/// Every key by which the person of a lead is known: addresses of the form and of HubSpot, and the contact, which outlives any address.
/// </summary>
internal sealed class LeadKeys(PersonKeys keys, IOptions<HubSpotOptions> hubSpot)
{
    public IReadOnlyList<PersonKey> Of(Lead lead, Dossier dossier)
    {
        var incoming = lead.Incoming;
        var contact = dossier.Crm?.Contact ?? dossier.Contact?.Id;
        return
        [
            .. new PersonKey?[]
            {
                new PersonKey(lead.Person),
                OfAddress(incoming.Email),
                OfAddress(dossier.Prospect?.Email),
                OfAddress(dossier.Contact?.Email),
                incoming.ContactId is { Length: > 0 } told ? keys.ForContact(incoming.PortalId, told) : null,
                contact is { } id ? OfContact(incoming, id) : null,
            }
                .OfType<PersonKey>()
                .Distinct(),
        ];
    }

    /// <summary>
    /// A contact as a webhook names it. Without a configured portal, leads that did not come from HubSpot are filed under none.
    /// </summary>
    public IReadOnlyList<PersonKey> Of(long portalId, long contactId) =>
        [.. PortalsOf(portalId).Select(portal => keys.ForContact(portal, contactId.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>A company as a webhook names it.</summary>
    public IReadOnlyList<PersonKey> OfCompany(long portalId, long companyId) =>
        [.. PortalsOf(portalId).Select(portal => Company(portal, new CompanyId(companyId)))];

    /// <summary>The lead's contact; null when it is not known yet.</summary>
    public PersonKey? OfContact(Lead lead, Dossier dossier) =>
        (dossier.Crm?.Contact ?? dossier.Contact?.Id) is { } contact ? OfContact(lead.Incoming, contact)
        : lead.Incoming.ContactId is { Length: > 0 } told ? keys.ForContact(lead.Incoming.PortalId, told)
        : null;

    public PersonKey OfCompany(IncomingLead incoming, CompanyId company) => Company(PortalOf(incoming), company);

    /// <summary>What HubSpot knows a lead's person by: the contact, and the contact's own address.</summary>
    public IReadOnlyList<PersonKey> Of(Lead lead, Contact contact) =>
        [.. new[] { OfContact(lead.Incoming, contact.Id), OfAddress(contact.Email) }.OfType<PersonKey>()];

    public PersonKey OfContact(IncomingLead incoming, ContactId contact) => keys.ForContact(PortalOf(incoming), contact.ToString());

    private PersonKey Company(long portal, CompanyId company) => keys.ForContact(portal, $"company/{company}");

    private long PortalOf(IncomingLead incoming) => incoming.PortalId > 0 ? incoming.PortalId : hubSpot.Value.PortalId ?? 0;

    private long[] PortalsOf(long told) => hubSpot.Value.PortalId is null ? [told, 0] : [told];

    private PersonKey? OfAddress(string? address) => EmailAddress.TryNormalise(address, out var email) ? keys.ForEmail(email) : null;
}
