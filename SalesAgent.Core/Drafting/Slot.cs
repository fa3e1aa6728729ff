using System.Globalization;
using System.Text.Json.Serialization;

namespace SalesAgent.Core.Drafting;

/// <summary>A time that was free when it was looked at.</summary>
/// <param name="Start">With the offset of <paramref name="TimeZone"/> at that moment.</param>
/// <param name="TimeZone">IANA id of the rep's zone.</param>
/// <param name="LeadTimeZone">IANA id of the lead's zone, or null when it is not known.</param>
public sealed record Slot(DateTimeOffset Start, DateTimeOffset End, string TimeZone, string? LeadTimeZone = null)
{
    /// <summary>The same slot has the same id, whoever asks.</summary>
    [JsonIgnore]
    public string Id => Start.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// "Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00) = 16:00–16:30 (Berlin time, UTC+01:00)": as the mail shows it.
    /// </summary>
    [JsonIgnore]
    public string Display => Times.TimesText.Display(this);
}
