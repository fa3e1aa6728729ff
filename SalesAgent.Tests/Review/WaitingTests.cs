using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Review;
using SalesAgent.Tests.Drafting;

namespace SalesAgent.Tests.Review;

/// <summary>When a draft is brought to mind and when it is closed, on the clock of Berlin. 2 March 2026 is a Monday.</summary>
public sealed class WaitingTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly WorkingHours Hours = WorkingHours.Default;

    [Fact]
    public void It_is_brought_to_mind_after_two_days_and_closed_after_three() =>
        At(Mon(10)).ShouldBe((Mon(10).AddDays(2), Mon(10).AddDays(3), ExpiryReason.NotDecided));

    [Fact]
    public void A_reminder_waits_for_working_hours_and_the_end_waits_for_the_reminder()
    {
        // Friday 10 o'clock and two days is Sunday: Monday 9 o'clock, and a day from then.
        var friday = Mon(10).AddDays(4);

        At(friday).ShouldBe((Mon(9).AddDays(7), Mon(9).AddDays(8), ExpiryReason.NotDecided));
    }

    [Fact]
    public void Once_reminded_there_is_a_day_left()
    {
        var friday = Mon(10).AddDays(4);

        At(friday, remindedAt: Mon(11).AddDays(7)).ShouldBe((null, Mon(11).AddDays(8), ExpiryReason.NotDecided));
    }

    [Fact]
    public void A_reminder_of_an_earlier_version_does_not_count() => At(Mon(10), remindedAt: Mon(9)).Remind.ShouldBe(Mon(10).AddDays(2));

    [Fact]
    public void Times_that_pass_sooner_bring_both_forward() =>
        At(Mon(10), lastTime: Mon(16)).ShouldBe((Mon(14), Mon(16), ExpiryReason.TimesPassed));

    [Fact]
    public void Times_that_pass_over_a_weekend_are_not_waited_for()
    {
        var friday = Mon(16).AddDays(4);

        At(friday, lastTime: Mon(9).AddDays(7)).ShouldBe((null, Mon(9).AddDays(7), ExpiryReason.TimesPassed));
    }

    [Fact]
    public void Times_that_pass_later_than_that_change_nothing() =>
        At(Mon(10), lastTime: Mon(10).AddDays(10)).ShouldBe((Mon(10).AddDays(2), Mon(10).AddDays(3), ExpiryReason.NotDecided));

    [Theory]
    [InlineData(0, 72)]
    [InlineData(48, 0)]
    [InlineData(0, 0)]
    public void Each_can_be_switched_off(int remind, int expire)
    {
        var (reminded, expired, _) = At(
            Mon(10),
            options: new ReviewOptions { RemindAfterHours = remind, ExpireAfterHours = expire },
            lastTime: Mon(10).AddDays(10)
        );

        reminded.ShouldBe(remind > 0 ? Mon(10).AddDays(2) : null);
        expired.ShouldBe(expire > 0 ? Mon(10).AddDays(3) : null);
    }

    [Fact]
    public void Nobody_is_waited_for_who_has_decided_or_was_never_shown_a_card()
    {
        var state = State(Mon(10), null, null);

        Of(state).ShouldNotBeNull();
        Of(state with { Review = state.Review! with { State = ReviewState.Approved } }).ShouldBeNull();
        Of(state with { Review = state.Review! with { Cards = [] } }).ShouldBeNull();
        Of(state with { Run = state.Run with { EndedAt = null } }).ShouldBeNull();
        Of(state with { Review = null }).ShouldBeNull();
    }

    private static (DateTimeOffset? Remind, DateTimeOffset? Expire, ExpiryReason Reason) At(
        DateTimeOffset since,
        DateTimeOffset? lastTime = null,
        DateTimeOffset? remindedAt = null,
        ReviewOptions? options = null
    )
    {
        var waiting = Of(State(since, lastTime, remindedAt), options)!;
        return (waiting.RemindAt, waiting.ExpireAt, waiting.Reason);
    }

    private static Waiting? Of(LeadState state, ReviewOptions? options = null) =>
        Waiting.Of(state, Hours, Berlin, options ?? new ReviewOptions());

    private static LeadState State(DateTimeOffset since, DateTimeOffset? lastTime, DateTimeOffset? remindedAt) =>
        new()
        {
            Lead = new Lead(
                "0",
                "",
                new IncomingLead
                {
                    Source = LeadSource.FormSubmission,
                    EventKey = "",
                    OccurredAt = since,
                },
                since
            ),
            Run = Run.Begin(since) with
            {
                EndedAt = since,
                Dossier = new Dossier
                {
                    Draft = DraftComposer.Compose(
                        new WrittenMessage("Hello", "Hi\n\n[[times]]\n", "template:test"),
                        SomeDraft.Envelope,
                        Times(lastTime)
                    ),
                },
            },
            Review = new LeadReview
            {
                Nonce = "",
                State = ReviewState.Proposed,
                Revision = 1,
                RemindedAt = remindedAt,
                Cards = [new CardReference("c", "a", "")],
            },
            Audit = AuditChain.Begin(),
            Versions = new Dictionary<string, string>(),
        };

    private static Slot[] Times(DateTimeOffset? last) =>
        last is { } time
            ? [new Slot(time.AddHours(-2), time.AddHours(-1), "Europe/Berlin"), new Slot(time, time.AddMinutes(30), "Europe/Berlin")]
            : [];

    private static DateTimeOffset Mon(int hour) => new(2026, 3, 2, hour, 0, 0, TimeSpan.FromHours(1));
}
