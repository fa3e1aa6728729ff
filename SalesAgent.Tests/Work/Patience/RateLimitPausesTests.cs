using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Work.Patience;

namespace SalesAgent.Tests.Work.Patience;

public sealed class RateLimitPausesTests
{
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly RateLimitPauses pauses;

    public RateLimitPausesTests() => pauses = new RateLimitPauses(time);

    [Fact]
    public void Each_rate_limit_in_a_row_counts_one_more_and_the_first_says_since_when()
    {
        var began = time.GetUtcNow();
        for (var times = 1; times <= 5; times++)
        {
            pauses.Again("holds lead1", "the calendar").ShouldBe(new Stall(began, times, "the calendar"));
            time.Advance(TimeSpan.FromMinutes(70));
        }

        pauses.Again("holds lead2", "the calendar").Times.ShouldBe(1);
        pauses.Forget("holds lead1");
        pauses.Again("holds lead1", "the calendar").ShouldBe(new Stall(time.GetUtcNow(), 1, "the calendar"));
    }

    [Fact]
    public void What_comes_hours_later_is_another_one()
    {
        pauses.Again("holds lead1", "the calendar");
        time.Advance(TimeSpan.FromHours(2.1));

        pauses.Again("holds lead1", "the calendar").Times.ShouldBe(1);
    }

    [Fact]
    public void However_much_work_meets_one_only_so_much_is_remembered()
    {
        for (var number = 0; number < RateLimitPauses.MostKept + 500; number++)
            pauses.Again($"holds lead{number}", "the calendar");
        pauses.Kept.ShouldBe(RateLimitPauses.MostKept);

        // The oldest has gone, the newest has not.
        pauses.Again("holds lead0", "the calendar").Times.ShouldBe(1);
        pauses.Again($"holds lead{RateLimitPauses.MostKept + 499}", "the calendar").Times.ShouldBe(2);
    }

    [Fact]
    public void What_is_old_is_forgotten_with_the_next()
    {
        for (var number = 0; number < 100; number++)
            pauses.Again($"holds lead{number}", "the calendar");
        time.Advance(TimeSpan.FromHours(3));

        pauses.Again("holds lead0", "the calendar");

        pauses.Kept.ShouldBe(1);
    }
}
