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

    /// <summary>
    /// The line without its dash, for cards and JSON: the rep's clock, and the lead's beside it where that shows something else.
    /// The offset makes it exact where clocks show an hour twice.
    /// </summary>
    public static string Display(Slot slot)
    {
        var (rep, lead) = Readings(slot);
        return lead is null ? $"{rep.Clock} ({rep.Zone})" : $"{rep.Clock} ({rep.Zone}) = {lead.Value.Clock} ({lead.Value.Zone})";
    }

    /// <summary>
    /// What <see cref="Display"/> says without the zones, for a list that names them once: "Tue 24 Nov 2026, 10:00–10:30 = 16:00–16:30".
    /// </summary>
    public static string Clocks(Slot slot)
    {
        var (rep, lead) = Readings(slot);
        return lead is null ? rep.Clock : $"{rep.Clock} = {lead.Value.Clock}";
    }

    /// <summary>As <see cref="Clocks"/>, with the zones beside them: "New York time, UTC-05:00 = Berlin time, UTC+01:00".</summary>
    public static (string Clocks, string Zones) Apart(Slot slot)
    {
        var (rep, lead) = Readings(slot);
        return lead is null ? rep : ($"{rep.Clock} = {lead.Value.Clock}", $"{rep.Zone} = {lead.Value.Zone}");
    }

    /// <summary>
    /// The name that the zone database gives the place: "New York time" for America/New_York. Empty where there is no place (Etc/UTC).
    /// </summary>
    public static string ZoneName(string ianaId)
    {
        var slash = ianaId.LastIndexOf('/');
        if (slash < 0 || ianaId.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase))
            return slash < 0 && !IsUtc(ianaId) ? ianaId : "";

        return $"{ianaId[(slash + 1)..].Replace('_', ' ')} time";
    }

    private static ((string Clock, string Zone) Rep, (string Clock, string Zone)? Lead) Readings(Slot slot)
    {
        var rep = Reading(slot.Start, slot.End, slot.TimeZone, after: default);
        if (slot.LeadTimeZone is not { } id || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return (rep, null);

        var (start, end) = (TimeZoneInfo.ConvertTime(slot.Start, zone), TimeZoneInfo.ConvertTime(slot.End, zone));
        var isTheSame = start.Offset == slot.Start.Offset && end.Offset == slot.End.Offset;
        return (rep, isTheSame ? null : Reading(start, end, id, after: slot.End.Date));
    }

    /// <param name="after">The day that was named last: it is not named again.</param>
    private static (string Clock, string Zone) Reading(DateTimeOffset start, DateTimeOffset end, string id, DateTime after)
    {
        var zone = ZoneName(id);
        var early = start.Offset == end.Offset ? "" : $" ({Utc(start.Offset)})";
        return (
            string.Create(CultureInfo.InvariantCulture, $"{Day(start, after)}{start:HH:mm}{early}–{Day(end, start.Date)}{end:HH:mm}"),
            zone.Length == 0 ? Utc(end.Offset) : $"{zone}, {Utc(end.Offset)}"
        );

        static string Day(DateTimeOffset at, DateTime known) =>
            at.Date == known ? "" : at.ToString("ddd d MMM yyyy, ", CultureInfo.InvariantCulture);
    }

    private static bool IsUtc(string id) => id is "UTC" or "GMT" or "Zulu" or "UCT" or "Universal" or "Greenwich";

    private static string Utc(TimeSpan offset) =>
        offset == TimeSpan.Zero
            ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
}
