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

    /// <summary>A contact as a webhook names it.</summary>
    public IReadOnlyList<PersonKey> Of(long portalId, long contactId)
    {
        var id = contactId.ToString(CultureInfo.InvariantCulture);
        var told = keys.ForContact(portalId, id);

        // Without a configured portal, leads that did not come from HubSpot are filed under none.
        return hubSpot.Value.PortalId is null ? [told, keys.ForContact(0, id)] : [told];
    }

    /// <summary>What HubSpot knows a lead's person by: the contact, and the contact's own address.</summary>
    public IReadOnlyList<PersonKey> Of(Lead lead, Contact contact) =>
        [.. new[] { OfContact(lead.Incoming, contact.Id), OfAddress(contact.Email) }.OfType<PersonKey>()];

    private PersonKey OfContact(IncomingLead incoming, ContactId contact) =>
        keys.ForContact(incoming.PortalId > 0 ? incoming.PortalId : hubSpot.Value.PortalId ?? 0, contact.ToString());

    private PersonKey? OfAddress(string? address) => EmailAddress.TryNormalise(address, out var email) ? keys.ForEmail(email) : null;
}
