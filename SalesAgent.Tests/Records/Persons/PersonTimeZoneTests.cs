using System.Text;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Tests.Webhooks;

namespace SalesAgent.Tests.Records.Persons;

public sealed class PersonTimeZoneTests
{
    /// <summary>Taken out of IANA's tables in 2020, so nobody can say where it is.</summary>
    private const string Dropped = "us_slash_pacific_hyphen_new";

    [Fact]
    public void Every_value_of_HubSpots_picklist_names_a_zone_of_this_machine()
    {
        var values = Encoding.UTF8.GetString(HubSpotSamples.Bytes("time-zones.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        values.Length.ShouldBeGreaterThan(500);

        values.Where(value => PersonTimeZone.IdOf(value) is null).ShouldBe([Dropped]);
        values.Select(PersonTimeZone.IdOf).OfType<string>().Distinct().ShouldAllBe(id => TimeZoneInfo.FindSystemTimeZoneById(id).HasIanaId);
    }

    /// <summary>What they are, by two moments of 2026 on the clock of the place.</summary>
    [Theory]
    [InlineData("us_slash_eastern", -5, -4)]
    [InlineData("US/Pacific", -8, -7)]
    [InlineData("us_slash_east_hyphen_indiana", -5, -4)]
    [InlineData("asia_slash_calcutta", 5.5, 5.5)]
    [InlineData("europe_slash_kiev", 2, 3)]
    [InlineData("Europe/Kyiv", 2, 3)]
    [InlineData("israel", 2, 3)]
    [InlineData("Poland", 1, 2)]
    [InlineData("australia_slash_act", 11, 10)]
    [InlineData("america_slash_port_hyphen_au_hyphen_prince", -5, -4)]
    [InlineData("GB-Eire", 0, 1)]
    [InlineData("PRC", 8, 8)]
    [InlineData("NZ", 13, 12)]
    [InlineData("Singapore", 8, 8)]
    [InlineData("Asia/Katmandu", 5.75, 5.75)]
    [InlineData("Pacific Standard Time", -8, -7)]
    [InlineData("W. Europe Standard Time", 1, 2)]
    [InlineData("india standard time", 5.5, 5.5)]
    [InlineData("Tokyo Standard Time", 9, 9)]
    [InlineData("AUS Eastern Standard Time", 11, 10)]
    [InlineData(" Europe/Oslo ", 1, 2)]
    public void Old_names_and_those_of_Windows_are_the_place_they_mean(string name, double january, double july)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(PersonTimeZone.IdOf(name)!);

        zone.GetUtcOffset(new DateTime(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc)).TotalHours.ShouldBe(january);
        zone.GetUtcOffset(new DateTime(2026, 7, 15, 12, 0, 0, DateTimeKind.Utc)).TotalHours.ShouldBe(july);
    }

    [Fact]
    public void A_current_name_stays_the_name_of_the_place() => PersonTimeZone.IdOf("europe_slash_oslo").ShouldBe("Europe/Oslo");

    [Theory]
    [InlineData("Mars/Phobos")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("GMT+1 or so")]
    [InlineData(" ")]
    [InlineData(null)]
    public void What_names_no_zone_is_none(string? text) => PersonTimeZone.IdOf(text).ShouldBeNull();
}
