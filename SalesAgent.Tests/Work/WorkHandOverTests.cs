using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Work;

namespace SalesAgent.Tests.Work;

public sealed class WorkHandOverTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly WorkHandOver handOver = new();
    private int number;

    [Fact]
    public void Urgent_work_is_read_first_and_each_in_its_order()
    {
        foreach (var (subject, urgent) in new[] { ("1", false), ("a", true), ("2", false), ("b", true) })
            handOver.GoOn(Work(subject, urgent)).ShouldBeTrue();

        Read(4).ShouldBe(["a", "b", "1", "2"]);
        handOver.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void When_it_is_full_of_others_there_is_room_for_what_is_urgent()
    {
        Fill();

        handOver.GoOn(Work("typed", urgent: true)).ShouldBeTrue();

        Read(1).ShouldBe(["typed"]);
    }

    [Fact]
    public void What_comes_after_something_went_to_the_queue_does_not_pass_it_here()
    {
        var size = Fill();
        Read(size);

        handOver.GoOn(Work("later")).ShouldBeFalse();
        handOver.GoOn(Work("typed", urgent: true)).ShouldBeTrue();

        handOver.IsBehind = false;
        handOver.GoOn(Work("later")).ShouldBeTrue();
    }

    [Fact]
    public void A_place_that_is_kept_is_nobody_elses_and_free_again_when_it_was_not_needed()
    {
        var place = handOver.TryReserve(isUrgent: false).ShouldNotBeNull();
        var size = Fill();

        place.Fill(Work("kept")).ShouldBeTrue();
        place.Fill(Work("twice")).ShouldBeFalse();
        place.Dispose();
        Read(size + 1)[^1].ShouldBe("kept");

        handOver.IsBehind = false;
        using (handOver.TryReserve(isUrgent: false).ShouldNotBeNull())
            Fill().ShouldBe(size);
        handOver.IsBehind = false;
        handOver.GoOn(Work("in the place that was given back")).ShouldBeTrue();
    }

    [Fact]
    public void What_lies_too_long_is_taken_out_and_what_is_no_longer_ours_is_dropped()
    {
        handOver.GoOn(Work("lapsed", at: Now - Lease));
        handOver.GoOn(Work("old", at: Now - (Lease / 2)));
        handOver.GoOn(Work("old and urgent", urgent: true, at: Now - (Lease / 2)));
        handOver.GoOn(Work("new"));

        handOver
            .TakeOverdue(new FakeTimeProvider(Now), Lease * 2 / 3)
            .Select(work => work.Item.Subject)
            .ShouldBe(["old and urgent", "old"]);

        Read(1).ShouldBe(["new"]);
        handOver.Reader.TryRead(out _).ShouldBeFalse();
        Fill().ShouldBe(256);
    }

    [Fact]
    public void What_is_taken_out_again_and_again_leaves_nothing_behind_and_what_comes_then_is_still_read()
    {
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 200; i++)
                handOver.GoOn(Work($"lapsed {i}", urgent: i % 2 == 0, at: Now - Lease)).ShouldBeTrue();
            handOver.TakeOverdue(new FakeTimeProvider(Now), Lease);
        }

        handOver.Arrivals.ShouldBeLessThanOrEqualTo(2 * 256);
        var size = Fill();
        for (var i = 0; i < 256; i++)
            handOver.GoOn(Work($"typed {i}", urgent: true)).ShouldBeTrue();
        Read(size + 256).ShouldNotContain("nothing");
    }

    [Fact]
    public void After_the_end_nothing_goes_on_and_what_is_there_can_be_given_back()
    {
        var place = handOver.TryReserve(isUrgent: true).ShouldNotBeNull();
        handOver.GoOn(Work("there")).ShouldBeTrue();

        handOver.Close();

        place.Fill(Work("late")).ShouldBeFalse();
        handOver.GoOn(Work("late", urgent: true)).ShouldBeFalse();
        handOver.TryReserve(isUrgent: true).ShouldBeNull();
        Read(1).ShouldBe(["there"]);
    }

    /// <returns>How many found room.</returns>
    private int Fill()
    {
        var size = 0;
        while (handOver.GoOn(Work($"filler {size}")))
            size++;
        return size;
    }

    private string[] Read(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => handOver.Reader.TryRead(out var work) ? work.Item.Subject : "nothing")];

    private LeasedWork Work(string subject, bool urgent = false, DateTimeOffset? at = null) =>
        new($"{++number}", "1", new WorkItem("a", subject) { IsUrgent = urgent }, 1, at ?? Now, (at ?? Now) + Lease);
}
