using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Core.Connectors.Gmail.Messages;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Runs;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys.Clocks;

/// <summary>Somebody loses a lead in the middle of a write that still arrives. What came of it is found and removed.</summary>
public sealed class OrphanTests
{
    /// <summary>The other note of a lead.</summary>
    private const string OfDecision = "decision";

    /// <summary>Longer than our patience with a write, which is two seconds here, and shorter than the wait for what is late.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("gmail.drafts.create")]
    [InlineData("hubspot.tasks.create")]
    [InlineData("hubspot.notes.create")]
    public async Task A_write_that_arrives_after_its_lead_was_lost_is_removed_again(string operation)
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(sandboxOutlives: true, time: clock);
        agent.Faults.Set(operation, new Fault.Delay(TimeSpan.FromSeconds(3)), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, _ => agent.World.Calls.Calls(operation) == 1);

        // The other one thinks that nobody has it any more, as it does of a machine that stood still.
        await using var other = await agent.StartAnotherAsync();
        await LoseAsync(agent, lead);
        var run = other.Services.GetServices<IWorkHandler>().Single(handler => handler.Kind == LeadWork.RunLead);
        await run.DoAsync(new WorkItem(LeadWork.RunLead, lead.Value), 1, CancellationToken.None);
        await agent.RestingAsync(lead);
        await agent.UntilAsync(lead, _ => agent.World.Calls.Writes(operation) == 2);
        var asked = await Eventually.FindAsync(() => Asked(agent));
        Count(agent, lead, operation).ShouldBe(2);

