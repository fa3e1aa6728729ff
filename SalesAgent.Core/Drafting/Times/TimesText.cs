using System.Globalization;

namespace SalesAgent.Core.Drafting.Times;

/// <summary>
/// Times as people read them, the same on every machine: English, no culture and no zone names of the operating system.
/// The check of a draft renders the times again and compares, so nothing here is ever parsed back.
/// </summary>
public static class TimesText
{
    /// <summary>One line a time, as it stands in the mail.</summary>
    public static string Lines(IEnumerable<Slot> slots) => string.Join('\n', slots.Select(Line));

    /// <summary>"- Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)"</summary>
    public static string Line(Slot slot) => $"- {Display(slot)}";

    /// <summary>The line without its dash, for cards and JSON. The offset makes it exact where clocks show an hour twice.</summary>
    public static string Display(Slot slot)
    {
        var (start, end, zone) = (slot.Start, slot.End, ZoneName(slot.TimeZone));
        var endDay = start.Date == end.Date ? "" : end.ToString("ddd d MMM yyyy, ", CultureInfo.InvariantCulture);
        return start.Offset == end.Offset
            ? string.Create(CultureInfo.InvariantCulture, $"{start:ddd d MMM yyyy, HH:mm}–{endDay}{end:HH:mm} ({zone}{Comma(zone)}{Utc(start.Offset)})")
            : string.Create(CultureInfo.InvariantCulture, $"{start:ddd d MMM yyyy, HH:mm} ({Utc(start.Offset)})–{endDay}{end:HH:mm} ({zone}{Comma(zone)}{Utc(end.Offset)})");

        static string Comma(string zone) => zone.Length == 0 ? "" : ", ";
    }

    /// <summary>The name that the zone database gives the place: "New York time" for America/New_York. Empty where there is no place (Etc/UTC).</summary>
    public static string ZoneName(string ianaId)
    {
        var slash = ianaId.LastIndexOf('/');
        if (slash < 0 || ianaId.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase)) return slash < 0 && !IsUtc(ianaId) ? ianaId : "";

        return $"{ianaId[(slash + 1)..].Replace('_', ' ')} time";
    }

    private static bool IsUtc(string id) => id is "UTC" or "GMT" or "Zulu" or "UCT" or "Universal" or "Greenwich";

    private static string Utc(TimeSpan offset) => offset == TimeSpan.Zero
        ? "UTC"
        : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
}
