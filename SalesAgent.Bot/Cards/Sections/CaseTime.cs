using System.Globalization;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.Review;

namespace SalesAgent.Bot.Cards.Sections;

/// <summary>Moments as the rep reads them: in the zone of the case, which is named.</summary>
internal static class CaseTime
{
    /// <summary>
    /// "Tue 24 Nov 2026, 10:02 (Berlin time)", as in the mail. A zone this machine does not know is shown as UTC, and says so.
    /// </summary>
    public static string Moment(this ReviewCase review, DateTimeOffset moment)
    {
        var (zone, name) = ZoneOf(review);
        return string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(moment, zone):ddd d MMM yyyy, HH:mm} ({name})");
    }

    /// <summary>"24 Nov 2026".</summary>
    public static string Day(this ReviewCase review, DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, ZoneOf(review).Zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static (TimeZoneInfo Zone, string Name) ZoneOf(ReviewCase review) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(review.TimeZone, out var zone) && TimesText.ZoneName(review.TimeZone) is { Length: > 0 } name
            ? (zone, name)
            : (TimeZoneInfo.Utc, "UTC");
}
