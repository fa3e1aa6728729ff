using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>What a lead's zone does to the times in mail and card.</summary>
public sealed class LeadsTimeZoneTests
{
    /// <summary>
    /// Nora's zone is known to HubSpot alone; whoever types her address makes a lead that is looked up beside the calendar.
    /// </summary>
    [Theory]
    [InlineData("calendar.freebusy")]
    [InlineData("hubspot.*")]
    public async Task A_zone_that_HubSpot_knows_stands_beside_the_reps_whichever_is_read_first(string slow)
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.Faults.Set(slow, new Fault.Delay(TimeSpan.FromSeconds(0.4)));

        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {SampleProspect.Nora.Email}");
        var lead = await NewestAsync(agent);
        var state = await agent.RestingAsync(lead);

        var mail = DegradedRunTests.InMailbox(agent, state.Run.Dossier);
        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        foreach (var slot in state.Run.Dossier.Draft.Times)
            mail.ShouldContain(slot.Display);
        mail.ShouldContain("(New York time, UTC-0");
        mail.ShouldContain(" (Chicago time, UTC-0");
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("Chicago time, UTC");
    }

    [Theory]
    [InlineData("Europe/Lisbon", "(Lisbon time, UTC")]
    [InlineData("europe_slash_lisbon", "(Lisbon time, UTC")]
    [InlineData("portugal", "(Lisbon time, UTC")]
    [InlineData("GMT Standard Time", "(London time, UTC")]
    [InlineData("us_slash_pacific_hyphen_new", null)]
    [InlineData("Mars/Phobos", null)]
    [InlineData("../../../etc/passwd", null)]
    [InlineData("", null)]
    public async Task A_zone_that_a_form_names_counts_when_there_is_such_a_zone(string zone, string? shown)
    {
        await using var agent = await RunningAgent.StartAsync();
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
        form["fieldValues"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["name"] = "hs_timezone", ["value"] = zone });

        var (state, card) = await agent.ShownAsync(await agent.SubmitAsync(form));

        var mail = DegradedRunTests.InMailbox(agent, state.Run.Dossier);
        mail.ShouldContain("(New York time, UTC-0");
        mail.Contains(" = ", StringComparison.Ordinal).ShouldBe(shown is not null);
        if (shown is not null)
            mail.ShouldContain(shown);
        card.Card!.ToJsonString().ShouldNotContain("could not be");
        card.Card.ToJsonString().Contains("names none I know", StringComparison.Ordinal).ShouldBe(shown is null && zone.Length > 0);
    }

    [Fact]
    public async Task A_lead_who_sleeps_through_the_reps_day_is_offered_it_all_the_same_and_the_card_says_so()
    {
        // Nine to five in New York is eleven at night to seven in the morning in Tokyo.
        await using var agent = await RunningAgent.StartAsync();
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
        form["fieldValues"]!.AsArray().Add(new System.Text.Json.Nodes.JsonObject { ["name"] = "hs_timezone", ["value"] = "Asia/Tokyo" });

        var (state, card) = await agent.ShownAsync(await agent.SubmitAsync(form));

        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        card.Card!.ToJsonString().ShouldContain("None of the free times is between 8 am and 8 pm");
        card.Card.ToJsonString().ShouldContain("Tokyo time");
    }

    private static async Task<LeadId> NewestAsync(RunningAgent agent)
    {
        var open = agent.Get<Core.Records.Reviews.OpenReviews>();
        for (var tries = 0; tries < 600; tries++)
        {
            if (await open.OfAsync(agent.World.Reps[0].AadObjectId, CancellationToken.None) is [.., var newest])
                return newest;
            await Task.Delay(50);
        }

        throw new TimeoutException("No lead came of it.");
    }
}
