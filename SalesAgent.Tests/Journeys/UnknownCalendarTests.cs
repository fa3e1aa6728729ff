using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// Every shape in which a calendar can fail to say what is taken. Outages of the whole service are in <see cref="DegradedRunTests"/>.
/// </summary>
public sealed class UnknownCalendarTests
{
    [Theory]
    [InlineData(
        "an error beside an empty list",
        """{"calendars":{"alex@contoso.example":{"errors":[{"domain":"global","reason":"notFound"}],"busy":[]}}}"""
    )]
    [InlineData(
        "an error beside part of the list",
        """{"calendars":{"alex@contoso.example":{"errors":[{"domain":"global","reason":"internalError"}],"busy":[{"start":"2026-01-01T10:00:00Z","end":"2026-01-01T11:00:00Z"}]}}}"""
    )]
    [InlineData("another calendar only", """{"calendars":{"lena@contoso.example":{"busy":[]}}}""")]
    [InlineData("no calendars", """{"kind":"calendar#freeBusy"}""")]
    [InlineData("no list", """{"calendars":{"alex@contoso.example":{}}}""")]
    [InlineData(
        "a time without an offset",
        """{"calendars":{"alex@contoso.example":{"busy":[{"start":"2026-01-01T10:00:00","end":"2026-01-01T11:00:00Z"}]}}}"""
    )]
    [InlineData(
        "a time that runs backwards",
        """{"calendars":{"alex@contoso.example":{"busy":[{"start":"2026-01-01T11:00:00Z","end":"2026-01-01T10:00:00Z"}]}}}"""
    )]
    [InlineData("a time that never ends", """{"calendars":{"alex@contoso.example":{"busy":[{"start":"2026-01-01T11:00:00Z"}]}}}""")]
    [InlineData("nothing", "")]
    public async Task Unknown_is_never_free(string shape, string answer)
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        agent.Faults.Set("calendar.freebusy", new Fault.Status(200, Body: answer));

        var (state, card) = await agent.ShownAsync(await agent.SubmitSampleAsync());

        state.Run.Step(StepNames.CalendarAvailability).Status.ShouldBe(StepStatus.Missing, shape);
        state.Run.Dossier.Availability.ShouldBeNull();
        state.Run.Dossier.Draft!.Times.ShouldBeEmpty();
        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldNotContain("UTC");
        card.Card!.ToJsonString().ShouldContain("Calendar: ");
    }
}
