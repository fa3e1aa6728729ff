using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;

namespace SalesAgent.Tests.Drafting.Times;

public sealed class SlotOfferTests
{
    [Fact]
    public void An_empty_week_gives_three_days_and_three_times_of_day()
    {
        var offer = SlotOffer.Pick(Week("Mon-Fri 09:00-17:00"), 3);

        offer.Times.Select(TimesText.Display).ShouldBe([
            "Mon 23 Nov 2026, 10:00–10:30 (Berlin time, UTC+01:00)",
            "Wed 25 Nov 2026, 14:00–14:30 (Berlin time, UTC+01:00)",
            "Thu 26 Nov 2026, 16:00–16:30 (Berlin time, UTC+01:00)",
        ]);
        offer.Alternatives.Count.ShouldBe(6);
        offer.Alternatives.Select(slot => slot.Start.Date).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void A_day_gives_a_second_time_only_when_every_day_gave_one() =>
        SlotOffer.Pick(Week("Mon-Tue 09:00-11:00", days: 2), 3).Times.Select(slot => slot.Start.Date.Day).ShouldBe([23, 23, 24], ignoreOrder: true);

    [Fact]
    public void Nothing_free_gives_nothing_to_offer()
    {
        var offer = SlotOffer.Pick([], 3);

        offer.Times.ShouldBeEmpty();
        offer.Alternatives.ShouldBeEmpty();
    }

    private static IReadOnlyList<Slot> Week(string hours, int days = 5) => SlotFinder.Candidates(new SlotQuestion
    {
        Now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
        Busy = [],
        KnownUntil = new DateTimeOffset(2026, 12, 23, 0, 0, 0, TimeSpan.Zero),
        Hours = WorkingHours.Parse(hours),
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        HorizonBusinessDays = days,
    });
}