        // Whatever its attempts say: whoever had it before may have died in its first second.
        (await HandlerOf(agent).DoAsync(asked.Item, 2, CancellationToken.None)).ShouldBeOfType<WorkResult.Wait>();
        Count(agent, lead, operation).ShouldBe(2);
        await RemovedAsync(agent, clock, lead, operation);
        var state = await agent.RestingAsync(lead);
        agent.AlexMail.Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        agent.World.HubSpot.Find("tasks", state.Run.Dossier.TaskId!.Value.Value).ShouldNotBeNull();
        agent.World.HubSpot.Find("notes", state.Run.Dossier.NoteId!.Value.Value).ShouldNotBeNull();
        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story.Lines.Count(line => line.Entry.Action == "copy_removed").ShouldBe(1);
    }

    /// <summary>Nobody lost it: its caller gave up, looked in vain and wrote it again.</summary>
    [Theory]
    [InlineData("gmail.drafts.create")]
    [InlineData("hubspot.tasks.create")]
    [InlineData("hubspot.notes.create")]
    public async Task A_write_that_arrives_after_it_was_made_again_is_removed_again(string operation)
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(time: clock);
        agent.Faults.Set(operation, new Fault.Late(UnderWay), times: 1);
        var lead = await agent.SubmitSampleAsync();
        await agent.UntilAsync(lead, state => state is { Run: { Claim: null, Intents: [] }, Review.Cards.Count: > 0 });
        await ArrivedAsync(agent, clock, lead, operation);
        var known = (await agent.RestingAsync(lead)).Run.Dossier;

        await RemovedAsync(agent, clock, lead, operation);

        agent.AlexMail.Draft(known.MailboxDraft!.DraftId).ShouldNotBeNull();
        agent.World.HubSpot.Find("tasks", known.TaskId!.Value.Value).ShouldNotBeNull();
        agent.World.HubSpot.Find("notes", known.NoteId!.Value.Value).ShouldNotBeNull();
        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story.Lines.Count(line => line.Entry.Action == "copy_removed").ShouldBe(1);
    }

    [Fact]
    public async Task A_note_about_a_decision_that_arrives_after_it_was_made_again_is_removed_again()
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(time: clock);
        var lead = await agent.SubmitSampleAsync();
        var (_, card) = await agent.ShownAsync(lead);
        agent.Faults.Set("hubspot.notes.create", new Fault.Late(UnderWay), times: 1);
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);
        await ArrivedAsync(agent, clock, lead, OfDecision);

        await RemovedAsync(agent, clock, lead, OfDecision);

        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.Action == "copy_removed").ShouldBe(1);
    }

    [Fact]
    public async Task A_second_draft_that_somebody_changed_since_is_left_and_told()
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(time: clock);
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(agent.AlexMail.Address));
        message.To.Add(MailboxAddress.Parse(state.Run.Dossier.Prospect!.Email));
        message.Subject = state.Run.Dossier.Draft!.Subject;
        message.Headers.Add(DraftWriter.RunHeader, lead.Value);
        message.Body = new TextPart("plain") { Text = "Call me." };
        using var raw = new MemoryStream();
        await message.WriteToAsync(raw);
        agent.AlexMail.Create(raw.ToArray(), null);
        Count(agent, lead, "gmail.drafts.create").ShouldBe(2);

        await RemoveAsync(agent, clock, new WorkItem(LeadWork.RemoveOrphans, lead.Value));

        Count(agent, lead, "gmail.drafts.create").ShouldBe(2);
        (await agent.StoryAsync(lead)).Lines.Count(line => line.Entry.Action == "copy_left").ShouldBe(1);
    }

    [Fact]
    public async Task Where_there_is_one_of_everything_nothing_is_removed()
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(time: clock);
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);

        (await RemoveAsync(agent, clock, new WorkItem(LeadWork.RemoveOrphans, lead.Value))).ShouldBe(new WorkResult.Done());

        foreach (var operation in (string[])["gmail.drafts.create", "hubspot.tasks.create", "hubspot.notes.create"])
            Count(agent, lead, operation).ShouldBe(1, operation);
        agent.World.Calls.Writes("gmail.drafts.delete").ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Whoever_takes_it_up_waits_by_the_time_that_passes_and_not_by_the_attempt(int attempt)
    {
        var clock = new PassingClock();
        await using var agent = await RunningAgent.StartAsync(time: clock);
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);
        var (remove, item) = (HandlerOf(agent), new WorkItem(LeadWork.RemoveOrphans, lead.Value));

        var left = (await remove.DoAsync(item, attempt, CancellationToken.None)).ShouldBeOfType<WorkResult.Wait>().Delay.ShouldNotBeNull();
        left.ShouldBeGreaterThan(agent.Get<LeadClaims>().Length);
        clock.Pass(left / 2);
        (await remove.DoAsync(item, attempt, CancellationToken.None))
            .ShouldBeOfType<WorkResult.Wait>()
            .Delay.ShouldNotBeNull()
            .ShouldBeInRange(TimeSpan.FromSeconds(1), left / 2);
        clock.Pass(left / 2);

        (await remove.DoAsync(item, attempt, CancellationToken.None)).ShouldBe(new WorkResult.Done());
    }

    /// <summary>Both the late one and the one that was made in its place.</summary>
    private static Task<RunningAgent> ArrivedAsync(RunningAgent agent, PassingClock clock, LeadId lead, string operation) =>
        Eventually.FindAsync(() =>
        {
            if (Count(agent, lead, operation) == 2)
                return agent;
            clock.Pass(TimeSpan.FromMilliseconds(200));
            return null;
        });

    private static async Task RemovedAsync(RunningAgent agent, PassingClock clock, LeadId lead, string operation)
    {
        await Eventually.FindAsync(() =>
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            return Count(agent, lead, operation) == 1 ? agent : null;
        });
        await Eventually.FindAsync(() => Asked(agent) is null ? agent : null);
    }

    /// <summary>The first look puts it off until nothing can arrive any more.</summary>
    private static async Task<WorkResult> RemoveAsync(RunningAgent agent, PassingClock clock, WorkItem item)
    {
        var remove = HandlerOf(agent);
        var left = (await remove.DoAsync(item, 1, CancellationToken.None)).ShouldBeOfType<WorkResult.Wait>().Delay.ShouldNotBeNull();
        clock.Pass(left);
        return await remove.DoAsync(item, 1, CancellationToken.None);
    }

    private static async Task LoseAsync(RunningAgent agent, LeadId lead)
    {
        var records = agent.Get<LeadRecords>();
        await records.ChangeAsync(
            (await records.FindAsync(lead, CancellationToken.None))!,
            now => new LeadChange { Run = now.Run with { Claim = null } },
            CancellationToken.None
        );
    }

    private static QueuedWork? Asked(RunningAgent agent) =>
        agent
            .Get<IWorkQueue>()
            .ListAsync(50, CancellationToken.None)
            .GetAwaiter()
            .GetResult()
            .FirstOrDefault(work => work.Item.Kind == LeadWork.RemoveOrphans);

    private static int Count(RunningAgent agent, LeadId lead, string operation) =>
        operation switch
        {
            "gmail.drafts.create" => agent.AlexMail.Drafts.Count(draft =>
                draft.Message.Content.Header(DraftWriter.RunHeader) == lead.Value
            ),
            "hubspot.tasks.create" => agent
                .World.HubSpot.All("tasks")
                .Count(task => task["hs_task_body"]?.Contains(FilingReference.For(lead.Value, "TASK"), StringComparison.Ordinal) == true),
            _ => agent
                .World.HubSpot.All("notes")
                .Count(note =>
                    note["hs_note_body"]
                        ?.Contains(FilingReference.For(lead.Value, operation == OfDecision ? "DECISION" : "NOTE"), StringComparison.Ordinal)
                    == true
                ),
        };

    private static RemoveOrphans HandlerOf(RunningAgent agent) => agent.Get<IEnumerable<IWorkHandler>>().OfType<RemoveOrphans>().Single();
}
