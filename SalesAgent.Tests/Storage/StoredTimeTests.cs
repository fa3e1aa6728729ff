using SalesAgent.Core.Connectors;
using SalesAgent.Core.Forgetting;
using SalesAgent.Core.People;
using SalesAgent.Core.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Storage;

/// <summary>What a time means that some clock wrote, and that an answer which is kept in memory has no such time.</summary>
public sealed class StoredTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(15, true)]
    [InlineData(17, false)]
    [InlineData(48 * 60, false)]
    public void A_deadline_is_ahead_only_as_far_as_it_can_rightly_be(int minutes, bool isAhead) =>
        StoredTime.IsAhead(Noon.AddMinutes(minutes), Noon, Quarter).ShouldBe(isAhead);

    [Theory]
    [InlineData(0, true)]
    [InlineData(-14, true)]
    [InlineData(-15, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(48 * 60, false)]
    public void What_lies_ahead_is_not_recent(int minutes, bool isRecent) =>
        StoredTime.IsRecent(Noon.AddMinutes(minutes), Noon, Quarter).ShouldBe(isRecent);

    [Fact]
    public void Without_a_time_nothing_is_ahead_or_recent() =>
        (StoredTime.IsAhead(null, Noon, Quarter), StoredTime.IsRecent(null, Noon, Quarter)).ShouldBe((false, false));

    [Theory]
    [InlineData(-10)]
    [InlineData(48)]
    public async Task A_question_that_was_asked_by_a_turned_clock_is_not_taken_for_just_asked(double hours)
    {
        await using var storage = new SqliteUnderTest();
        var clock = new WrongClock(storage.Time);
        var questions = new ForgetQuestions(storage.Records, clock);
        var person = new PersonKey("0123");
        await questions.NoteAsync("rep-1", person, Now);
        clock.Turn(TimeSpan.FromHours(hours));

        (await questions.TakeAsync("rep-1", person, Now)).ShouldBeFalse();

        await questions.NoteAsync("rep-1", person, Now);
        (await questions.TakeAsync("rep-1", person, Now)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(48)]
    public async Task An_answer_in_memory_is_kept_for_as_long_as_it_says(double hours)
    {
        await using var storage = new SqliteUnderTest();
        var clock = new WrongClock(storage.Time);
        var kept = new RecentAnswers<string>(clock, Quarter);
        kept.Keep("alex", "an answer");

        clock.Turn(TimeSpan.FromHours(hours));
        kept.Find("alex").ShouldBe("an answer");
        storage.Time.Advance(Quarter);
        kept.Find("alex").ShouldBeNull();
    }
}
