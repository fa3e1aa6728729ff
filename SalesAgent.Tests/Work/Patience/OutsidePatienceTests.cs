using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Work;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Tests.Work.Patience;

/// <summary>How long work waits for a vendor, and when it is over.</summary>
public sealed class OutsidePatienceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1),
        Hour = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Pauses_grow_to_an_hour_and_the_queue_tries_for_half_a_day()
    {
        var pauses = Enumerable
            .Range(1, new WorkOptions().MaximumAttempts - 1)
            .Select(attempt => Patience().PauseAfter(attempt, Stalled(attempt), isRateLimit: false, null))
            .ToArray();

        pauses.Zip(pauses.Skip(1)).Take(6).ShouldAllBe(pair => pair.Second > pair.First);
        pauses.ShouldAllBe(pause => pause <= Hour * 1.2);
        pauses.Aggregate((sum, pause) => sum + pause).ShouldBeGreaterThan(10 * Hour);
    }

    [Fact]
    public void All_who_were_told_one_pause_come_back_at_different_moments_and_none_too_soon()
    {
        var patience = Patience();

        var pauses = Enumerable
            .Range(0, 100)
            .Select(_ => patience.PauseAfter(1, Stalled(1), isRateLimit: true, TimeSpan.FromSeconds(60)))
            .ToArray();

        pauses.ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(60) && pause <= TimeSpan.FromSeconds(75));
        pauses.Distinct().Count().ShouldBeGreaterThan(90);
        (pauses.Max() - pauses.Min()).ShouldBeGreaterThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(2 * 60)]
    [InlineData(366 * 24 * 60)]
    public void A_pause_of_more_than_an_hour_is_believed_for_an_hour(int minutes) =>
        Patience().PauseAfter(1, Stalled(1), isRateLimit: true, minutes * Minute).ShouldBeInRange(Hour, Hour * 1.25);

    [Fact]
    public void A_pause_that_is_shorter_than_ours_changes_nothing() =>
        Patience().PauseAfter(7, Stalled(7), isRateLimit: false, TimeSpan.FromSeconds(1)).ShouldBeGreaterThan(45 * Minute);

    [Fact]
    public void A_limit_that_names_no_pause_is_asked_again_within_minutes_however_often_it_was_met() =>
        Patience().PauseAfter(1, Stalled(40), isRateLimit: true, null).ShouldBeInRange(1.5 * Minute, 2.5 * Minute);

    [Fact]
    public void A_rate_limit_uses_up_no_try_and_a_failure_does()
    {
        Patience().Next("reason", 3, Stalled(3), isRateLimit: true, Minute).ShouldBe(new WorkResult.Wait("reason", Minute));
        Patience().Next("reason", 3, Stalled(3), isRateLimit: false, Minute).ShouldBe(new WorkResult.Later("reason", Minute));
    }

    [Theory]
    [InlineData(24, 500, false)]
    [InlineData(26, 20, false)]
    [InlineData(26, 21, true)]
    public void A_rate_limit_is_over_after_more_than_a_day_and_as_many_tries_as_a_failure_has(int hours, int times, bool isOver)
    {
        var stall = new Stall(time.GetUtcNow() - (hours * Hour), times, "Gmail");

        Patience().IsOver(1, stall, isRateLimit: true).ShouldBe(isOver);
        (Patience().Next("reason", 1, stall, isRateLimit: true, Minute) is WorkResult.GiveUp).ShouldBe(isOver);
    }

    [Theory]
    [InlineData(24, null, false)]
    [InlineData(25, null, true)]
    [InlineData(0, 39, false)]
    [InlineData(0, 40, true)]
    public void A_person_is_told_after_a_while_and_at_once_of_a_pause_that_is_known_to_be_long(int waited, int? asked, bool isTold) =>
        Patience()
            .IsWorthTelling(
                new Stall(time.GetUtcNow() - TimeSpan.FromSeconds(waited), 3, "Gmail"),
                asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null
            )
            .ShouldBe(isTold);

    [Fact]
    public void Where_the_clock_was_set_back_nothing_has_waited_a_negative_time() =>
        new Stall(time.GetUtcNow() + Hour, 1, "Gmail").Waited(time.GetUtcNow()).ShouldBe(TimeSpan.Zero);

    private Stall Stalled(int times) => new(time.GetUtcNow(), times, "Gmail");

#pragma warning disable CA5394 // The same numbers each time.
    private OutsidePatience Patience() => new(Options.Create(new WorkOptions()), new Random(20261201), time);
#pragma warning restore CA5394
}
