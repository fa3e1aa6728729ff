using System.Globalization;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary><c>crm/objects/companies</c>. <see href="https://developers.hubspot.com/docs/api-reference/crm-companies-v3/guide"/></summary>
internal sealed class HubSpotCompanies(HubSpotApi api)
{
    // contact → primary company; the unlabelled association is 279.
    private const int Primary = 1;

    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading a company", 404);
    private static readonly OutsideCall Searching = OutsideCall.Read(ConnectorServices.HubSpot, "Searching companies");
    private static readonly OutsideCall Relating = OutsideCall.Read(ConnectorServices.HubSpot, "Reading the companies of a contact");

    private static readonly string[] Fields = ["name", "domain", "website", "hubspot_owner_id", "industry"];

    private static readonly string Wanted = string.Join('&', Fields.Select(field => $"properties={field}"));

    public async Task<Company?> FindAsync(CompanyId id, CancellationToken cancellationToken)
    {
        var found = await api.GetAsync(Reading, $"{HubSpotApi.Companies}/{id}?{Wanted}", HubSpotJson.Default.CrmObject, cancellationToken);
        return found is null ? null : Read(Reading, found);
    }

    public async Task<Company?> OfContactAsync(Contact contact, CancellationToken cancellationToken)
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
        var name = domain.Trim().TrimEnd('.').ToLower(CultureInfo.InvariantCulture);
        if (name.Length is 0 or > 253 || FreeMail.IsFreeMail(name))
            return [];
        var answer = await api.PostAsync(
            Searching, $"{HubSpotApi.Companies}/search",
            new SearchQuery([new FilterGroup([new Filter("domain", "EQ", name)])], [], Fields, 3, "0"),
            HubSpotJson.Default.SearchQuery, HubSpotJson.Default.CrmPage, cancellationToken);
        return [.. (answer.Results ?? throw Searching.Unreadable()).Select(item => Read(Searching, item)).DistinctBy(company => company.Id)];
    }

    // The labels, and with them which one is primary, are told by the batch read only.
    private async Task<CompanyId?> PrimaryAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(
            Relating, $"{HubSpotApi.ContactAssociations}/companies/batch/read",
            new AssociationQuery([new AssociationInput(contact.ToString(), null)]),
            HubSpotJson.Default.AssociationQuery, HubSpotJson.Default.AssociationAnswer, cancellationToken);
        HubSpotApi.ThrowIfIncomplete(Relating, answer.Errors, answer.NumErrors);

        var related = (answer.Results ?? throw Relating.Unreadable()).SelectMany(result => result.To ?? []).ToList();
        var chosen = related.Find(target => target.AssociationTypes?.Any(label =>
            label.TypeId == Primary && label.Category is null or "HUBSPOT_DEFINED") ?? false);
        // Without a primary one the oldest record is at least the same each time.
        return related.Count == 0
            ? null
            : new CompanyId(chosen is not null
                ? HubSpotApi.Id(Relating, chosen.ToObjectId)
                : related.Min(target => HubSpotApi.Id(Relating, target.ToObjectId)));
    }

    private static Company Read(OutsideCall call, CrmObject item) => new()
    {
        Id = new CompanyId(HubSpotApi.Id(call, item.Id)),
        Name = HubSpotApi.Property(item, "name"),
        Domain = HubSpotApi.Property(item, "domain"),
        Industry = HubSpotApi.Property(item, "industry"),
        OwnerId = HubSpotApi.TryId(HubSpotApi.Property(item, "hubspot_owner_id")) is { } owner ? new OwnerId(owner) : null,
    };
}
