using System.Collections.Concurrent;

namespace SalesAgent.Core.Connectors.HubSpot.Wire;

/// <summary><c>crm/owners</c>, remembered for a quarter of an hour: people change rarely, leads come by the hundred.</summary>
internal sealed class HubSpotOwners(HubSpotApi api, TimeProvider time)
{
    private const int MostKept = 1000;
    private const int MostPages = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private static readonly OutsideCall Reading = OutsideCall.Read(ConnectorServices.HubSpot, "Reading an owner", 404);
    private static readonly OutsideCall Listing = OutsideCall.Read(ConnectorServices.HubSpot, "Listing owners");

    private readonly ConcurrentDictionary<OwnerId, (Owner Owner, long ReadAt)> kept = new();
    private readonly ConcurrentDictionary<string, (Owner? Owner, long ReadAt)> keptByEmail = new(StringComparer.OrdinalIgnoreCase);

    public async Task<Owner?> FindAsync(OwnerId id, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (kept.TryGetValue(id, out var known) && time.GetElapsedTime(known.ReadAt, now) < Fresh)
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

    public async Task<Owner?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (keptByEmail.TryGetValue(email, out var known) && time.GetElapsedTime(known.ReadAt, now) < Fresh)
            return known.Owner;

        var found = await GetByEmailAsync(email, cancellationToken);
        if (keptByEmail.Count >= MostKept)
            keptByEmail.Clear();
        keptByEmail[email] = (found, now);
        return found;
    }

    /// <summary>Whether owners may be read at all.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var page = await api.GetAsync(Listing, $"{HubSpotApi.Owners}?limit=1", HubSpotJson.Default.OwnerPage, cancellationToken);
        if (page?.Results is null)
            throw Listing.Unreadable();
    }

    private async Task<Owner?> GetAsync(OwnerId id, bool archived, CancellationToken cancellationToken)
    {
        var record = await api.GetAsync(
            Reading,
            $"{HubSpotApi.Owners}/{id}?idProperty=id&archived={(archived ? "true" : "false")}",
            HubSpotJson.Default.OwnerRecord,
            cancellationToken
        );
        if (record is null)
            return null;

        // The same address takes user ids as well; a person found by one of those is somebody else.
        var owner = Read(Reading, record, archived);
        return owner.Id == id ? owner : throw Reading.Unreadable(HubSpotClient.SomebodyElse);
    }

    private async Task<Owner?> GetByEmailAsync(string email, CancellationToken cancellationToken)
    {
        string? after = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var more = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await api.GetAsync(
                Listing,
                $"{HubSpotApi.Owners}?email={Uri.EscapeDataString(email)}&limit=100&archived=false{more}",
                HubSpotJson.Default.OwnerPage,
                cancellationToken
            );
            var match = (page?.Results ?? throw Listing.Unreadable())
                .Select(record => Read(Listing, record, archived: false))
                .FirstOrDefault(owner =>
                    owner is { Archived: false, IsQueue: false } && string.Equals(owner.Email, email, StringComparison.OrdinalIgnoreCase)
                );
            after = page.Paging?.Next?.After;
            if (match is not null || string.IsNullOrEmpty(after))
                return match;
        }

        throw Listing.Unreadable("too_many_pages");
    }

    private static Owner Read(OutsideCall call, OwnerRecord record, bool archived)
    {
        var name = $"{record.FirstName} {record.LastName}".Trim();
        return new Owner(
            new OwnerId(HubSpotApi.Id(call, record.Id)),
            string.IsNullOrWhiteSpace(record.Email) ? null : record.Email,
            name.Length == 0 ? null : name,
            archived || (record.Archived ?? false),
            string.Equals(record.Type, "QUEUE", StringComparison.OrdinalIgnoreCase)
        );
    }
}
