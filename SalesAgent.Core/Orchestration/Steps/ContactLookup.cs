using System.Globalization;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;

namespace SalesAgent.Core.Orchestration.Steps;

/// <summary>Finds a lead's contact in HubSpot, and the rep who owns it.</summary>
internal sealed class ContactLookup(HubSpotClient hubSpot, FilingPlace place, RepDirectory reps)
{
    private const int LongestName = 80;

    public async Task<ContactSearch> ForAsync(IncomingLead incoming, CancellationToken cancellationToken)
    {
        if (
            long.TryParse(incoming.ContactId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && await hubSpot.FindContactAsync(await place.NowAsync(incoming, new ContactId(id), cancellationToken), cancellationToken)
                is { } contact
        )
        {
            return new ContactSearch.Found(contact);
        }

        // Merged into another or deleted since: the address knows who they are now.
        return incoming.Email is { } email ? await hubSpot.FindContactAsync(email, cancellationToken) : new ContactSearch.NotFound();
    }

    /// <summary>
    /// The first owner who is a rep; of a contact that nobody owns, the company's owner; else the rep who takes what nobody owns.
    /// With it a sentence for the card when it is not simply the owner.
    /// </summary>
    /// <exception cref="ConnectorException">It may be known later: nobody is taken for the owner on a guess.</exception>
    public async Task<(Rep Rep, string? Warning)> RepOfAsync(Contact contact, CancellationToken cancellationToken)
    {
        if (contact.OwnerId is not { } first)
            return await RepOfCompanyAsync(() => CompanyOfAsync(contact, cancellationToken), cancellationToken);

        var (chosen, problem) = await RepOfOwnerAsync(first, cancellationToken);
        List<Rep> others = [];
        foreach (var further in contact.FurtherOwners ?? [])
        {
            if ((await RepOfOwnerAsync(further, cancellationToken)).Rep is { } other && other != chosen && !others.Contains(other))
                others.Add(other);
        }

        return (chosen, others) switch
        {
            ({ } rep, []) => (rep, null),
            ({ } rep, _) => (rep, $"HubSpot names further owners: {string.Join(", ", others.Select(other => other.Name))}."),
            (null, [var next, ..]) => (next, $"{problem} {next.Name} is another owner of it."),
            (null, []) => (reps.Default, problem),
        };
    }

    /// <summary>
    /// Of several contacts with one address: their owner when it is the same one, else the rep who takes what nobody owns.
    /// </summary>
    /// <exception cref="ConnectorException"><inheritdoc cref="RepOfAsync" path="/exception"/></exception>
    public async Task<(Rep Rep, string Warning)> RepOfSeveralAsync(IReadOnlyList<Contact> candidates, CancellationToken cancellationToken)
    {
        const string Several = "HubSpot has several contacts with this address";
        return
            candidates.Select(candidate => candidate.OwnerId).Distinct().ToArray() is [{ } owner]
            && (await RepOfOwnerAsync(owner, cancellationToken)).Rep is { } rep
            ? (rep, $"{Several}, all owned by {rep.Name}.")
            : (reps.Default, $"{Several}, so whose lead this is could not be told.");
    }

    /// <summary>Of somebody HubSpot does not know: whoever owns the company with their domain.</summary>
    /// <exception cref="ConnectorException"><inheritdoc cref="RepOfAsync" path="/exception"/></exception>
    public Task<(Rep Rep, string? Warning)> RepOfNewAsync(string email, CancellationToken cancellationToken) =>
        RepOfCompanyAsync(() => OnlyCompanyAsync(EmailAddress.DomainOf(email), cancellationToken), cancellationToken);

    /// <summary>The only company with the domain: of two, picking one would be a guess.</summary>
    public async Task<Company?> OnlyCompanyAsync(string domain, CancellationToken cancellationToken) =>
        await hubSpot.FindCompaniesByDomainAsync(domain, cancellationToken) is [var only] ? only : null;

    /// <summary>Sentences about whose lead it is in HubSpot where a rep asked for it who is no owner of it.</summary>
    public async Task<IEnumerable<string>> OwnersBesideAsync(Rep rep, Contact contact, CancellationToken cancellationToken)
    {
        if (contact.OwnerId is not { } first)
            return [];

        try
        {
            foreach (var owner in (OwnerId[])[first, .. contact.FurtherOwners ?? []])
            {
                if ((await RepOfOwnerAsync(owner, cancellationToken)).Rep == rep)
                    return [];
            }

            var (other, problem) = await RepOfOwnerAsync(first, cancellationToken);
            var name = other?.Name ?? await NameOfOwnerAsync(first, cancellationToken);
            return name is null ? [problem!] : [$"In HubSpot this is a lead of {name}."];
        }
        catch (ConnectorException failure)
        {
            return [$"Whose lead this is in HubSpot could not be read ({failure.Kind.Text()})."];
        }
    }

    /// <summary>As people call the owner; null when it could not be read.</summary>
    public async Task<string?> NameOfOwnerAsync(OwnerId id, CancellationToken cancellationToken)
    {
        if (reps.FindByOwner(id.ToString()) is { } known)
            return known.Name;

        try
        {
            return await hubSpot.FindOwnerAsync(id, cancellationToken) switch
            {
                { Email: { } email } when reps.FindByEmail(email) is { } rep => rep.Name,
                { Archived: true } owner => $"{Drafting.UntrustedText.Clean(owner.Name ?? owner.Email, LongestName)} (has left)",
                { } owner => Drafting.UntrustedText.Clean(owner.Name ?? owner.Email, LongestName),
                null => null,
            };
        }
        catch (ConnectorException)
        {
            return null;
        }
    }

    private async Task<Company?> CompanyOfAsync(Contact contact, CancellationToken cancellationToken) =>
        contact.CompanyIds is { Count: > 0 } || !EmailAddress.TryNormalise(contact.Email, out var email)
            ? await hubSpot.FindCompanyOfContactAsync(contact, cancellationToken)
            : await OnlyCompanyAsync(EmailAddress.DomainOf(email), cancellationToken);

    private async Task<(Rep Rep, string? Warning)> RepOfCompanyAsync(Func<Task<Company?>> find, CancellationToken cancellationToken)
    {
        try
        {
            return await find() is { OwnerId: { } owner } && (await RepOfOwnerAsync(owner, cancellationToken)).Rep is { } rep
                ? (rep, $"Nobody owns this contact in HubSpot; {rep.Name} owns the company.")
                : (reps.Default, null);
        }
        catch (ConnectorException failure) when (!failure.Kind.MayPass())
        {
            return (reps.Default, $"Whether somebody owns the company could not be read ({failure.Kind.Text()}).");
        }
    }

    private async Task<(Rep? Rep, string? Problem)> RepOfOwnerAsync(OwnerId id, CancellationToken cancellationToken)
    {
        if (reps.FindByOwner(id.ToString()) is { } known)
            return (known, null);

        try
        {
            var owner = await hubSpot.FindOwnerAsync(id, cancellationToken);
            return owner switch
            {
                { Archived: true } => (null, "Its HubSpot owner has left: please assign it to somebody else."),
                { IsQueue: true } => (null, "Its HubSpot owner is a queue, not a person."),
                { Email: { } email } when reps.FindByEmail(email) is { } rep => (rep, null),
                _ => (null, "Its HubSpot owner is not among the reps who use SalesAgent."),
            };
        }
        catch (ConnectorException failure) when (!failure.Kind.MayPass() || failure.Code is HubSpotClient.SomebodyElse)
        {
            return (null, $"Its HubSpot owner could not be read ({failure.Kind.Text()}).");
        }
    }
}
