using System.Collections.Frozen;
using NodaTime.TimeZones;

namespace SalesAgent.Core.Records.Persons;

/// <summary>
/// What a text says about where somebody is, as a zone of this machine. Read with the tables of NodaTime: which of the older names a
/// machine knows differs from one to the next, and a look-up by a stranger's text would read a file that they name.
/// </summary>
public static class PersonTimeZone
{
    /// <summary>Zones that this machine lists as current: these keep their name, so that Oslo is not shown as Berlin.</summary>
    // Not sorted: that takes the display name of each, which kept the first lead with a zone waiting for half a second.
    private static readonly Lazy<FrozenDictionary<string, string>> Current = new(() =>
        TimeZoneInfo
            .GetSystemTimeZones(skipSorting: true)
            .Where(zone => zone.HasIanaId)
            .ToFrozenDictionary(zone => zone.Id, zone => zone.Id, StringComparer.OrdinalIgnoreCase)
    );

    /// <summary>Every name that IANA has or had, and those of Windows, with IANA's name for it now.</summary>
    private static readonly Lazy<FrozenDictionary<string, string>> Canonical = new(() =>
    {
        var tables = TzdbDateTimeZoneSource.Default;
        var names = new Dictionary<string, string>(tables.CanonicalIdMap, StringComparer.OrdinalIgnoreCase);
        foreach (var (windows, name) in tables.WindowsMapping.PrimaryMapping)
            names.TryAdd(windows, tables.CanonicalIdMap[name]);
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    });

    /// <summary>
    /// Null when the text names no zone. HubSpot's picklist writes <c>europe_slash_berlin</c> and <c>us_slash_east_hyphen_indiana</c>.
    /// </summary>
    public static string? IdOf(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var name = text.Trim()
            .Replace("_slash_", "/", StringComparison.OrdinalIgnoreCase)
            .Replace("_hyphen_", "-", StringComparison.OrdinalIgnoreCase);
        if (Current.Value.TryGetValue(name, out var known))
            return known;
        if (!Canonical.Value.TryGetValue(name, out var canonical))
            return null;

        // A machine with older tables may have it under an older name only.
        return TzdbDateTimeZoneSource
            .Default.Aliases[canonical]
            .Prepend(canonical)
            .FirstOrDefault(alias => TimeZoneInfo.TryFindSystemTimeZoneById(alias, out _));
    }
}
