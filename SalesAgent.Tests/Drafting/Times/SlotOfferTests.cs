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

        offer
            .Times.Select(TimesText.Display)
            .ShouldBe([
                "Mon 23 Nov 2026, 10:00–10:30 (Berlin time, UTC+01:00)",
                "Wed 25 Nov 2026, 14:00–14:30 (Berlin time, UTC+01:00)",
                "Thu 26 Nov 2026, 16:00–16:30 (Berlin time, UTC+01:00)",
            ]);
        offer.Alternatives.Count.ShouldBe(6);
        offer.Alternatives.Select(slot => slot.Start.Date).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void A_day_gives_a_second_time_only_when_every_day_gave_one() =>
        SlotOffer
            .Pick(Week("Mon-Tue 09:00-11:00", days: 2), 3)
            .Times.Select(slot => slot.Start.Date.Day)
            .ShouldBe([23, 23, 24], ignoreOrder: true);

    [Fact]
    public void Times_that_fall_into_the_leads_day_go_before_all_others_and_the_rest_can_be_picked()
    {
        // Half past eight to noon in Berlin is the small hours in New York; from two in the afternoon on, somebody there is up.
        var offer = SlotOffer.Pick(ForSomebodyIn("America/New_York", "Mon-Fri 08:30-16:30"), 3);

        offer.Times.Count.ShouldBe(3);
        offer.Times.ShouldAllBe(slot => slot.Start.Hour >= 14);
        offer.Alternatives.Count.ShouldBe(6);
        offer.Alternatives.ShouldContain(slot => slot.Start.Hour < 14);
        foreach (var slot in offer.Times)
            offer.Alternatives.ShouldAllBe(other => other.End <= slot.Start || slot.End <= other.Start);
    }

    [Fact]
    public void One_time_in_the_leads_day_is_better_than_three_at_night() =>
        SlotOffer
            .Pick(ForSomebodyIn("America/New_York", "Mon-Thu 08:30-12:00; Fri 08:30-14:30"), 3)
            .Times.ShouldHaveSingleItem()
            .Start.Hour.ShouldBe(14);

    [Fact]
    public void Where_no_time_falls_into_the_leads_day_the_reps_day_decides() =>
        SlotOffer.Pick(ForSomebodyIn("Pacific/Honolulu", "Mon-Fri 09:00-17:00"), 3).Times.Count.ShouldBe(3);

    [Fact]
    public void Nothing_free_gives_nothing_to_offer()
    {
        var offer = SlotOffer.Pick([], 3);

        offer.Times.ShouldBeEmpty();
        offer.Alternatives.ShouldBeEmpty();
    }

    private static Slot[] ForSomebodyIn(string zone, string hours) => [.. Week(hours).Select(slot => slot with { LeadTimeZone = zone })];

    private static IReadOnlyList<Slot> Week(string hours, int days = 5) =>
        SlotFinder.Candidates(
            new SlotQuestion
            {
                Now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
                Busy = [],
                KnownUntil = new DateTimeOffset(2026, 12, 23, 0, 0, 0, TimeSpan.Zero),
                Hours = WorkingHours.Parse(hours),
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
                HorizonBusinessDays = days,
            }
        );
}
