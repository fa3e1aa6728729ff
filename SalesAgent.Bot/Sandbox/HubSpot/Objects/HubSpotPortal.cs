using System.Collections.Concurrent;
using System.Globalization;

namespace SalesAgent.Bot.Sandbox.HubSpot.Objects;

/// <summary>The objects of one HubSpot account, with the indexes that keep look-ups by address and domain flat.</summary>
internal sealed class HubSpotPortal(IReadOnlyList<HubSpotOwner> owners, TimeProvider time, TimeSpan indexDelay)
{
    private readonly Dictionary<string, ConcurrentDictionary<long, HubSpotRecord>> objects = HubSpotSchema.Types.ToDictionary(
        type => type,
        _ => new ConcurrentDictionary<long, HubSpotRecord>(),
        StringComparer.Ordinal
    );

    private readonly ConcurrentDictionary<string, long> contactsByEmail = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<long>> contactsBySecondary = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<long>> companiesByDomain = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Type, long Id), List<HubSpotLink>> links = new();
    private readonly Dictionary<string, HubSpotOwner> ownersById = owners.ToDictionary(owner => owner.Id, StringComparer.Ordinal);
    private long lastId = 40_100;

    public IReadOnlyList<HubSpotOwner> Owners => owners;

    public HubSpotOwner? Owner(string id) => ownersById.GetValueOrDefault(id);

    public int Count(string type) => objects[type].Count;

    public IEnumerable<HubSpotRecord> All(string type) => objects[type].Values.Where(one => !one.Archived);

    /// <summary>Null when it does not exist or was deleted.</summary>
    public HubSpotRecord? Find(string type, long id) => objects[type].TryGetValue(id, out var known) && !known.Archived ? known : null;

    /// <summary>By primary or secondary address, at once (the index delay is the search's alone).</summary>
    public HubSpotRecord? ContactByEmail(string email)
    {
        var key = Normal(email);
        if (contactsByEmail.TryGetValue(key, out var id))
            return Find("contacts", id);
        return BySecondary(key) is [var second, ..] ? Find("contacts", second) : null;
    }

    public long? IdByEmail(string email) => contactsByEmail.TryGetValue(Normal(email), out var id) ? id : null;

    public IReadOnlyList<long> BySecondary(string email) => Copy(contactsBySecondary, Normal(email));

    public IReadOnlyList<long> ByDomain(string domain) => Copy(companiesByDomain, Normal(domain));

    /// <summary>Adds an object; the id of the contact that has the address already is the only reason not to.</summary>
    public (HubSpotRecord? Made, long? Existing) Create(string type, IReadOnlyDictionary<string, string> properties, long? fixedId = null)
    {
        var id = fixedId ?? Interlocked.Add(ref lastId, 7);
        if (
            type == "contacts"
            && properties.TryGetValue("email", out var email)
            && email.Length > 0
            && !contactsByEmail.TryAdd(Normal(email), id)
        )
        {
            return (null, contactsByEmail[Normal(email)]);
        }

        var now = time.GetUtcNow();
        var all = new Dictionary<string, string>(properties, StringComparer.Ordinal)
        {
            ["hs_object_id"] = id.ToString(CultureInfo.InvariantCulture),
            ["hs_lastmodifieddate"] = HubSpotJson.Time(now),
            ["hs_createdate"] = HubSpotJson.Time(now),
        };
        if (type is "contacts" or "companies")
            all["createdate"] = HubSpotJson.Time(now);
        if (type == "contacts")
        {
            all["lastmodifieddate"] = HubSpotJson.Time(now);
            if (all.TryGetValue("email", out var written))
                all["email"] = Normal(written);
        }

        var made = new HubSpotRecord(type, id, all, now, now, now + indexDelay, false);
        objects[type][id] = made;
        Index(made);
        return (made, null);
    }

    /// <summary>Changes properties (an empty value clears one). Null when the object is gone.</summary>
    public (HubSpotRecord? Changed, long? Existing) Update(string type, long id, IReadOnlyDictionary<string, string> properties)
    {
        while (objects[type].TryGetValue(id, out var old) && !old.Archived)
        {
            var email = type == "contacts" && properties.TryGetValue("email", out var wanted) && wanted.Length > 0 ? Normal(wanted) : null;
            if (email is not null && contactsByEmail.GetOrAdd(email, id) is var holder && holder != id)
                return (null, holder);
            var now = time.GetUtcNow();
            var all = new Dictionary<string, string>(old.Properties, StringComparer.Ordinal);
            foreach (var (name, value) in properties)
            {
                if (name == "lifecyclestage" && GoesBack(all.GetValueOrDefault(name), value))
                    continue;
                if (value.Length == 0)
                    all.Remove(name);
                else
                    all[name] = value;
            }

            if (email is not null)
                all["email"] = email;
            all["hs_lastmodifieddate"] = HubSpotJson.Time(now);
            if (type == "contacts")
                all["lastmodifieddate"] = HubSpotJson.Time(now);
            var changed = old with { Properties = all, UpdatedAt = now, SearchableAt = now + indexDelay };
            if (!objects[type].TryUpdate(id, changed, old))
                continue;
            if (email is not null && old["email"] is { } before && before != email)
                contactsByEmail.TryRemove(before, out _);
            Index(changed);
            return (changed, null);
        }

        return (null, null);
    }

    public bool Archive(string type, long id)
    {
        if (Find(type, id) is not { } old || !objects[type].TryUpdate(id, old with { Archived = true }, old))
            return false;
        if (type == "contacts" && old["email"] is { } email)
            contactsByEmail.TryRemove(email, out _);
        return true;
    }

    /// <summary>
    /// Merges records as HubSpot does: what went into the survivor is gone under its own id, and what was filed on it is on the survivor.
    /// </summary>
    /// <param name="newId">The survivor is a record of its own; null: the primary one goes on.</param>
    public HubSpotRecord? Merge(string type, long primary, IReadOnlyList<long> merged, long? newId = null)
    {
        var into = newId ?? primary;
        var records = merged.Prepend(primary).Select(id => Find(type, id)).OfType<HubSpotRecord>().ToList();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in records.SelectMany(record => record.Properties))
            properties.TryAdd(name, value);
        foreach (var record in records.Where(record => record.Id != into))
        {
            Archive(type, record.Id);
            foreach (var link in HubSpotSchema.Types.SelectMany(toType => LinksOf(type, record.Id, toType)))
                Link(type, into, link);
        }

        if (newId is { } id)
            return Create(type, properties, id).Made;

        properties.Remove("email");
        return Update(type, primary, properties).Changed;
    }

    public void Link(string type, long id, HubSpotLink link)
    {
        Add((type, id), link);
        Add((link.ToType, link.ToId), new HubSpotLink(type, id, HubSpotSchema.BackOf(type, link.ToType, link.TypeId)));
    }

    public IReadOnlyList<HubSpotLink> LinksOf(string type, long id, string toType)
    {
        if (!links.TryGetValue((type, id), out var known))
            return [];
        lock (known)
            return [.. known.Where(link => link.ToType == toType)];
    }

    private static bool GoesBack(string? from, string to) =>
        to.Length > 0
        && from is not null
        && Array.IndexOf([.. HubSpotSchema.LifecycleStages], to) < Array.IndexOf([.. HubSpotSchema.LifecycleStages], from);

    private void Add((string, long) key, HubSpotLink link)
    {
        var known = links.GetOrAdd(key, static _ => []);
        lock (known)
        {
            if (!known.Contains(link))
                known.Add(link);
        }
    }

    private void Index(HubSpotRecord record)
    {
        if (record.Type == "companies" && record["domain"] is { } domain)
            Note(companiesByDomain, Normal(domain), record.Id);
        foreach (
            var second in record.Type == "contacts"
                ? record["hs_additional_emails"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? []
                : []
        )
        {
            Note(contactsBySecondary, Normal(second), record.Id);
        }
    }

    private static void Note(ConcurrentDictionary<string, List<long>> index, string key, long id)
    {
        var ids = index.GetOrAdd(key, static _ => []);
        lock (ids)
        {
            if (!ids.Contains(id))
                ids.Add(id);
        }
    }

    private static long[] Copy(ConcurrentDictionary<string, List<long>> index, string key)
    {
        if (!index.TryGetValue(key, out var ids))
            return [];
        lock (ids)
            return [.. ids];
    }

    private static string Normal(string text) => text.Trim().ToLowerInvariant();
}
