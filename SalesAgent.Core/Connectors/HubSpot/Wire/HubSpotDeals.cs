using System.Globalization;
using SalesAgent.Core.Connectors.HubSpot.Facts;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary>
/// A contact's deals. They have a scope of their own, which most apps are not given: who is refused once is not asked for an hour.
/// <see href="https://developers.hubspot.com/docs/api-reference/crm-deals-v3/guide"/>
/// </summary>
internal sealed class HubSpotDeals(HubSpotApi api, TimeProvider time)
{
    private const int MostDeals = 100;

    private static readonly TimeSpan RefusedFor = TimeSpan.FromHours(1);

    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading deals");

    private long? refusedAt;

    /// <summary>Null when they may not be read, or could not be.</summary>
    public async Task<DealFacts?> OfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        if (refusedAt is { } at && time.GetElapsedTime(at) < RefusedFor)
            return null;

        try
        {
            return await ReadAsync(contact, cancellationToken);
        }
        catch (ConnectorException failure)
        {
            if (!failure.Kind.MayPass())
                refusedAt = time.GetTimestamp();
            return null;
        }
    }

    private async Task<DealFacts> ReadAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var linked = await api.PostAsync(
            Reading,
            $"{HubSpotApi.ContactAssociations}/deals/batch/read",
            new AssociationQuery([new AssociationInput(contact.ToString(), null)]),
            HubSpotJson.Default.AssociationQuery,
            HubSpotJson.Default.AssociationAnswer,
            cancellationToken
        );
        HubSpotApi.ThrowIfIncomplete(Reading, linked.Errors, linked.NumErrors);
        string[] ids =
        [
            .. (linked.Results ?? throw Reading.Unreadable())
                .SelectMany(result => result.To ?? [])
                .Select(target => HubSpotApi.Id(Reading, target.ToObjectId))
                .Distinct()
                .OrderDescending()
                .Take(MostDeals)
                .Select(id => id.ToString(CultureInfo.InvariantCulture)),
        ];
        if (ids.Length == 0)
            return new DealFacts([], 0);

        var page = await api.PostAsync(
            Reading,
            $"{HubSpotApi.Deals}/batch/read",
            new BatchQuery(["dealname", "hs_is_closed"], [.. ids.Select(id => new ObjectReference(id))]),
            HubSpotJson.Default.BatchQuery,
            HubSpotJson.Default.CrmPage,
            cancellationToken
        );
        HubSpotApi.ThrowIfIncomplete(Reading, page.Errors, page.NumErrors);
        var deals = page.Results ?? throw Reading.Unreadable();
        CrmObject[] open =
        [
            .. deals.Where(deal => !string.Equals(HubSpotApi.Property(deal, "hs_is_closed"), "true", StringComparison.OrdinalIgnoreCase)),
        ];
        return new DealFacts([.. open.Select(deal => HubSpotApi.Property(deal, "dealname") ?? "")], deals.Count - open.Length);
    }
}
