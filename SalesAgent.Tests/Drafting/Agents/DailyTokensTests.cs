using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;

namespace SalesAgent.Tests.Drafting.Agents;

/// <summary>Through the real writer, because the limit is on what is really asked.</summary>
public sealed class DailyTokensTests
{
    private const string UsedUp = "The model's tokens for today are used up; there are new ones at midnight UTC.";

    [Fact]
    public async Task Beyond_the_limit_templates_write_until_midnight_UTC_and_audit_and_log_say_so_once()
    {
        await using var agents = await AgentsUnderTest.StartAsync(("DailyTokenLimit", "6000"));
        agents.Time.SetUtcNow(new(2026, 11, 22, 23, 50, 0, TimeSpan.Zero));
        Answers(agents, input: 2400, output: 400);

        (await agents.WriteAsync()).Fallback.ShouldBeNull();
        (await agents.WriteAsync()).Fallback.ShouldBeNull();
        for (var more = 0; more < 3; more++)
        {
            var message = await agents.WriteAsync();
            message.Fallback.ShouldBe(UsedUp);
            message.FallbackKind.ShouldBe(ModelFailure.TokenLimit);
            message.Use.ShouldBeNull();
        }

        agents.Asked().Count.ShouldBe(2);
        var told = (await agents.Audit.ReadAsync(CancellationToken.None)).ShouldHaveSingleItem();
        told.EventType.ShouldBe(AuditEventType.ConnectorError);
        told.Action.ShouldBe("daily_token_limit");
        told.Metadata["day"].ShouldBe("2026-11-22");
        agents.Log.Lines.Count(line => line.Contains("DailyTokenLimit", StringComparison.Ordinal)).ShouldBe(1);

        agents.Time.Advance(TimeSpan.FromMinutes(11));
        (await agents.WriteAsync()).Fallback.ShouldBeNull();
    }

    [Fact]
    public async Task Two_instances_share_one_limit()
    {
        await using var first = await AgentsUnderTest.StartAsync(("DailyTokenLimit", "20000"));
        await using var second = first.StartAnother(("DailyTokenLimit", "20000"));
        Answers(first, input: 1000, output: 100);

        var messages = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => (number % 2 == 0 ? first : second).WriteAsync()));

        // 1100 each when it is settled, and more while it is reserved: how many get through depends on who comes when, but 19 never do.
        var asked = first.Asked().Count;
        asked.ShouldBeInRange(6, 18);
        messages.Count(message => message.Fallback is null).ShouldBe(asked);
        messages.Count(message => message.Fallback == UsedUp).ShouldBe(40 - asked);
        (await first.Audit.ReadAsync(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_call_did_not_take_is_free_again()
    {
        await using var agents = await AgentsUnderTest.StartAsync(("DailyTokenLimit", "6000"));
        Answers(agents, input: 10, output: 10);

        for (var lead = 0; lead < 20; lead++)
            (await agents.WriteAsync()).Fallback.ShouldBeNull();

        agents.Server.Fail(500, "{}");
        for (var lead = 0; lead < 20; lead++)
            (await agents.WriteAsync()).FallbackKind.ShouldBe(ModelFailure.ServiceError);
    }

    [Fact]
    public async Task A_call_that_was_not_heard_of_again_stays_spent()
    {
        await using var agents = await AgentsUnderTest.StartAsync(("DailyTokenLimit", "5000"));
        agents.Server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var failures = new List<ModelFailure?>();
        for (var lead = 0; lead < 4; lead++)
            failures.Add((await agents.WriteAsync()).FallbackKind);

        failures[0].ShouldBe(ModelFailure.Unreachable);
        failures[^1].ShouldBe(ModelFailure.TokenLimit);
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_counted()
    {
        await using var agents = await AgentsUnderTest.StartAsync(("DailyTokenLimit", "0"));
        Answers(agents, input: 1_000_000, output: 400);

        (await agents.WriteAsync()).Fallback.ShouldBeNull();
        (await agents.WriteAsync()).Fallback.ShouldBeNull();
        (await agents.Storage.Records.ListAsync("model-tokens", "", CancellationToken.None)).ShouldBeEmpty();
    }

    private static void Answers(AgentsUnderTest agents, int input, int output) =>
        agents.Server.Answer = (context, _) =>
            (ModelServer.Completion(ModelServer.Mail("Your demo", SomeMail.Good)) with { Usage = (input, output) }).WriteAsync(context);
}
