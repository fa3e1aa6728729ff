using System.Collections.Concurrent;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary><c>crm/objects/companies</c>. <see href="https://developers.hubspot.com/docs/api-reference/crm-companies-v3/guide"/></summary>
internal sealed class HubSpotCompanies(HubSpotApi api, TimeProvider time)
{
    // contact → primary company; the unlabelled association is 279.
    private const int Primary = 1;

    private const int MostKept = 1000;

    // One lead asks twice, and a burst of one company's people more often, while searches are few.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading a company", 404);
    private static readonly OutsideCall Searching = OutsideCall.Read(ConnectorServices.HubSpot, "Searching companies");
    private static readonly OutsideCall Relating = OutsideCall.Read(ConnectorServices.HubSpot, "Reading the companies of a contact");

    private static readonly string[] Fields = ["name", "domain", "website", "hubspot_owner_id", "industry"];

    private static readonly string Wanted = string.Join('&', Fields.Select(field => $"properties={field}"));

    // A lead's first step asks for the owner's sake, and the second for the company's.
    private static readonly TimeSpan OneRun = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (IReadOnlyList<Company> Companies, long ReadAt)> kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ContactId, (string Named, Company? Company, long ReadAt)> ofContacts = new();

    public async Task<Company?> FindAsync(CompanyId id, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(Reading, $"{HubSpotApi.Companies}/{id}?{Wanted}", HubSpotJson.Default.CrmObject, cancellationToken);
        return found is null ? null : Read(Reading, found);
    }

    public async Task<Company?> OfContactAsync(Contact contact, CancellationToken cancellationToken)
    {
        // Another company since is another question, and a failure is asked again.
        var (named, now) = (string.Join(',', contact.CompanyIds ?? []), time.GetTimestamp());
        if (
            contact.CompanyIds is { Count: > 0 }
            && ofContacts.TryGetValue(contact.Id, out var known)
            && known.Named == named
            && time.GetElapsedTime(known.ReadAt, now) < OneRun
        )
        {
            return known.Company;
        }

        var company = await ReadOfContactAsync(contact, cancellationToken);
        if (ofContacts.Count >= MostKept)
            ofContacts.Clear();
        ofContacts[contact.Id] = (named, company, now);
        return company;
    }

    private async Task<Company?> ReadOfContactAsync(Contact contact, CancellationToken cancellationToken)
    {
        var id = contact.CompanyIds switch
        {
            [] => null,
            [var only] => only,
            _ => await PrimaryAsync(contact.Id, cancellationToken),
        };
        return id is { } company ? await FindAsync(company, cancellationToken) : null;
    }

    public async Task<IReadOnlyList<Company>> ByDomainAsync(string domain, CancellationToken cancellationToken)
    {
        if (CompanyDomains.Of(domain) is not [var most, ..] names)
            return [];
        var now = time.GetTimestamp();
        if (kept.TryGetValue(most, out var known) && time.GetElapsedTime(known.ReadAt, now) < Fresh)
            return known.Companies;

        var answer = await api.SearchAsync(
            Searching,
            HubSpotApi.Companies,
            new SearchQuery([.. names.Select(name => new FilterGroup([new Filter("domain", "EQ", name)]))], [], Fields, 10, "0"),
            cancellationToken
        );
        var hits = (answer.Results ?? throw Searching.Unreadable())
            .Select(item => Read(Searching, item))
            .DistinctBy(company => company.Id)
            .ToList();

        // The name that says most wins; a hit by another of a company's domains comes last.
        var nearest = names
            .Select(name => hits.FindAll(company => string.Equals(company.Domain, name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(some => some.Count > 0);
        if (kept.Count >= MostKept)
            kept.Clear();
        IReadOnlyList<Company> companies = [.. (nearest ?? hits).Take(3)];
        kept[most] = (companies, now);
        return companies;
    }

    // The labels, and with them which one is primary, are told by the batch read only.
    private async Task<CompanyId?> PrimaryAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(
            Relating,
            $"{HubSpotApi.ContactAssociations}/companies/batch/read",
            new AssociationQuery([new AssociationInput(contact.ToString(), null)]),
            HubSpotJson.Default.AssociationQuery,
            HubSpotJson.Default.AssociationAnswer,
            cancellationToken
        );
        HubSpotApi.ThrowIfIncomplete(Relating, answer.Errors, answer.NumErrors);

        var related = (answer.Results ?? throw Relating.Unreadable()).SelectMany(result => result.To ?? []).ToList();
        var chosen = related.Find(target =>
            target.AssociationTypes?.Any(label => label.TypeId == Primary && label.Category is null or "HUBSPOT_DEFINED") ?? false
        );
        // Without a primary one the oldest record is at least the same each time.
        return related.Count == 0
            ? null
            : new CompanyId(
                chosen is not null
                    ? HubSpotApi.Id(Relating, chosen.ToObjectId)
                    : related.Min(target => HubSpotApi.Id(Relating, target.ToObjectId))
            );
    }

    private static Company Read(OutsideCall call, CrmObject item) =>
        new()
        {
            Id = new CompanyId(HubSpotApi.Id(call, item.Id)),
            Name = HubSpotApi.Property(item, "name"),
            Domain = HubSpotApi.Property(item, "domain"),
            Industry = HubSpotApi.Property(item, "industry"),
            OwnerId = HubSpotApi.TryId(HubSpotApi.Property(item, "hubspot_owner_id")) is { } owner ? new OwnerId(owner) : null,
        };
}
