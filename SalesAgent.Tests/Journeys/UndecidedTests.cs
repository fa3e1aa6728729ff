using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Bot.Sandbox.Teams;
using SalesAgent.Core.Audit;
using SalesAgent.Core.Orchestration;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Core.Work;
using SalesAgent.Tests.Journeys.Storms;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Nobody decides: the rep is reminded once, then the card is closed, whatever is restarted meanwhile.</summary>
public sealed class UndecidedTests(Azurite azurite)
{
    private const string Reminder = "for your decision";

    private readonly TurnedClock clock = new();

    /// <summary>So soon that no offered time has passed by then, at whatever hour this runs.</summary>
    private static readonly Dictionary<string, string?> Impatient = new()
    {
        ["Review:RemindAfterHours"] = "1",
        ["Review:ExpireAfterHours"] = "2",
        ["HubSpot:SearchesPerSecond"] = "50",
        ["Reps:0:WorkingHours"] = "Mon-Sun 00:00-23:59",
        ["Reps:1:WorkingHours"] = "Mon-Sun 00:00-23:59",
        ["Reps:2:WorkingHours"] = "Mon-Sun 00:00-23:59",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_card_is_brought_to_mind_once_and_then_closed_though_the_app_is_restarted_each_time(bool inAnAccount)
    {
        var account = inAnAccount ? (await azurite.NewAccountAsync()).Settings : [];
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>([.. Impatient, .. account]),
            sandboxOutlives: true,
            time: clock
        );
        var lead = await agent.SubmitSampleAsync();
        var before = await agent.RestingAsync(lead);
        var card = agent.CardOf(before);

        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await agent.RestartAsync();
        var reminded = await agent.UntilAsync(lead, state => state.Review!.RemindedAt is not null);
        var told = Reminders(agent).ShouldHaveSingleItem();
        told.Text!.ShouldStartWith($"A draft waits for your decision: `{before.Run.Dossier.Prospect!.Email}`, until ");
        told.ConversationId.ShouldBe(card.ConversationId, "beside the card");
        reminded.Review!.State.ShouldBe(ReviewState.Proposed);
        await agent.RestartAsync();
        await SweptAsync(agent.App);

        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await agent.RestartAsync();
        var expired = await agent.DecidedAsync(lead);

        (expired.Review!.State, expired.Review.Expiry!.Reason).ShouldBe((ReviewState.Expired, ExpiryReason.NotDecided));
        Reminders(agent).Count.ShouldBe(1);
        card.Card!.ToJsonString().ShouldContain("nobody decided in time");
        card.Card!.ToJsonString().ShouldContain("The draft was deleted from Gmail.");
        agent.AlexMail.Draft(before.Run.Dossier.MailboxDraft!.DraftId).ShouldBeNull();
        agent
            .World.HubSpot.Find("tasks", before.Run.Dossier.TaskId!.Value.Value)!["hs_task_status"]
            .ShouldNotBe("COMPLETED", "the lead has no answer yet");
        var story = await agent.StoryAsync(lead);
        story.Fault.ShouldBeNull();
        story
            .Lines.Select(line => (line.Entry.EventType, line.Entry.Action))
            .Where(line => line.Action is "reminded" or "expired")
            .ShouldBe([(AuditEventType.ApprovalRequested, "reminded"), (AuditEventType.ApprovalDenied, "expired")]);
    }

