using Microsoft.Extensions.Time.Testing;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot.Wire;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class SearchPaceTests
{
    private static readonly OutsideCall Searching = OutsideCall.Read("hubspot", "Searching contacts");

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public void In_any_second_no_more_than_five_begin()
    {
        var pace = new SearchPace(5, TimeSpan.FromMinutes(1), time);
        var begun = new List<TimeSpan>();
        var start = time.GetUtcNow();
        foreach (var turn in Enumerable.Range(0, 23).Select(_ => pace.WaitAsync(Searching, Now)))
        {
            turn.ContinueWith(
                _ => begun.Add(time.GetUtcNow() - start),
                Now,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }

        for (var step = 0; step < 600; step++)
            time.Advance(TimeSpan.FromMilliseconds(10));

        begun.Count.ShouldBe(23);
        begun.Zip(begun.Skip(5)).ShouldAllBe(pair => pair.Second - pair.First > TimeSpan.FromSeconds(1));
        begun[4].ShouldBe(TimeSpan.Zero);
        begun[^1].ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_pause_gives_back_the_whole_second()
    {
        var pace = new SearchPace(2, TimeSpan.FromMinutes(1), time);
        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(10));

        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeTrue();
        pace.WaitAsync(Searching, Now).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_told_at_once_and_takes_no_turn()
    {
        var pace = new SearchPace(1, TimeSpan.FromSeconds(2), time);
        _ = pace.WaitAsync(Searching, Now);
        var second = pace.WaitAsync(Searching, Now);

        for (var i = 0; i < 3; i++)
        {
            var failure = await Should.ThrowAsync<ConnectorException>(() => pace.WaitAsync(Searching, Now));
            (failure.Kind, failure.Code, failure.Operation).ShouldBe((FailureKind.RateLimited, "search_pace", "Searching contacts"));
            failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2.1));
        }

        time.Advance(TimeSpan.FromSeconds(1.1));
        second.IsCompleted.ShouldBeTrue();
        pace.WaitAsync(Searching, Now).IsFaulted.ShouldBeFalse();
    }
}
