using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;

namespace SalesAgent.Tests.Journeys.Outages;

/// <summary>
/// A vendor that asks for fewer calls and names no pause: also work that keeps no record of its waiting comes back less and less often.
/// </summary>
public sealed class UnnamedPauseTests
{
    private const string Limit = "429";

    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(20);

    /// <summary>Six or seven tries of the queue with three calls each; once a second it would be hundreds.</summary>
    private const int FewCalls = 40;

    [Fact]
    public async Task Held_times_are_let_go_of_with_growing_pauses_and_the_card_says_that_it_takes_long()
    {
        await using var drill = await OutageDrill.StartAsync(
            "calendar",
            new Dictionary<string, string?> { ["Google:Calendar:Holds"] = "true" }
        );
        var (lead, state) = await RestingAsync(drill);
        var card = drill.Agent.CardOf(state);
        drill.Begin("calendar", Limit);
        await drill.Agent.Alex.At(card).ClickAsync(drill.Agent.App.Messages, card, "reject");

        await ShouldTakeFewCallsAsync(drill, "calendar.");
        (await drill.UntilAsync(lead, found => found.Review!.Holds?.Problem is not null)).Review!.Holds!.Problem!.ShouldEndWith(
            "I'll keep trying."
        );

        drill.End();
        await drill.UntilAsync(lead, found => found.Review!.Holds is { Problem: null, Times.Count: 0, Claim: null });
        drill
            .Agent.World.Calendar[drill.Agent.AlexMail.Address]
            .Events.ShouldNotContain(entry => !entry.Cancelled && entry.Document["extendedProperties"] != null);
    }

    [Fact]
    public async Task A_reminder_comes_back_with_growing_pauses_and_reminds_once()
    {
        var settings = new Dictionary<string, string?> { ["Review:RemindAfterHours"] = "1", ["Review:ExpireAfterHours"] = "30" };
        for (var rep = 0; rep < 3; rep++)
            settings[$"Reps:{rep}:WorkingHours"] = "Mon-Sun 00:00-23:59";
        await using var drill = await OutageDrill.StartAsync(settings: settings);
        var (lead, _) = await RestingAsync(drill);
        await drill.PassAsync(TimeSpan.FromMinutes(55));
        drill.Begin("teams", Limit);
        await drill.PassAsync(TimeSpan.FromMinutes(10));

        await ShouldTakeFewCallsAsync(drill, "teams.");

        drill.End();
        await drill.UntilAsync(lead, found => found.Review!.RemindedAt is not null);
        drill
            .Agent.World.Teams.Conversations.SelectMany(place => place.Posts)
            .Count(post => post.FromBot && post.Text?.Contains("for your decision", StringComparison.Ordinal) == true)
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_card_is_brought_up_to_date_with_growing_pauses()
    {
        await using var drill = await OutageDrill.StartAsync("calendar");
        drill.Begin("calendar", "503");
        var lead = await drill.Agent.SubmitSampleAsync();
        var first = await drill.UntilAsync(lead, found => found is { Run.EndedAt: not null, Review: { Cards.Count: 1 } });
        drill.End();
        drill.Begin("teams", Limit);
        await drill.UntilAsync(lead, found => found.Run.Dossier.Draft is { Version: 2 } && found.Run.Claim is null);

        await ShouldTakeFewCallsAsync(drill, "teams.");

        drill.End();
        await drill.UntilAsync(lead, found => found.Review!.ShownRevision >= found.Review.Revision);
        drill.Agent.CardOf(first).Card!.ToJsonString().ShouldContain("It can be read now, so this version offers times.");
    }

    private static async Task<(LeadId Lead, LeadState State)> RestingAsync(OutageDrill drill)
    {
        var lead = await drill.Agent.SubmitSampleAsync();
        var state = await drill.UntilAsync(
            lead,
            found =>
                found is { Run: { Status: "completed", Claim: null }, Review: { State: ReviewState.Proposed, Cards.Count: 1 } review }
                && review.ShownRevision >= review.Revision
        );
        await drill.RestAsync();
        return (lead, state);
    }

    private static async Task ShouldTakeFewCallsAsync(OutageDrill drill, string vendor)
    {
        var before = Calls();
        await drill.PassAsync(Outage);
        (Calls() - before).ShouldBeInRange(1, FewCalls);

        long Calls() =>
            drill
                .Agent.World.Calls.All.Where(entry => entry.Key.StartsWith(vendor, StringComparison.Ordinal))
                .Sum(entry => entry.Value.Calls);
    }
}
