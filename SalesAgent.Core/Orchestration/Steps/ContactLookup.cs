using System.Globalization;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Leads;
using SalesAgent.Core.People;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Finds a lead's contact in HubSpot, and the rep who owns it.</summary>
internal sealed class ContactLookup(HubSpotClient hubSpot, RepDirectory reps)
{
    public async Task<ContactSearch> ForAsync(IncomingLead incoming, CancellationToken cancellationToken)
    {
        if (!long.TryParse(incoming.ContactId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return await hubSpot.FindContactAsync(incoming.Email!, cancellationToken);

        var contact = await hubSpot.FindContactAsync(new ContactId(id), cancellationToken);
        return contact is null ? new ContactSearch.NotFound() : new ContactSearch.Found(contact);
    }

    /// <summary>The rep, and a sentence for the card when it is not simply the owner.</summary>
    public async Task<(Rep Rep, string? Warning)> RepOfAsync(Contact contact, CancellationToken cancellationToken)
    {
        if (contact.OwnerId is not { } ownerId) return (reps.Default, null);
        if (reps.FindByOwner(ownerId.ToString()) is { } known) return (known, null);

        try
        {
            var owner = await hubSpot.FindOwnerAsync(ownerId, cancellationToken);
            if (owner is { Archived: false, Email: { } email } && reps.FindByEmail(email) is { } rep) return (rep, null);

            return (reps.Default, owner is { Archived: true }
                ? "Its HubSpot owner has left: please assign it anew."
                : "Its HubSpot owner is not among the reps who use SalesAgent.");
        }
        catch (ConnectorException failure)
        {
            return (reps.Default, $"Its HubSpot owner could not be read ({failure.Kind.Text()}).");
        }
    }
}
