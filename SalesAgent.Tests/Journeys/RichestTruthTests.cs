using System.Text.Json.Nodes;
using CsCheck;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Reviews;
using SalesAgent.Tests.Journeys.Storms;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>
/// What is known about a lead does not depend on which event came first: what an event does not carry is read from the record, and what
/// comes later joins the lead.
/// </summary>
public sealed class RichestTruthTests
{
    private const string Form = "Talk to sales";
    private const string Words = "We plan routes for two warehouses and need prices for forty drivers.";

    /// <summary>HubSpot's pace of searching has its own test.</summary>
    private static readonly Dictionary<string, string?> Settings = new() { ["HubSpot:SearchesPerSecond"] = "50" };

    [Theory]
    [InlineData("object.creation", null, null)]
    [InlineData("contact.creation", null, null)]
    [InlineData("contact.propertyChange", "message", Words)]
    [InlineData("object.propertyChange", "lifecyclestage", "marketingqualifiedlead")]
    [InlineData("contact.propertyChange", "hs_lead_status", "NEW")]
    [InlineData("object.propertyChange", "recent_conversion_date", "1795299998000")]
    public async Task An_event_that_names_only_the_contact_answers_the_form_that_stands_in_the_record(
        string type,
        string? property,
        string? value
    )
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1, Filled(Words));

        var state = await agent.RestingAsync(await HappenedAsync(agent, contact, type, property, value));

        state.Run.Dossier.Message!.WrittenBy.ShouldContain("first-message");
        state.Run.Dossier.Draft!.Body.ShouldContain(Words);
        state.Run.Dossier.Prospect!.FormName.ShouldBe(Form);
        var card = agent.CardOf(state).Card!.ToJsonString();
        card.ShouldContain(Words);
        card.ShouldContain(Form);
    }

    [Fact]
    public async Task A_form_that_they_filled_in_last_year_is_no_occasion_for_what_happens_today()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(
            agent,
            1,
            new Dictionary<string, string>(Filled(Words))
            {
                ["recent_conversion_date"] = TimeProvider.System.GetUtcNow().AddYears(-1).ToString("O"),
            }
        );

        var state = await agent.RestingAsync(await HappenedAsync(agent, contact, "object.propertyChange", "lifecyclestage", "lead"));

        state.Run.Dossier.Message!.WrittenBy.ShouldContain("introduction");
        state.Run.Dossier.Draft!.Body.ShouldNotContain(Words);
    }

    [Fact]
    public async Task The_words_that_a_workflow_brings_second_make_the_next_version()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1);
        var lead = await HappenedAsync(agent, contact, "object.creation");
        var first = await agent.RestingAsync(lead);
        first.Run.Dossier.Message!.WrittenBy.ShouldContain("introduction");

        await WorkflowAsync(agent, 1, contact, Words);
        var second = await SettledAsync(agent, lead, state => state.Run.Dossier.Draft!.Version == 2);

        second.Run.Dossier.Draft!.Body.ShouldContain(Words);
        second.Run.Dossier.MailboxDraft!.DraftId.ShouldBe(first.Run.Dossier.MailboxDraft!.DraftId);
        DegradedRunTests.InMailbox(agent, second.Run.Dossier).ShouldContain(Words);
        agent.CardOf(second).Card!.ToJsonString().ShouldContain(Words);
        agent.World.ShouldHaveWritten(1);
    }

    [Fact]
    public async Task What_the_record_says_a_moment_later_makes_the_next_version_when_HubSpot_tells_of_it()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1);
        var lead = await HappenedAsync(agent, contact, "object.creation");
        await agent.RestingAsync(lead);
        agent.World.HubSpot.Update("contacts", contact, Filled(Words));

        await HappenedAsync(agent, contact, "contact.propertyChange", "recent_conversion_event_name", Form, after: 4);
        var state = await SettledAsync(agent, lead, found => found.Run.Dossier.Draft!.Version == 2);

        state.Run.Dossier.Draft!.Body.ShouldContain(Words);
        agent.World.ShouldHaveWritten(1);
    }

    [Fact]
    public async Task An_event_after_which_the_record_says_the_same_makes_no_version_and_no_new_card()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1, Filled(Words));
        var lead = await HappenedAsync(agent, contact, "object.creation");
        var first = await agent.RestingAsync(lead);
        var reads = agent.World.Calls.Calls("hubspot.contacts.get");

        await HappenedAsync(agent, contact, "contact.propertyChange", "lifecyclestage", "lead", after: 4);
        await Eventually.FindAsync(() => agent.World.Calls.Calls("hubspot.contacts.get") > reads ? agent : null);
        var state = await agent.RestingAsync(lead);

        (state.Run.Dossier.Draft!.Version, state.Review!.Revision).ShouldBe((1, first.Review!.Revision));
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
    }

    [Fact]
    public async Task A_second_form_joins_the_open_lead_and_both_messages_are_on_its_card()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var lead = await FormAsync(agent, 1, "Pricing", "What does it cost for a team of three?");
        await agent.RestingAsync(lead);

        (await FormAsync(agent, 1, Form, Words)).ShouldBe(lead);
        var state = await SettledAsync(agent, lead, found => found.Run.Dossier.Draft!.Version == 2);

        state.Run.Dossier.Draft!.Body.ShouldContain(Words);
        var card = agent.CardOf(state).Card!.ToJsonString();
        card.ShouldContain(Words);
        card.ShouldContain("What does it cost for a team of three?");
    }

    [Fact]
    public async Task A_form_that_comes_while_a_draft_is_open_that_a_rep_asked_for_is_answered_by_it()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        await agent.Alex.Personal.SayAsync(agent.App.Messages, "prospect Jane1 Roe <jane1@acme.example>");
        var lead = await LeadOfAsync(agent, 1);
        (await agent.RestingAsync(lead)).Run.Dossier.Message!.WrittenBy.ShouldContain("introduction");

        (await FormAsync(agent, 1, Form, Words)).ShouldBe(lead);
        var state = await SettledAsync(agent, lead, found => found.Run.Dossier.Draft!.Version == 2);

        state.Run.Dossier.Draft!.Body.ShouldContain(Words);
        agent.CardOf(state).Card!.ToJsonString().ShouldContain("Alex Wilber asked for it");
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task What_comes_after_the_decision_is_told_on_the_card_and_changes_no_draft(string verb)
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1);
        var lead = await HappenedAsync(agent, contact, "object.creation");
        var card = agent.CardOf(await agent.RestingAsync(lead));
        await agent.Alex.At(card).ClickAsync(agent.App.Messages, card, verb);
        await agent.DecidedAsync(lead);

        await WorkflowAsync(agent, 1, contact, Words);
        await SettledAsync(agent, lead, _ => card.Card!.ToJsonString().Contains(Words, StringComparison.Ordinal));

        card.Card!.ToJsonString().ShouldContain(Words);
        var state = await agent.DecidedAsync(lead);
        state.Run.Dossier.Draft!.Version.ShouldBe(1);
        agent.World.Calls.Writes("gmail.drafts.update").ShouldBe(0);
        agent.World.Teams.Cards.ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_edited_by_hand_stays_and_the_card_says_what_is_new()
    {
        await using var agent = await RunningAgent.StartAsync(Settings);
        var contact = ContactOf(agent, 1);
        var lead = await HappenedAsync(agent, contact, "object.creation");
        var first = await agent.RestingAsync(lead);
        var card = agent.CardOf(first);
        DecisionTests.EditByHand(agent, first);

        await WorkflowAsync(agent, 1, contact, Words);
        var state = await SettledAsync(agent, lead, _ => card.Card!.ToJsonString().Contains(Words, StringComparison.Ordinal));

        card.Card!.ToJsonString().ShouldContain(Words);
        card.Card!.ToJsonString().ShouldContain("The draft was edited in Gmail, so it was left as it is there.");
        DegradedRunTests.InMailbox(agent, state.Run.Dossier).ShouldBe("My own words.");
        state.Run.Dossier.Draft!.Version.ShouldBe(1);
    }

    /// <summary>
    /// One person, one form: the app's event, the workflow's body, the own form and the rep's request, in every order and at any pace.
    /// </summary>
    [Fact]
    public async Task Whatever_the_route_and_the_order_the_draft_says_the_same_in_the_end()
    {
        const int Orders = 16;
        await using var agent = await RunningAgent.StartAsync(Settings);
        var number = 100;
        var texts = new System.Collections.Concurrent.ConcurrentBag<(string Order, string Text)>();

        await Gen.Shuffle("ACWFR".ToCharArray())
            .Select(Gen.Bool.Array[5], Gen.Int[1, 5])
            .SampleAsync(
                async (order, waits, many) =>
                {
                    var mine = Interlocked.Increment(ref number);
                    var contact = ContactOf(agent, mine);
                    var routes = order.Where(route => route is not 'R').Take(many).Append('A').Append('W').Distinct().ToList();
                    if (many == 5)
                        routes.Insert(Array.IndexOf(order, 'R') % routes.Count, 'R');
                    var leads = new List<LeadId>();
                    foreach (var (at, route) in routes.Index())
                    {
                        // The record is filled in by the time of HubSpot's second word.
                        if (at == 1)
                            agent.World.HubSpot.Update("contacts", contact, Filled(Words));
                        leads.Add(
                            route switch
                            {
                                'A' => await HappenedAsync(agent, contact, "object.creation"),
                                'C' => await HappenedAsync(agent, contact, "contact.propertyChange", "message", Words, after: 2),
                                'W' => await WorkflowAsync(agent, mine, contact, Words),
                                'F' => await FormAsync(agent, mine, Form, Words),
                                _ => await AskedAsync(agent, mine),
                            }
                        );
                        if (waits[at])
                            await agent.UntilAsync(leads[^1], found => found.Run is { EndedAt: not null, Claim: null });
                    }

                    var state = await SettledAsync(
                        agent,
                        await LeadOfAsync(agent, mine),
                        found => found.Run.Dossier.Draft!.Body.Contains(Words, StringComparison.Ordinal)
                    );
                    var draft = state.Run.Dossier.Draft!;
                    texts.Add(
                        (
                            string.Concat(routes),
                            $"{draft.To}\n{draft.Subject}\n{draft.TextWithMarker}".Replace($"{mine}", "#", StringComparison.Ordinal)
                        )
                    );
                },
                iter: Orders,
                threads: 4
            );

        texts.Count.ShouldBe(Orders);
        texts.Select(text => text.Order).Distinct().Count().ShouldBeGreaterThan(4);
        texts.Select(text => text.Text).Distinct().ShouldHaveSingleItem().ShouldContain(Words);
    }

    private static Dictionary<string, string> Filled(string message) =>
        new()
        {
            ["message"] = message,
            ["recent_conversion_event_name"] = Form,
            ["recent_conversion_date"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("O"),
        };

    private static long ContactOf(RunningAgent agent, int number, Dictionary<string, string>? more = null)
    {
        var fields = new Dictionary<string, string>(more ?? [])
        {
            ["email"] = $"jane{number}@acme.example",
            ["firstname"] = $"Jane{number}",
            ["lastname"] = "Roe",
            ["hubspot_owner_id"] = "51001",
        };
        return agent.World.HubSpot.Create("contacts", fields).Made!.Id;
    }

    /// <param name="after">So many seconds after the creation.</param>
    private static async Task<LeadId> HappenedAsync(
        RunningAgent agent,
        long contact,
        string type,
        string? property = null,
        string? value = null,
        int after = 0
    )
    {
        var happened = WebhookStorm.Creation(contact, TimeProvider.System.GetUtcNow().AddSeconds(after - 60)).AsObject();
        happened["subscriptionType"] = type;
        happened["eventId"] = 900_000 + after;
        if (property is not null)
        {
            happened["propertyName"] = property;
            happened["propertyValue"] = value;
            happened.Remove("changeFlag");
        }

        return WebhookStorm.LeadsIn(await WebhookStorm.SendAsync(agent, HubSpotRoute.Events, new JsonArray(happened)))[0];
    }

    private static async Task<LeadId> WorkflowAsync(RunningAgent agent, int number, long contact, string message)
    {
        var body = new JsonObject
        {
            ["hs_object_id"] = $"{contact}",
            ["email"] = $"jane{number}@acme.example",
            ["firstname"] = $"Jane{number}",
            ["message"] = message,
            ["recent_conversion_event_name"] = Form,
        };
        return WebhookStorm.LeadsIn(await WebhookStorm.SendAsync(agent, HubSpotRoute.Workflow, body))[0];
    }

    private static Task<LeadId> FormAsync(RunningAgent agent, int number, string page, string message)
    {
        var form = (JsonObject)WebhookStorm.FormOf(number).Body(HubSpotRoute.FormSubmission);
        form["formSubmissionId"] = Guid.NewGuid().ToString();
        form["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        form["pageTitle"] = page;
        form["userMessage"] = message;
        form["fieldValues"] = new JsonArray(
            new JsonObject { ["name"] = "email", ["value"] = $"jane{number}@acme.example" },
            new JsonObject { ["name"] = "firstname", ["value"] = $"Jane{number}" }
        );
        return agent.SubmitAsync(form);
    }

    private static async Task<LeadId> AskedAsync(RunningAgent agent, int number)
    {
        await agent.Alex.Personal.SayAsync(agent.App.Messages, $"prospect Jane{number} Roe <jane{number}@acme.example>");
        return await LeadOfAsync(agent, number);
    }

    /// <summary>The lead that the signs of this person belong to.</summary>
    private static async Task<LeadId> LeadOfAsync(RunningAgent agent, int number)
    {
        var people = agent.Get<Core.Records.Persons.PersonLeads>();
        var key = agent.Get<Core.People.PersonKeys>().ForEmail($"jane{number}@acme.example");
        var records = agent.Get<LeadRecords>();
        return (
                await Eventually.FindAsync(async () =>
                {
                    foreach (var id in await people.OfAsync(key, CancellationToken.None))
                    {
                        if (await records.FindAsync(id, CancellationToken.None) is { Run.MergedInto: null } state)
                            return state;
                    }

                    return null;
                })
            ).Lead.Id is var found ? LeadId.Parse(found) : default;
    }

    /// <summary>Waits some seconds for it; what is so then is for the caller to judge.</summary>
    private static async Task<LeadState> SettledAsync(RunningAgent agent, LeadId lead, Func<LeadState, bool> enough)
    {
        var records = agent.Get<LeadRecords>();
        var until = TimeProvider.System.GetUtcNow().AddSeconds(8);
        while (true)
        {
            var state = (await records.FindAsync(lead, CancellationToken.None)).ShouldNotBeNull();
            var isResting =
                state is { Run: { EndedAt: not null, Claim: null }, Review: { State: not ReviewState.Updating } review }
                && review.ShownRevision >= review.Revision;
            if ((isResting && enough(state)) || TimeProvider.System.GetUtcNow() > until)
                return state;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
