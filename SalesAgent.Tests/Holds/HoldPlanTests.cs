using SalesAgent.Core.Drafting;
using SalesAgent.Core.Holds;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Drafting;

namespace SalesAgent.Tests.Holds;

/// <summary>What should be held, on the evening before the first of <see cref="SomeDraft.Slots"/>.</summary>
public sealed class HoldPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 20, 0, 0, TimeSpan.Zero);

    private static readonly HeldTime[] Held =
    [
        .. SomeDraft.Slots.Select(slot => new HeldTime(slot.Start, slot.End, 1, HeldTimeState.Held)),
    ];

    [Theory]
    [InlineData(ReviewState.Proposed, true)]
    [InlineData(ReviewState.Updating, true)]
    [InlineData(ReviewState.Approved, true)]
    [InlineData(ReviewState.Rejected, false)]
    [InlineData(ReviewState.Superseded, false)]
    [InlineData(ReviewState.Failed, false)]
    public void Times_are_held_until_the_draft_is_turned_down_or_replaced(ReviewState review, bool held)
    {
        var before = SomeHolds.State(review);
        HoldPlan.IsDue(before, Now).ShouldBe(held);
        HoldPlan.WithIntents(before, Now).ShouldBe(held ? Held.Select(time => time with { State = HeldTimeState.Asked }) : []);

        var after = SomeHolds.State(review, holds: Held);
        HoldPlan.IsDue(after, Now).ShouldBe(!held);
        HoldPlan.ToRelease(after, Now).ShouldBe(held ? null : Held[0]);
        HoldPlan.ToTake(after, Now).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_held_for_a_draft_that_is_not_in_the_mailbox()
    {
        HoldPlan.IsDue(SomeHolds.State(ReviewState.Proposed) with { Review = null }, Now).ShouldBeFalse();
        HoldPlan.IsDue(SomeHolds.State(ReviewState.Proposed, isWritten: false), Now).ShouldBeFalse();
    }

    [Fact]
    public void A_time_that_has_begun_is_not_held_any_more()
    {
        var now = SomeDraft.Slots[0].Start;

        HoldPlan
            .WithIntents(SomeHolds.State(ReviewState.Proposed), now)
            .Select(time => time.Start)
            .ShouldBe(SomeDraft.Slots.Skip(1).Select(slot => slot.Start));
        HoldPlan.ToRelease(SomeHolds.State(ReviewState.Approved, holds: Held), now).ShouldBe(Held[0]);
    }

    [Fact]
    public void Other_times_are_asked_for_under_their_version_and_those_that_stay_keep_their_entry()
    {
        Slot[] times = [SomeDraft.Slots[1], SomeDraft.At(27, 9)];
        var state = SomeHolds.State(ReviewState.Proposed, times, version: 2, holds: Held);

        HoldPlan.ToRelease(state, Now).ShouldBe(Held[0]);
        HoldPlan.WithIntents(state, Now).ShouldBe([.. Held, new HeldTime(times[1].Start, times[1].End, 2, HeldTimeState.Asked)]);
    }

    [Fact]
    public void A_time_that_comes_back_is_another_entry_because_the_calendar_keeps_the_id_of_the_first_for_good()
    {
        var (first, third) = (SomeHolds.State(ReviewState.Proposed), SomeHolds.State(ReviewState.Proposed, version: 3));

        var ids = new[] { first, third }.Select(state => HoldPlan.EntryOf(state, HoldPlan.WithIntents(state, Now)[0]).EventId).ToArray();

        ids.Distinct().Count().ShouldBe(2);
        HoldPlan.EntryOf(first, HoldPlan.WithIntents(first, Now)[0]).EventId.ShouldBe(ids[0]);
    }

    [Fact]
    public void What_was_asked_for_is_asked_for_again_and_what_the_rep_deleted_is_not()
    {
        var asked = SomeHolds.State(
            ReviewState.Proposed,
            holds: [Held[0], Held[1] with { State = HeldTimeState.Asked }, Held[2] with { State = HeldTimeState.LeftOut }]
        );

        HoldPlan.IsDue(asked, Now).ShouldBeTrue();
        HoldPlan.ToTake(asked, Now).ShouldBe(Held[1] with { State = HeldTimeState.Asked });
        HoldPlan
            .IsDue(SomeHolds.State(ReviewState.Proposed, holds: [Held[0], Held[1], Held[2] with { State = HeldTimeState.LeftOut }]), Now)
            .ShouldBeFalse();
    }

    [Fact]
    public void An_entry_says_whom_it_is_for_by_an_address_that_was_checked()
    {
        var entry = HoldPlan.EntryOf(SomeHolds.State(ReviewState.Proposed), Held[0]);

        entry.Title.ShouldBe($"Held for {SomeDraft.Contact}");
        (entry.Start, entry.End).ShouldBe((Held[0].Start, Held[0].End));
    }

    [Fact]
    public void An_entry_that_is_being_made_at_this_moment_may_be_there_too()
    {
        var unrecorded = HoldPlan.MayBeThere(SomeHolds.State(ReviewState.Proposed)).Select(entry => entry.EventId).ToArray();

        unrecorded.Length.ShouldBe(3);
        HoldPlan.MayBeThere(SomeHolds.State(ReviewState.Proposed, holds: Held)).Select(entry => entry.EventId).ShouldBe(unrecorded);
    }
}
