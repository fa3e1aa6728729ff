using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Clocks;

/// <summary>A vendor that asks to be left alone for years is asked again within the hour.</summary>
public sealed class LongPauseTests
{
    [Theory]
    [InlineData("gmail.drafts.create", int.MaxValue)]
    [InlineData("gmail.drafts.create", 100_000_000)]
    [InlineData("gmail.drafts.create", 7200)]
    [InlineData("hubspot.tasks.create", int.MaxValue)]
    [InlineData("teams.conversations.create", int.MaxValue)]
    public async Task A_lead_waits_for_an_hour_at_most(string operation, int seconds)
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set(operation, new Fault.Status(429, TimeSpan.FromSeconds(seconds)), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => agent.World.Calls.Calls(operation) == 1 && state.Run.Claim is null);

        QueuedWork? waits = null;
        while ((waits = (await agent.Get<IWorkQueue>().ListAsync(1, CancellationToken.None)).SingleOrDefault()) is not { IsLeased: false })
            await Task.Delay(20);

        (waits.VisibleAt - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public void No_failure_asks_for_a_longer_pause_than_an_hour()
    {
        new ConnectorException("gmail", "Anything", FailureKind.RateLimited) { RetryAfter = TimeSpan.MaxValue }.RetryAfter.ShouldBe(
            TimeSpan.FromHours(1)
        );
        new ConnectorException("gmail", "Anything", FailureKind.RateLimited) { RetryAfter = TimeSpan.FromMinutes(59) }.RetryAfter.ShouldBe(
            TimeSpan.FromMinutes(59)
        );
        new ConnectorException("gmail", "Anything", FailureKind.RateLimited).RetryAfter.ShouldBeNull();
    }
}
