using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Drafting;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Whose word counts on when a rep works. In the sandbox Alex's calendar says Monday to Friday.</summary>
public sealed class WorkingHoursTests
{
    [Theory]
    [InlineData("Sun 09:00-17:00", false, DayOfWeek.Sunday)]
    [InlineData("", false, null)]
    [InlineData("", true, DayOfWeek.Saturday)]
    public async Task The_configuration_goes_before_the_calendar_and_the_calendar_before_what_holds_for_everybody(
        string configured,
        bool isRefused,
        DayOfWeek? only
    )
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Reps:0:WorkingHours"] = configured, ["Scheduling:WorkingHours"] = "Sat 09:00-17:00" }
        );
        if (isRefused)
            agent.Faults.Set("calendar.get", new Fault.Refuse());

        var (state, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());

        var times = state.Run.Dossier.Draft!.Times;
        times.ShouldNotBeEmpty();
        times.ShouldAllBe(slot => only == null ? IsWeekday(slot) : slot.Start.DayOfWeek == only);
        card.Card!.ToJsonString().ShouldNotContain("could not be read");
        if (configured.Length > 0)
            agent.World.Calls.Calls("calendar.get").ShouldBe(0);
    }

    [Fact]
    public async Task The_calendar_is_asked_for_working_hours_once_and_not_for_every_lead()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Reps:0:WorkingHours"] = "" });
        await agent.ShownAsync(await agent.SubmitSampleAsync());
        await agent.ShownAsync(await agent.SubmitSampleAsync(which: 1));

        agent.World.Calls.Calls("calendar.freebusy").ShouldBe(2);
        agent.World.Calls.Calls("calendar.get").ShouldBe(1);
    }

    [Fact]
    public async Task A_calendar_that_keeps_its_working_hours_to_itself_holds_nobody_up_for_long()
    {
        // The connector itself would wait for minutes.
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                ["Reps:0:WorkingHours"] = "",
                ["Connectors:AttemptTimeout"] = "00:01:00",
                ["Connectors:ReadTimeout"] = "00:05:00",
                ["Work:ClaimSeconds"] = "330",
                ["Connectors:MaxAttempts"] = "5",
            }
        );
        agent.Faults.Set("calendar.get", new Fault.Delay(TimeSpan.FromMinutes(5)));

        var (state, _) = await agent.ShownAsync(await agent.SubmitSampleAsync());

        state.Run.Dossier.Draft!.Times.Count.ShouldBe(3);
        state.Run.Dossier.Draft.Times.ShouldAllBe(slot => IsWeekday(slot));
    }

    private static bool IsWeekday(Slot slot) => slot.Start.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
