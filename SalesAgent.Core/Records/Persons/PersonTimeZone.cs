using System.Collections.Frozen;

namespace SalesAgent.Core.Records.Persons;

/// <summary>What a contact's time zone property says, as an IANA id of this machine's table.</summary>
public static class PersonTimeZone
{
    // A table, not a lookup by id: the lookup would read a file named by a stranger.
    // Not sorted: that takes the display name of each, which kept the first lead with a zone waiting for half a second.
    private static readonly Lazy<FrozenDictionary<string, string>> Ids = new(() =>
        TimeZoneInfo
            .GetSystemTimeZones(skipSorting: true)
            .Where(zone => zone.HasIanaId)
            .ToFrozenDictionary(zone => zone.Id, zone => zone.Id, StringComparer.OrdinalIgnoreCase)
    );

    /// <summary>Null when the text names no zone. HubSpot's picklist writes <c>europe_slash_berlin</c>.</summary>
    public static string? IdOf(string? text) =>
        text is not null && Ids.Value.TryGetValue(text.Trim().Replace("_slash_", "/", StringComparison.OrdinalIgnoreCase), out var id)
            ? id
            : null;
}
