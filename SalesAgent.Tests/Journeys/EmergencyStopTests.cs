using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Policy;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Tests.Cli;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>A manager stops everything: nothing leaves, nothing is decided, nothing is lost, and a restart changes nothing of it.</summary>
public sealed class EmergencyStopTests
{
    [Fact]
    public async Task Leads_are_kept_and_nothing_is_drafted_until_somebody_resumes()
    {
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true);
        await SayAsync(agent.Mona, agent, "stop everything", "SalesAgent was stopped by Mona");
        var before = WritesOf(agent);

        var lead = await agent.SubmitSampleAsync();
        await agent.RestartAsync();
        await SayAsync(agent.Alex, agent, "pending", "SalesAgent was stopped by Mona");
        using (var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address })
            (await http.GetStringAsync("health/ready")).ShouldContain("\"stopped\":true");

        // Longer than the pump looks away from its queue.
        await Task.Delay(TimeSpan.FromSeconds(3));
        (await agent.UntilAsync(lead, _ => true)).Run.Steps.ShouldAllBe(step => step.Status == StepStatus.Waiting);
        WritesOf(agent).ShouldBe(before);

        await SayAsync(agent.Mona, agent, "resume", "Everything goes on.");
        (await agent.RestingAsync(lead)).Run.Dossier.MailboxDraft.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_click_is_answered_that_it_is_stopped_and_decides_nothing()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);
        await agent.RestingAsync(lead);
        await SayAsync(agent.Mona, agent, "stop everything", "SalesAgent was stopped by Mona");

        var answer = await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");

        Clicks.ShownIn(answer).ShouldContain("SalesAgent was stopped by Mona");
        (await agent.UntilAsync(lead, _ => true)).Review!.State.ShouldBe(ReviewState.Proposed);

        await SayAsync(agent.Mona, agent, "resume", "Everything goes on.");
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        (await agent.DecidedAsync(lead)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    [Fact]
    public async Task A_run_that_is_under_way_writes_nothing_more_and_is_finished_later()
    {
        await using var agent = await RunningAgent.StartAsync(new Dictionary<string, string?> { ["Sandbox:LatencyMilliseconds"] = "1000" });
        var drafts = agent.AlexMail.Drafts.Count;
        var lead = await agent.SubmitSampleAsync();
        await Eventually.FindAsync(() => agent.World.Calls.Calls("gmail.threads.list") > 0 ? agent : null);

        await agent.Get<EmergencyStop>().StopAsync("command_line", "a test", CancellationToken.None);

        await Task.Delay(TimeSpan.FromSeconds(4));
        agent.AlexMail.Drafts.Count.ShouldBe(drafts);
        await agent.Get<EmergencyStop>().ResumeAsync("command_line", CancellationToken.None);
        (await agent.RestingAsync(lead)).Run.Dossier.MailboxDraft.ShouldNotBeNull();
        agent.AlexMail.Drafts.Count.ShouldBe(drafts + 1);
    }

    [Fact]
    public async Task Only_a_manager_may()
    {
        await using var agent = await RunningAgent.StartAsync();

        await SayAsync(agent.Alex, agent, "stop everything", "Only a manager can");
        await SayAsync(agent.Alex, agent, "resume", "Only a manager can");

        (await agent.Get<EmergencyStop>().FindAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task From_the_command_line_it_is_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-stop-");
        try
        {
            var stopped = await BotProcess.RunInAsync(folder.FullName, "stop", "everything");
            (stopped.ExitCode, stopped.Output).ShouldSatisfyAllConditions(
                () => stopped.ExitCode.ShouldBe(0, stopped.Error),
                () => stopped.Output.ShouldStartWith("SalesAgent was stopped by somebody at the command line on")
            );

            var resumed = await BotProcess.RunInAsync(folder.FullName, "resume");
            (resumed.ExitCode, resumed.Output.Trim()).ShouldBe((0, "Everything goes on."));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long WritesOf(RunningAgent agent) =>
        agent.World.Teams.Cards
        + ((string[])["gmail.drafts.create", "hubspot.contacts.create", "hubspot.tasks.create", "hubspot.notes.create"]).Sum(
            agent.World.Calls.Writes
        );

    private static async Task SayAsync(SandboxTeamsUser who, RunningAgent agent, string text, string answer)
    {
        var chat = who.Personal;
        var before = chat.Conversation.Posts.Count;
        await chat.SayAsync(agent.App.Messages, text);
        await Eventually.FindAsync(() =>
            chat
                .Conversation.Posts.Skip(before)
                .FirstOrDefault(post => post.FromBot && (post.Text ?? "").Contains(answer, StringComparison.Ordinal))
        );
    }
}
