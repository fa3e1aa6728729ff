using System.Collections.Concurrent;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary><c>crm/owners</c>, remembered for a quarter of an hour: people change rarely, leads come by the hundred.</summary>
internal sealed class HubSpotOwners(HubSpotApi api, TimeProvider time)
{
    private const int MostKept = 1000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading an owner", 404);
    private static readonly OutsideCall Probing = OutsideCall.Read(ConnectorServices.HubSpot, "Listing owners");

    private readonly ConcurrentDictionary<OwnerId, (Owner Owner, DateTimeOffset ReadAt)> kept = new();

    public async Task<Owner?> FindAsync(OwnerId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(id, out var known) && now - known.ReadAt < Fresh)
            return known.Owner;

        // Somebody who left is found only among the archived.
        var found = await GetAsync(id, archived: false, cancellationToken) ?? await GetAsync(id, archived: true, cancellationToken);
        if (found is null)
            return null;
        if (kept.Count >= MostKept)
            kept.Clear();
        kept[id] = (found, now);
        return found;
    }

    /// <summary>Whether owners may be read at all.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var page = await api.GetAsync(Probing, $"{HubSpotApi.Owners}?limit=1", HubSpotJson.Default.OwnerPage, cancellationToken);
        if (page?.Results is null)
            throw Probing.Unreadable();
    }

    private async Task<Owner?> GetAsync(OwnerId id, bool archived, CancellationToken cancellationToken)
    {
        var owner = await api.GetAsync(
            Reading, $"{HubSpotApi.Owners}/{id}?idProperty=id&archived={(archived ? "true" : "false")}", HubSpotJson.Default.OwnerRecord, cancellationToken);
        if (owner is null)
            return null;
        var name = $"{owner.FirstName} {owner.LastName}".Trim();
        return new Owner(
            new OwnerId(HubSpotApi.Id(Reading, owner.Id)),
            string.IsNullOrWhiteSpace(owner.Email) ? null : owner.Email,
            name.Length == 0 ? null : name,
            archived || (owner.Archived ?? false));
    }
}