    [Fact]
    public async Task A_late_click_is_told_that_it_expired_and_prospect_makes_a_new_draft()
    {
        await using var agent = await RunningAgent.StartAsync(Impatient, time: clock);
        var lead = await agent.SubmitSampleAsync();
        var before = await agent.RestingAsync(lead);
        var card = agent.CardOf(before);
        var press = agent.Alex.Press(card, "approve");
        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await SweptAsync(agent.App);
        await agent.UntilAsync(lead, state => state.Review!.RemindedAt is not null);
        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await SweptAsync(agent.App);
        await agent.DecidedAsync(lead);

        Clicks.ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, press)).ShouldContain("This draft expired on");
        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {before.Run.Dossier.Prospect!.Email}");

        await Eventually.FindAsync(() => agent.World.Teams.Cards == 2 ? agent : null);
        (await agent.UntilAsync(lead, _ => true)).Review!.State.ShouldBe(ReviewState.Expired);
    }

    [Fact]
    public async Task Many_that_wait_are_one_message_though_two_instances_look_after_them_at_once()
    {
        const int many = 6;
        await using var agent = await RunningAgent.StartAsync(Impatient, sandboxOutlives: true, time: clock);
        await using var other = await agent.StartAnotherAsync();
        var leads = await Task.WhenAll(Enumerable.Range(0, many).Select(number => agent.SubmitAsync(WebhookStorm.FormOf(number).Form())));
        foreach (var lead in leads)
            await agent.RestingAsync(lead);

        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await Task.WhenAll(SweptAsync(agent.App), SweptAsync(other));
        foreach (var lead in leads)
            await agent.UntilAsync(lead, state => state.Review!.RemindedAt is not null);
        await Task.WhenAll(SweptAsync(agent.App), SweptAsync(other));

        var told = Reminders(agent).ShouldHaveSingleItem().Text!;
        told.ShouldStartWith($"{many} drafts wait for your decision:");
        for (var number = 0; number < many; number++)
            told.ShouldContain($"`jane{number}@acme{number}.example`");
    }

    [Fact]
    public async Task What_is_decided_is_neither_brought_to_mind_nor_closed()
    {
        await using var agent = await RunningAgent.StartAsync(Impatient, time: clock);
        var lead = await agent.SubmitSampleAsync();
        var card = agent.CardOf(await agent.RestingAsync(lead));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(lead);

        await TurnAsync(agent, TimeSpan.FromHours(3));
        await SweptAsync(agent.App);
        var other = await agent.SubmitSampleAsync(1);
        await agent.RestingAsync(other);

        Reminders(agent).ShouldBeEmpty();
        (await agent.UntilAsync(lead, _ => true)).Review!.State.ShouldBe(ReviewState.Approved);
    }

    [Fact]
    public async Task A_draft_whose_offered_times_have_all_passed_is_closed()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["Review:RemindAfterHours"] = "0", ["Review:ExpireAfterHours"] = "2000" },
            time: clock
        );
        var lead = await agent.SubmitSampleAsync();
        var state = await agent.RestingAsync(lead);

        await TurnAsync(agent, state.Run.Dossier.Draft!.Times.Max(slot => slot.Start) - clock.GetUtcNow() - TimeSpan.FromMinutes(10));
        await SweptAsync(agent.App);
        (await agent.RestingAsync(lead)).Review!.State.ShouldBe(ReviewState.Proposed);
        await TurnAsync(agent, TimeSpan.FromMinutes(11));
        await SweptAsync(agent.App);

        (await agent.DecidedAsync(lead)).Review!.Expiry!.Reason.ShouldBe(ExpiryReason.TimesPassed);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("all times it offers have passed");
    }

    [Fact]
    public async Task A_reminder_that_Teams_does_not_take_is_tried_again()
    {
        await using var agent = await RunningAgent.StartAsync(Impatient, time: clock);
        var lead = await agent.SubmitSampleAsync();
        await agent.RestingAsync(lead);

        agent.Faults.Set("teams.*", Outage.Named(Outage.Broken), times: 8);
        await TurnAsync(agent, TimeSpan.FromMinutes(61));
        await SweptAsync(agent.App);
        await agent.UntilAsync(lead, state => state.Review!.RemindedAt is not null);

        Reminders(agent).Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_decision_a_form_makes_no_new_draft_for_a_time_unless_a_rep_asks()
    {
        await using var agent = await RunningAgent.StartAsync(time: clock);
        var first = await agent.SubmitAsync(Of(1, minutesAgo: 40).Form());
        var card = agent.CardOf(await agent.RestingAsync(first));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, "approve");
        await agent.DecidedAsync(first);

        var second = await agent.SubmitAsync(Of(2, minutesAgo: 1).Form());
        var (refused, told) = await agent.ShownAsync(second);
        refused.Review!.State.ShouldBe(ReviewState.Failed);
        told.Card!.ToJsonString().ShouldContain("approved a draft to this person on");
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);

        await TurnAsync(agent, TimeSpan.FromMinutes(11));
        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect {SampleProspect.Ines.Email}");
        await Eventually.FindAsync(() => agent.World.Calls.Writes("gmail.drafts.create") == 2 ? agent : null);
    }

    private static SampleSubmission Of(int number, int minutesAgo) =>
        new(
            $"e{number:D7}-0000-4000-8000-000000000007",
            SampleProspect.Ines,
            TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo),
            "Talk to sales",
            "https://contoso.example/talk",
            "Please call me."
        );

    private static IReadOnlyList<TeamsPost> Reminders(RunningAgent agent) =>
        [
            .. agent
                .World.Teams.Conversations.SelectMany(conversation => conversation.Posts)
                .Where(post => post.FromBot && post.Card is null && (post.Text ?? "").Contains(Reminder, StringComparison.Ordinal)),
        ];

    /// <summary>With nothing under way: no real clock jumps in the middle of something.</summary>
    private async Task TurnAsync(RunningAgent agent, TimeSpan by)
    {
        await QuietAsync(agent.App);
        clock.Turn(by);
    }

    /// <summary>As each minute, and everything that comes of it done.</summary>
    private static async Task SweptAsync(SalesAgentApp app)
    {
        await app.Services.GetServices<IHostedService>().OfType<LedgerSweep>().Single().SweepAsync(CancellationToken.None);
        await QuietAsync(app);
    }

    private static async Task QuietAsync(SalesAgentApp app)
    {
        var queue = app.Services.GetRequiredService<IWorkQueue>();
        while (await queue.CountAsync(CancellationToken.None) > 0)
            await Task.Delay(20);
    }
}
