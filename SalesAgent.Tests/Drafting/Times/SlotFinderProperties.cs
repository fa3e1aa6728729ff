using System.Collections.Concurrent;
using CsCheck;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;

namespace SalesAgent.Tests.Drafting.Times;

/// <summary>
/// The finder against a clock on the wall that is looked at every minute. The first property holds all the others; they are
/// there to name the promise that is broken.
/// </summary>
public sealed class SlotFinderProperties
{
    private const int Calendars = 2500;
    private const int Fewer = 600;

    [Fact]
    public void The_finder_finds_exactly_what_a_look_at_every_minute_finds()
    {
        var zones = new ConcurrentDictionary<string, int>();
        var (withSlots, withAChange) = (0, 0);
        GeneratedCalendars.All.Sample(
            question =>
            {
                var found = SlotFinder.Candidates(question);

                found.Select(slot => slot.Start.UtcTicks).ShouldBe(new MinuteByMinute(question).Starts().Select(start => start.UtcTicks));
                zones.AddOrUpdate(question.TimeZone.Id, 1, (_, count) => count + 1);
                if (found.Count > 0)
                    Interlocked.Increment(ref withSlots);
                if (found.Select(slot => slot.Start.Offset).Distinct().Count() > 1)
                    Interlocked.Increment(ref withAChange);
            },
            iter: Calendars
        );

        // It looked at something: many zones, mostly calendars with room, and slots on both sides of a change of clocks.
        zones.Count.ShouldBeGreaterThanOrEqualTo(20);
        withSlots.ShouldBeGreaterThan(Calendars / 3);
        withAChange.ShouldBeGreaterThan(Calendars / 20);
    }

    [Fact]
    public void No_slot_lies_in_a_busy_time_or_too_close_to_one() =>
        EverySlot(
            (question, _, slot) =>
                question
                    .Busy.Where(busy => busy.End > busy.Start)
                    .All(busy => slot.End + question.Buffer <= busy.Start || busy.End + question.Buffer <= slot.Start)
        );

    [Fact]
    public void Every_minute_of_a_slot_is_one_of_the_same_working_period() =>
        EverySlot(
            (_, clock, slot) =>
            {
                var (from, to) = (clock.MinuteOf(slot.Start), clock.MinuteOf(slot.End));
                return clock.Works(from) is { } period && Enumerable.Range(from, to - from).All(minute => clock.Works(minute) == period);
            }
        );

    [Fact]
    public void No_slot_comes_sooner_than_the_notice_or_later_than_what_is_known() =>
        EverySlot(
            (question, _, slot) => slot.Start >= question.Now + question.MinimumNotice && slot.End + question.Buffer <= question.KnownUntil
        );

    [Fact]
    public void Every_slot_is_as_long_as_it_reads() =>
        EverySlot(
            (question, _, slot) =>
                slot.End - slot.Start == question.SlotLength && slot.End.DateTime - slot.Start.DateTime == question.SlotLength
        );

    [Fact]
    public void Every_slot_starts_on_the_half_hour_and_carries_the_offset_that_its_zone_has_then() =>
        EverySlot(
            (question, _, slot) =>
                slot.Start.Minute % 30 == 0
                && slot.Start.Offset == question.TimeZone.GetUtcOffset(slot.Start)
                && slot.End.Offset == question.TimeZone.GetUtcOffset(slot.End)
                && slot.TimeZone == question.TimeZone.Id
        );

    [Fact]
    public void No_slot_lies_beyond_the_days_of_the_horizon() =>
        Every(
            (question, found) =>
                found
                    .Select(slot => DateOnly.FromDateTime(slot.Start.DateTime).DayNumber)
                    .All(new MinuteByMinute(question).Horizon().Contains)
        );

    [Fact]
    public void Slots_come_in_order_and_no_two_read_the_same() =>
        Every(
            (_, found) =>
                found.Select(slot => slot.Start).SequenceEqual(found.Select(slot => slot.Start).Order())
                && found.Select(slot => slot.Start.DateTime).Distinct().Count() == found.Count
        );

    [Fact]
    public void A_busy_time_that_runs_backwards_is_refused() =>
        Gen.Select(GeneratedCalendars.All, Gen.Int[1, 100_000])
            .Sample(
                (question, seconds) =>
                    Should.Throw<ArgumentException>(() =>
                        SlotFinder.Candidates(
                            question with
                            {
                                Busy = [.. question.Busy, new BusyTime(question.Now, question.Now.AddSeconds(-seconds))],
                            }
                        )
                    ),
                iter: 100
            );

    [Fact]
    public void An_offer_takes_its_times_from_the_candidates_and_from_as_many_days_as_it_can() =>
        Gen.Select(GeneratedCalendars.All, Gen.Int[0, 5])
            .Sample(
                (question, count) =>
                {
                    var candidates = SlotFinder.Candidates(question);
                    var offer = SlotOffer.Pick(candidates, count);

                    offer.Times.Concat(offer.Alternatives).ShouldAllBe(slot => candidates.Contains(slot));
                    offer.Alternatives.Count.ShouldBeLessThanOrEqualTo(6);
                    offer.Times.Select(slot => slot.Start).ShouldBeInOrder();
                    Days(offer.Times).ShouldBe(Math.Min(count, Days(candidates)));

                    Slot[] all = [.. offer.Times, .. offer.Alternatives];
                    foreach (var slot in offer.Times)
                        all.Count(other => other.Start < slot.End && slot.Start < other.End).ShouldBe(1);
                    SlotOffer.Pick(candidates, count).Times.ShouldBe(offer.Times);
                },
                iter: Fewer
            );

    private static void Every(Func<SlotQuestion, IReadOnlyList<Slot>, bool> holds) =>
        GeneratedCalendars.All.Sample(question => holds(question, SlotFinder.Candidates(question)), iter: Fewer);

    private static void EverySlot(Func<SlotQuestion, MinuteByMinute, Slot, bool> holds) =>
        Every(
            (question, found) =>
            {
                var clock = new MinuteByMinute(question);
                return found.All(slot => holds(question, clock, slot));
            }
        );

    private static int Days(IReadOnlyList<Slot> slots) => slots.Select(slot => slot.Start.Date).Distinct().Count();
}
