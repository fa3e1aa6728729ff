using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>A vendor that says "too many calls" for hours, and names no pause, is asked more and more seldom, whoever asks.</summary>
public sealed class RateLimitTests
{
    /// <summary>What is tried every two minutes in the end, three times each, with what comes before.</summary>
    private const int MostCallsInAnHour = 150;

    private static readonly Fault TooMany = new Fault.Status(429, Body: "{}");

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Google:Calendar:Holds"] = "true",
        ["Review:RemindAfterHours"] = "1",
        ["Review:ExpireAfterHours"] = "48",
        ["Reps:0:WorkingHours"] = "Mon-Sun 00:00-23:59",
    };

    [Fact]
    public async Task While_held_times_are_given_back_and_they_are_gone_soon_after()
    {
        await using var drill = await OutageDrill.StartAsync(settings: Settings);
        var agent = drill.Agent;
        var (lead, state) = await ProposedAsync(drill);
        var card = agent.CardOf(state);
        agent.Faults.Set("calendar.*", TooMany);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "reject");

        (await CallsInAnHourAsync(drill, "calendar.")).ShouldBeInRange(10, MostCallsInAnHour);
        card.Card!.ToJsonString().ShouldContain("keep trying");

        agent.Faults.Clear();
        await drill.UntilAsync(
            lead,
            found => found.Review is { Holds: { Claim: null, Times: [], Problem: null } } review && review.ShownRevision >= review.Revision
        );
        card.Card!.ToJsonString().ShouldNotContain("keep trying");
    }

    [Fact]
    public async Task While_a_rep_is_to_be_reminded_and_the_reminder_comes_once()
    {
        await using var drill = await OutageDrill.StartAsync(settings: Settings);
        var agent = drill.Agent;
        var (lead, _) = await ProposedAsync(drill);
        agent.Faults.Set("teams.*", TooMany);

        await drill.PassAsync(TimeSpan.FromMinutes(62));
        (await CallsInAnHourAsync(drill, "teams.")).ShouldBeInRange(10, MostCallsInAnHour);

        agent.Faults.Clear();
        await drill.UntilAsync(lead, found => found.Review!.RemindedAt is not null);
        agent
            .World.Teams.Conversations.SelectMany(conversation => conversation.Posts)
            .Count(post => post.Text?.Contains("for your decision", StringComparison.Ordinal) == true)
            .ShouldBe(1);
    }

    [Fact]
    public async Task While_a_card_is_to_be_brought_up_to_date_and_it_is_soon_after()
    {
        await using var drill = await OutageDrill.StartAsync(settings: Settings);
        var agent = drill.Agent;
        var (lead, state) = await ProposedAsync(drill);
        var card = agent.CardOf(state);
        agent.Faults.Set("teams.activities.update", TooMany);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "times", OtherTimesTests.Picking(OtherTimesTests.OthersThan(state)));

        (await CallsInAnHourAsync(drill, "teams.activities.update")).ShouldBeInRange(10, MostCallsInAnHour);

        agent.Faults.Clear();
        var second = await drill.UntilAsync(lead, IsProposed);
        second.Run.Dossier.Draft!.Version.ShouldBe(2);
    }

    private static async Task<(LeadId Lead, LeadState State)> ProposedAsync(OutageDrill drill)
    {
        var lead = await drill.Agent.SubmitSampleAsync();
        var state = await drill.UntilAsync(lead, IsProposed);
        await drill.RestAsync();
        return (lead, state);
    }

    private static bool IsProposed(LeadState state) =>
        state
            is {
                Run: { EndedAt: not null, Claim: null },
                Review: { State: ReviewState.Proposed, Cards.Count: > 0, Holds.Times.Count: > 0 } review
            }
        && review.ShownRevision >= review.Revision;

    private static async Task<long> CallsInAnHourAsync(OutageDrill drill, string operations)
    {
        long Calls() =>
            drill
                .Agent.World.Calls.All.Where(one => one.Key.StartsWith(operations, StringComparison.Ordinal))
                .Sum(one => (long)one.Value.Calls);

        var before = Calls();
        await drill.PassAsync(TimeSpan.FromHours(1));
        return Calls() - before;
    }
}
