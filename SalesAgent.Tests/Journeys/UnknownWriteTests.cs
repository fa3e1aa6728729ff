using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A write that took effect without our hearing of it is found again, not made again.</summary>
public sealed class UnknownWriteTests
{
    public static MatrixTheoryData<string, string> Writes { get; } =
        new(["gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create"], Outage.AfterWriting);

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task What_was_written_unheard_is_there_once(string operation, string outage)
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        var (drafts, tasks, notes) = (agent.AlexMail.Drafts.Count, agent.World.HubSpot.Count("tasks"), agent.World.HubSpot.Count("notes"));
        agent.Faults.Set(operation, Outage.Named(outage), times: 1);

        var lead = await agent.SubmitSampleAsync();
        var complete = await agent.UntilAsync(lead, state => state.Run.Status == "completed");

        agent.World.Calls.Calls(operation).ShouldBe(1);
        agent.World.Calls.Writes(operation).ShouldBe(1);
        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
        agent.World.HubSpot.Count("tasks").ShouldBe(tasks + 1);
        agent.World.HubSpot.Count("notes").ShouldBe(notes + 1);
        agent.AlexMail.Draft(complete.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        complete.Run.Intents.ShouldBeEmpty();
    }
}
