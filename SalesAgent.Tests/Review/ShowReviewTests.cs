using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Review;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Review;

public sealed class ShowReviewTests
{
    private const string Update = "teams.activities.update";

    [Fact]
    public async Task An_older_picture_that_arrives_late_does_not_stay_on_the_card()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        var card = agent.CardOf(state);
        var before = agent.World.Calls.Calls(Update);

        state = await ChangeAsync(agent, state, review => review with { ContactDeletedAt = TimeProvider.System.GetUtcNow() });
        agent.Faults.Set(Update, new Fault.Delay(TimeSpan.FromSeconds(1)), times: 1);
        var late = agent.Get<ShowReview>().BringUpToDateAsync(lead, CancellationToken.None);
        await Eventually.FindAsync(() => agent.World.Calls.Calls(Update) > before ? card : null);
        state = await ChangeAsync(agent, state, review => review with { State = ReviewState.Superseded });
        await agent.Get<ShowReview>().BringUpToDateAsync(lead, CancellationToken.None);
        card.Card!.ToJsonString().ShouldContain("Replaced by a newer draft");
        await late;

        card.Card!.ToJsonString().ShouldContain("Replaced by a newer draft");
        var shown = (await agent.Get<LeadRecords>().FindAsync(lead, CancellationToken.None))!.Review!;
        shown.ShownRevision.ShouldBe(shown.Revision);
    }

    private static Task<LeadState> ChangeAsync(RunningAgent agent, LeadState state, Func<LeadReview, LeadReview> change) =>
        agent
            .Get<LeadRecords>()
            .ChangeAsync(
                state,
                now => new LeadChange { Review = change(now.Review!) with { Revision = now.Review!.Revision + 1 } },
                CancellationToken.None
            );
}
