using SalesAgent.Core.Audit;
using SalesAgent.Core.Drafting;
using SalesAgent.Core.Drafting.Times;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// The whole app in Microsoft 365 Agents Playground in a real browser: the Playground is Teams, the sandbox stands for HubSpot, Gmail and
/// Calendar. Pictures: artifacts/screenshots/journey-*.
/// </summary>
[Trait("Category", "Browser")]
public sealed class PlaygroundJourneyTests(Browser browser) : IAsyncLifetime
{
    /// <summary>What the bot says in the chat. The Playground's log panel repeats it, cut and unformatted: that does not count.</summary>
    private const string Answer = ".fai-OutputCard";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RunningAgent _agent = null!;
    private Playground? _playground;
    private PlaygroundPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        // The Playground sends no token.
        var settings = new Dictionary<string, string?> { ["Bot:AllowAnonymous"] = "true" };
        _agent = await RunningAgent.StartAsync(settings, installed: false);
        _playground = await Playground.StartAsync(_agent.App.Messages);
        _page = await _playground.OpenAsync(browser);
        await _page.WaitForTextAsync("I draft mail to your leads and never send any.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_playground is not null)
            await _playground.DisposeAsync();
        await _agent.DisposeAsync();
    }

    [Fact]
    public async Task A_form_lead_becomes_a_card_in_the_channel_and_an_approval_changes_it_for_everybody()
    {
        await OpenChannelAsync();
        var lead = await _agent.SubmitSampleAsync();
        var card = _page.Card("Inês Carvalho");
        await card.WaitAsync();
        var draft = (await EndedAsync(lead)).Run.Dossier.Draft!;
        var text = await card.TextAsync();
        text.ShouldContain($"To: {draft.To}");
        text.ShouldContain($"Subject: {draft.Subject}");
        foreach (var line in draft.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            text.ShouldContain(line);
        draft.Times.Count.ShouldBe(3);
        await _page.PhotographAsync("journey-proposed");
        await card.PhotographAsync("journey-proposed-card");

        await card.PressAsync("Approve draft");

        var approved = _page.Card("Ready in Gmail, not sent.");
        await approved.WaitAsync();
        (await approved.TextAsync()).ShouldContain("Approved by Alex Wilber");
        (await approved.CountButtonsAsync("Approve draft")).ShouldBe(0);
        (await _page.Page.Locator(".ac-adaptiveCard").CountAsync()).ShouldBe(1);
        await approved.PhotographAsync("journey-approved-card");

        var state = await _agent.DecidedAsync(lead);
        state.Review!.Decision!.Kind.ShouldBe(ReviewState.Approved);
        state.Review.ShownRevision.ShouldBe(state.Review.Revision);
        _agent.World.Gmail["alex@contoso.example"].Draft(state.Run.Dossier.MailboxDraft!.DraftId).ShouldNotBeNull();
        _agent.World.Gmail.Sends.ShouldBe(0);
        (await EventsAsync(lead, AuditEventType.ApprovalGranted)).ShouldBe(1);
    }

    [Fact]
    public async Task A_prospect_asked_for_in_the_channel_is_rejected_with_a_reason_and_the_draft_goes()
    {
        await OpenChannelAsync();
        await _page.PostAsync("prospect Jane Doe jane@acme.example");
        await _page.WaitForTextAsync("on it.");
        var card = _page.Card("Jane Doe");
        await card.WaitAsync();
        var lead = await LeadAboutAsync("jane@acme.example");
        var draft = (await EndedAsync(lead)).Run.Dossier.MailboxDraft!.DraftId;
        _agent.World.Gmail["alex@contoso.example"].Draft(draft).ShouldNotBeNull();
        await _page.PhotographAsync("journey-prospect");

        await card.PressAsync("Reject…");
        await card.PickAsync("Pick a reason", "Wrong person");
        await card.FillAsync("Optional: kept with the decision", "Ask Priya instead.");
        await card.PhotographAsync("journey-rejecting-card");
        await card.PressAsync("Reject");

        var rejected = _page.Card("The draft was deleted from Gmail.");
        await rejected.WaitAsync();
        var text = await rejected.TextAsync();
        text.ShouldContain("Rejected by Alex Wilber");
        text.ShouldContain("Wrong person: Ask Priya instead.");
        await rejected.PhotographAsync("journey-rejected-card");

        var state = await _agent.DecidedAsync(lead);
        state.Review!.ShownRevision.ShouldBe(state.Review.Revision);
        _agent.World.Gmail["alex@contoso.example"].Draft(draft).ShouldBeNull();
        _agent
            .World.HubSpot.All("notes")
            .Count(note => note["hs_note_body"]?.Contains("Wrong person: Ask Priya instead.", StringComparison.Ordinal) == true)
            .ShouldBe(1);
        (await EventsAsync(lead, AuditEventType.ApprovalDenied)).ShouldBe(1);
    }

    [Fact]
    public async Task Other_times_chosen_on_the_card_come_back_as_its_next_version()
    {
        await OpenChannelAsync();
        var lead = await _agent.SubmitSampleAsync();
        var card = _page.Card("Inês Carvalho");
        await card.WaitAsync();
        var availability = (await EndedAsync(lead)).Run.Dossier.Availability!;
        var dropped = availability.Offered[0];
        var added = availability.Free.First(slot => availability.Offered.All(offered => offered.Id != slot.Id));

        await card.TickAsync(NameOf(dropped), on: false);
        await card.TickAsync(NameOf(added));
        await card.PressAsync("Use these times");

        var second = _page.Card("version 2");
        await second.WaitAsync();
        var text = await second.TextAsync();
        text.ShouldContain(TimesText.Line(added));
        text.ShouldNotContain(TimesText.Line(dropped));
        await second.PhotographAsync("journey-other-times-card");

        await second.PressAsync("Approve draft");
        await _page.Card("Ready in Gmail, not sent.").WaitAsync();
        var state = await _agent.DecidedAsync(lead);
        state.Review!.Decision!.Version.ShouldBe(2);
        state.Run.Dossier.Draft!.Times.Select(slot => slot.Id).ShouldContain(added.Id);
    }

    [Fact]
    public async Task Whatever_is_typed_gets_a_readable_answer()
    {
        await SayAsync("help", "this list");
        await SayAsync("whoami", "You are Alex Wilber, a rep.");
        await SayAsync("pending", "Nothing waits for a decision.");
        await SayAsync("status", "HubSpot: healthy");
        await SayAsync("what is the weather?", "I did not understand that.");
        await SayAsync("prospect nobody", "Who should I write to?");
        await SayAsync("prospect Jane Doe jane@acme.example", "on it.");
        await _page.Card("Jane Doe").WaitAsync();
        await EndedAsync(await LeadAboutAsync("jane@acme.example"));
        await SayAsync("pending", "Waiting for a decision:");
        await SayAsync("history jane@acme.example", "draft created in Gmail");

        var text = string.Join('\n', await _page.Page.Locator(Answer).AllInnerTextsAsync());
        text.ShouldContain("prospect jane@acme.com");
        text.ShouldNotContain("&lt;");
        text.ShouldNotContain("**");
        await _page.Page.SetViewportSizeAsync(1280, 3000);
        await _page.PhotographAsync("journey-chat");
    }

    private async Task SayAsync(string text, string answer)
    {
        await _page.SayAsync(text);
        await _page.Page.Locator(Answer, new() { HasText = answer }).Last.WaitForAsync();
    }

    /// <summary>And waits until the bot knows of it: cards come to the personal chat before.</summary>
    private async Task OpenChannelAsync()
    {
        await _page.OpenChannelAsync();
        using var late = new CancellationTokenSource(Patience);
        await Bot.Cli.Playground.UntilOpenedAsync(_agent.App.Services, late.Token);
    }

    private Task<LeadState> EndedAsync(LeadId lead) =>
        _agent.UntilAsync(lead, state => state.Run.EndedAt is not null && state.Review is { Cards.Count: > 0 });

    private async Task<LeadId> LeadAboutAsync(string email) =>
        (await _agent.Get<PersonLeads>().OfAsync(_agent.Get<PersonKeys>().ForEmail(email), CancellationToken.None)).ShouldHaveSingleItem();

    private async Task<int> EventsAsync(LeadId lead, AuditEventType type) =>
        (await _agent.StoryAsync(lead)).Lines.Count(line => line.Entry.EventType == type);

    private static string NameOf(Slot slot) => TimesText.Display(slot).Split(" (")[0];
}
