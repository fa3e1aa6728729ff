using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors;

namespace SalesAgent.Tests.Connectors;

public sealed class CallPaceTests
{
    private static readonly OutsideCall One = OutsideCall.Read("hubspot", "Reading a contact");

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void As_many_as_the_vendor_grants_begin_at_once_and_the_next_when_the_window_has_passed()
    {
        var pace = new CallPace(3, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), time);
        Begun(pace, 3).ShouldAllBe(turn => turn.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(4));
        var fourth = pace.WaitAsync(One, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(5.9));
        fourth.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));
        fourth.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void In_no_window_more_begin_than_the_vendor_grants()
    {
        var pace = new CallPace(5, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), time);
        var began = new List<DateTimeOffset>();
        foreach (var turn in Begun(pace, 40))
        {
            turn.ContinueWith(
                _ =>
                {
                    lock (began)
                        began.Add(time.GetUtcNow());
                },
                TaskContinuationOptions.ExecuteSynchronously
            );
        }

        for (var i = 0; i < 200; i++)
            time.Advance(TimeSpan.FromMilliseconds(50));

        began.Count.ShouldBe(40);
        began.ShouldAllBe(from => began.Count(at => at >= from && at < from.AddSeconds(1)) <= 5);
    }

    [Fact]
    public void What_costs_more_takes_more_of_the_window()
    {
        var pace = new CallPace(100, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), time);
        var dear = One.Costing(40);

        pace.WaitAsync(dear, CancellationToken.None).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(dear, CancellationToken.None).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(One.Costing(20), CancellationToken.None).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(One, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Who_would_wait_too_long_is_told_for_how_long_and_takes_nobodys_turn()
    {
        var pace = new CallPace(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), time);
        pace.WaitAsync(One, CancellationToken.None).IsCompleted.ShouldBeTrue();

        foreach (var _ in Enumerable.Range(0, 100))
        {
            var refused = Should.Throw<ConnectorException>(() => pace.WaitAsync(One, CancellationToken.None));
            (refused.Kind, refused.Code, refused.RetryAfter).ShouldBe((FailureKind.RateLimited, "pace", TimeSpan.FromSeconds(10)));
        }

        time.Advance(TimeSpan.FromSeconds(10));
        pace.WaitAsync(One, CancellationToken.None).IsCompleted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_pause_that_one_was_told_holds_for_all_and_ends(int limit)
    {
        var pace = new CallPace(limit, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), time);
        pace.Rest(TimeSpan.FromSeconds(20));

        var refused = Should.Throw<ConnectorException>(() => pace.WaitAsync(One, CancellationToken.None));
        refused.Code.ShouldBe("vendor_pause");
        refused.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20.5));

        time.Advance(TimeSpan.FromSeconds(17));
        var soon = Begun(pace, 3);
        soon.ShouldAllBe(turn => !turn.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3.6));
        soon.ShouldAllBe(turn => turn.IsCompleted);
        pace.WaitAsync(One, CancellationToken.None).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Those_who_waited_for_the_end_of_a_pause_do_not_all_begin_in_one_moment()
    {
        var pace = new CallPace(0, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), time);
        pace.Rest(TimeSpan.FromSeconds(2));
        var waiting = Begun(pace, 100);

        time.Advance(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromMilliseconds(250));

        waiting.Count(turn => turn.IsCompleted).ShouldBeInRange(20, 80);
        time.Advance(TimeSpan.FromMilliseconds(260));
        waiting.ShouldAllBe(turn => turn.IsCompleted);
    }

    [Fact]
    public void Nobody_rests_longer_than_an_hour()
    {
        var pace = new CallPace(0, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), time);
        pace.Rest(TimeSpan.FromDays(30_000));

        time.Advance(TimeSpan.FromMinutes(61));

        pace.WaitAsync(One, CancellationToken.None).IsCompleted.ShouldBeTrue();
    }

    private static Task[] Begun(CallPace pace, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => pace.WaitAsync(One, CancellationToken.None))];
}
