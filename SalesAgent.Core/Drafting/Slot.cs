using System.Globalization;

namespace SalesAgent.Core.Drafting;

/// <summary>A time that was free when it was looked at.</summary>
/// <param name="Start">With the offset of <paramref name="TimeZone"/> at that moment.</param>
/// <param name="TimeZone">IANA id of the rep's zone.</param>
public sealed record Slot(DateTimeOffset Start, DateTimeOffset End, string TimeZone)
{
    /// <summary>The same slot has the same id, whoever asks.</summary>
    public string Id => Start.UtcDateTime.ToString("yyyyMMdd'T'HHmm'Z'", CultureInfo.InvariantCulture);
}
