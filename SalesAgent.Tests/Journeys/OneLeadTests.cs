using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Several signs of one person are one lead; a later one takes the place of the earlier.</summary>
public sealed class OneLeadTests
{
    [Fact]
    public async Task A_form_that_is_delivered_again_and_again_is_one_lead()
    {
        await using var agent = await RunningAgent.StartAsync();
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();

        var at = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => agent.SubmitAsync(form)));
        var lead = at.Distinct().ShouldHaveSingleItem();
        await agent.RestingAsync(lead);
        var again = await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.FormSubmission, form.ToJsonString());

        again.Json!["status"]!.GetValue<string>().ShouldBe("duplicate");
        (await agent.SubmitAsync(form)).ShouldBe(lead);
        agent.World.Teams.Cards.ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    [Fact]
    public async Task Events_that_name_only_the_contact_are_one_lead_whose_address_is_read_in_HubSpot()
    {
        await using var agent = await RunningAgent.StartAsync();

        var lead = await FailedRunTests.EventsAsync(agent, SampleProspect.Nora.ContactId!.Value);
        var state = await agent.RestingAsync(lead);
        (await FailedRunTests.EventsAsync(agent, SampleProspect.Nora.ContactId!.Value)).ShouldBe(lead);

        state.Lead.Incoming.Email.ShouldBeNull();
        state.Run.Dossier.Draft!.To.ShouldBe(SampleProspect.Nora.Email);
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task The_form_and_the_events_of_the_contact_it_made_are_one_draft()
    {
        await using var agent = await RunningAgent.StartAsync();
        var form = await agent.SubmitAsync(Of(SampleProspect.Marcus, minutesAgo: 4).Form());
        await agent.RestingAsync(form);

        var events = await FailedRunTests.EventsAsync(agent, SampleProspect.Marcus.ContactId!.Value);
        var merged = await agent.UntilAsync(events, state => state.Run.EndedAt is not null);

        events.ShouldNotBe(form);
        merged.Run.MergedInto.ShouldBe(form.Value);
        agent.World.Teams.Cards.ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.create").ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_lead_of_the_same_person_takes_the_place_of_the_older()
    {
        await using var agent = await RunningAgent.StartAsync();
        var older = await agent.SubmitAsync(Of(SampleProspect.Ines, minutesAgo: 40).Form());
        var before = await agent.RestingAsync(older);
        var card = agent.CardOf(before);
        var press = agent.Alex.Press(card, "approve");

        var newer = await agent.SubmitAsync(Of(SampleProspect.Ines, minutesAgo: 2).Form());
        await agent.RestingAsync(newer);
        var superseded = await agent.DecidedAsync(older);

        newer.ShouldNotBe(older);
        superseded.Review!.State.ShouldBe(ReviewState.Superseded);
        card.Card!.ToJsonString().ShouldContain("Replaced by a newer draft");
        agent.AlexMail.Draft(before.Run.Dossier.MailboxDraft!.DraftId).ShouldBeNull();
        agent.World.HubSpot.Find("tasks", before.Run.Dossier.TaskId!.Value.Value)!["hs_task_status"].ShouldBe("COMPLETED");
        Clicks
            .ShownIn(await agent.Alex.At(card).SendAsync(agent.App.Messages, press))
            .ShouldContain("a newer draft to the same person took its place");
        (await agent.RestingAsync(newer)).Review!.State.ShouldBe(ReviewState.Proposed);
    }

    [Fact]
    public async Task A_known_customer_is_answered_in_the_conversation_that_is_going_on()
    {
        await using var agent = await RunningAgent.StartAsync();
        var lead = await agent.SubmitAsync(Of(SampleProspect.Nora, minutesAgo: 1).Form());
        var state = await agent.RestingAsync(lead);

        var draft = agent.AlexMail.Draft(state.Run.Dossier.MailboxDraft!.DraftId)!.Message;
        draft.Content.Header("In-Reply-To").ShouldBe("<pilot-4@fabrikam.example>");
        var references = draft.Content.Header("References")!;
        foreach (
            var mail in new[]
            {
                "pilot-1@contoso.example",
                "pilot-2@fabrikam.example",
                "pilot-3@contoso.example",
                "pilot-4@fabrikam.example",
            }
        )
        {
            references.ShouldContain($"<{mail}>");
        }

        draft.Content.Subject.ShouldBe("Re: Pilot at your Dayton plant");
        agent.AlexMail.Thread(draft.ThreadId)!.Select(mail => mail.Content.MessageId).ShouldContain("pilot-4@fabrikam.example");
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("reply in their thread");
    }

    private static SampleSubmission Of(SampleProspect who, int minutesAgo) =>
        new(
            $"f{minutesAgo:D7}-0000-4000-8000-000000000007",
            who,
            TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo),
            "Talk to sales",
            "https://contoso.example/talk",
            "Please call me."
        );
}
