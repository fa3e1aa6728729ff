using System.Globalization;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Tests.Drafting.Times;

public sealed class TimesTextTests
{
    [Theory]
    [InlineData(
        "2026-11-24T10:00-05:00",
        "2026-11-24T10:30-05:00",
        "America/New_York",
        "Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)"
    )]
    [InlineData(
        "2026-11-04T09:30+05:45",
        "2026-11-04T10:00+05:45",
        "Asia/Kathmandu",
        "Wed 4 Nov 2026, 09:30–10:00 (Kathmandu time, UTC+05:45)"
    )]
    [InlineData("2026-11-24T10:00+00:00", "2026-11-24T10:30+00:00", "Europe/London", "Tue 24 Nov 2026, 10:00–10:30 (London time, UTC)")]
    [InlineData("2026-11-24T10:00+00:00", "2026-11-24T10:30+00:00", "UTC", "Tue 24 Nov 2026, 10:00–10:30 (UTC)")]
    [InlineData("2026-11-24T10:00+00:00", "2026-11-24T10:30+00:00", "Etc/UTC", "Tue 24 Nov 2026, 10:00–10:30 (UTC)")]
    [InlineData(
        "2026-11-24T23:30-03:00",
        "2026-11-25T00:30-03:00",
        "America/Argentina/Buenos_Aires",
        "Tue 24 Nov 2026, 23:30–Wed 25 Nov 2026, 00:30 (Buenos Aires time, UTC-03:00)"
    )]
    [InlineData(
        "2026-11-01T01:30-04:00",
        "2026-11-01T01:00-05:00",
        "America/New_York",
        "Sun 1 Nov 2026, 01:30 (UTC-04:00)–01:00 (New York time, UTC-05:00)"
    )]
    public void A_time_names_day_zone_and_offset(string start, string end, string zone, string expected) =>
        TimesText.Display(new Slot(At(start), At(end), zone)).ShouldBe(expected);

    [Theory]
    [InlineData(
        "America/New_York",
        "2026-11-24T10:00-05:00",
        "Europe/Berlin",
        "Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00) = 16:00–16:30 (Berlin time, UTC+01:00)"
    )]
    [InlineData(
        "America/New_York",
        "2026-11-24T16:00-05:00",
        "Asia/Tokyo",
        "Tue 24 Nov 2026, 16:00–16:30 (New York time, UTC-05:00) = Wed 25 Nov 2026, 06:00–06:30 (Tokyo time, UTC+09:00)"
    )]
    [InlineData(
        "Europe/Berlin",
        "2026-11-24T23:30+01:00",
        "Asia/Kathmandu",
        "Tue 24 Nov 2026, 23:30–Wed 25 Nov 2026, 00:00 (Berlin time, UTC+01:00) = 04:15–04:45 (Kathmandu time, UTC+05:45)"
    )]
    [InlineData("Europe/Berlin", "2026-11-24T10:00+01:00", "Europe/Paris", "Tue 24 Nov 2026, 10:00–10:30 (Berlin time, UTC+01:00)")]
    [InlineData("Europe/Berlin", "2026-11-24T10:00+01:00", "Mars/Phobos", "Tue 24 Nov 2026, 10:00–10:30 (Berlin time, UTC+01:00)")]
    [InlineData(
        "Asia/Kolkata",
        "2026-11-01T11:00+05:30",
        "America/New_York",
        "Sun 1 Nov 2026, 11:00–11:30 (Kolkata time, UTC+05:30) = 01:30 (UTC-04:00)–01:00 (New York time, UTC-05:00)"
    )]
    public void The_leads_time_stands_beside_the_reps_where_their_clocks_differ(string zone, string start, string leadZone, string expected)
    {
        var at = At(start);
        TimesText.Display(new Slot(at, At(start).AddMinutes(30), zone, leadZone)).ShouldBe(expected);
    }

    [Fact]
    public void A_list_of_times_can_name_the_zones_once()
    {
        var slot = new Slot(At("2026-11-24T10:00-05:00"), At("2026-11-24T10:30-05:00"), "America/New_York", "Europe/Berlin");

        TimesText.Clocks(slot).ShouldBe("Tue 24 Nov 2026, 10:00–10:30 = 16:00–16:30");
        TimesText.Apart(slot).Zones.ShouldBe("New York time, UTC-05:00 = Berlin time, UTC+01:00");
        TimesText.Apart(slot with { LeadTimeZone = null }).Zones.ShouldBe("New York time, UTC-05:00");
    }

    [Fact]
    public void The_language_of_the_machine_does_not_show()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            TimesText
                .Line(new Slot(At("2026-11-24T10:00-05:00"), At("2026-11-24T10:30-05:00"), "America/New_York"))
                .ShouldBe("- Tue 24 Nov 2026, 10:00–10:30 (New York time, UTC-05:00)");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
