using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.HubSpot.Objects;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>What HubSpot knows of a person beside their name: on the card in one line.</summary>
public sealed class CrmFactsTests
{
    [Fact]
    public async Task What_should_make_a_rep_think_stands_on_the_card_in_one_line()
    {
        await using var agent = await RunningAgent.StartAsync();
        var booked = TimeProvider.System.GetUtcNow().AddDays(-1);
        Contact(
            agent,
            ("hubspot_owner_id", "51001"),
            ("lifecyclestage", "customer"),
            ("hs_lead_status", "OPEN_DEAL"),
            ("hs_email_optout", "true"),
            ("hs_email_hard_bounce_reason_enum", "UNKNOWN_USER"),
            ("engagements_last_meeting_booked", booked.ToString("O"))
        );

        var card = await CardAsync(agent, "prospect jane@acme.example");

        var line = LineOf(card, "HubSpot: ");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(agent.World.Reps[0].TimeZone);
        var day = TimeZoneInfo.ConvertTime(booked, zone).ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
        line.ShouldBe(
            $"HubSpot: opted out of mail · mail to them bounced (unknown user) · meeting booked on {day} · customer · lead status: open deal · owner: Alex Wilber"
        );
    }

    [Theory]
    [InlineData("94944521", "HOT_LEAD", "stage: 94944521 · lead status: HOT_LEAD")]
    [InlineData("In Prüfung", "Wartet auf Rückruf", "stage: In Prüfung · lead status: Wartet auf Rückruf")]
    [InlineData("opportunity", "ATTEMPTED_TO_CONTACT", "opportunity · lead status: attempted to contact")]
    public async Task Stages_and_states_of_a_portals_own_are_shown_as_they_are(string stage, string status, string said)
    {
        await using var agent = await RunningAgent.StartAsync();
        Contact(agent, ("lifecyclestage", stage), ("hs_lead_status", status));

        LineOf(await CardAsync(agent, "prospect jane@acme.example"), "HubSpot: ").ShouldContain(said);
    }

    [Fact]
    public async Task A_contact_of_whom_HubSpot_says_nothing_more_has_no_owner_and_no_claim()
    {
        await using var agent = await RunningAgent.StartAsync();
        Contact(agent);

        LineOf(await CardAsync(agent, "prospect jane@acme.example"), "HubSpot: ").ShouldBe("HubSpot: no stage · no owner");
    }

    [Fact]
    public async Task A_rep_who_asks_for_another_reps_contact_is_told_whose_it_is()
    {
        await using var agent = await RunningAgent.StartAsync();
        Contact(agent, ("hubspot_owner_id", "51001"));

        var card = await CardAsync(agent, "prospect jane@acme.example", agent.Lena);

        card.ShouldContain("In HubSpot this is a lead of Alex Wilber.");
        LineOf(card, "Came in").ShouldContain("for Lena Brandt");
    }

    [Fact]
    public async Task An_owner_who_uses_no_SalesAgent_is_named_as_well()
    {
        await using var agent = await RunningAgent.StartAsync();
        var stranger = agent.World.HubSpot.Owners.First(owner => agent.World.Reps.All(rep => rep.Email != owner.Email));
        Contact(agent, ("hubspot_owner_id", stranger.Id));

        var card = await CardAsync(agent, "prospect jane@acme.example");

        LineOf(card, "HubSpot: ").ShouldContain($"owner: {stranger.FirstName}");
    }

    [Fact]
    public async Task Where_HubSpot_could_not_be_asked_nothing_is_said_to_be_none()
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        Contact(agent, ("lifecyclestage", "customer"));
        agent.Faults.Set("hubspot.contacts.get", new Fault.Status(403));

        var card = await CardAsync(agent, "prospect jane@acme.example");

        card.ShouldNotContain("no stage");
        card.ShouldNotContain("no owner");
        card.ShouldContain("HubSpot could not be read");
    }

    [Theory]
    [InlineData(null, "open deal “Pilot”")]
    [InlineData(403, "2 deals, open or closed")]
    [InlineData(503, "2 deals, open or closed")]
    public async Task Deals_are_told_as_far_as_they_may_be_read(int? refused, string said)
    {
        await using var agent = await RunningAgent.StartAsync(RunningAgent.Impatient);
        var contact = Contact(agent, ("num_associated_deals", "2"));
        foreach (var (name, isClosed) in new[] { ("Pilot", "false"), ("Old order", "true") })
        {
            var deal = agent.World.HubSpot.Create(
                "deals",
                new Dictionary<string, string> { ["dealname"] = name, ["hs_is_closed"] = isClosed }
            );
            agent.World.HubSpot.Link("contacts", contact, new HubSpotLink("deals", deal.Made!.Id, 4));
        }

        if (refused is { } status)
            agent.Faults.Set("hubspot.deals.batchread", new Fault.Status(status));

        LineOf(await CardAsync(agent, "prospect jane@acme.example"), "HubSpot: ").ShouldContain(said);
    }

    private static long Contact(RunningAgent agent, params (string Name, string Value)[] more)
    {
        var fields = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        fields["email"] = "jane@acme.example";
        fields["firstname"] = "Jane";
        return agent.World.HubSpot.Create("contacts", fields).Made!.Id;
    }

    private static async Task<string> CardAsync(RunningAgent agent, string typed, Bot.Sandbox.Teams.SandboxTeamsUser? rep = null)
    {
        await (rep ?? agent.Alex).Personal.SayAsync(agent.App.Messages, typed);
        var key = agent.Get<Core.People.PersonKeys>().ForEmail("jane@acme.example");
        var leads = await agent.Get<PersonLeads>().OfAsync(key, CancellationToken.None);
        var state = await agent.RestingAsync(leads.ShouldHaveSingleItem());
        return agent.CardOf(state).Card!.ToJsonString(Readable);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The text of the line that begins so.</summary>
    private static string LineOf(string card, string begins)
    {
        var lines = new List<string>();
        Collect(System.Text.Json.Nodes.JsonNode.Parse(card)!, lines);
        return lines.Where(line => line.StartsWith(begins, StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    private static void Collect(System.Text.Json.Nodes.JsonNode node, List<string> lines)
    {
        if (node is System.Text.Json.Nodes.JsonArray array)
        {
            foreach (var item in array.OfType<System.Text.Json.Nodes.JsonNode>())
                Collect(item, lines);
        }
        else if (node is System.Text.Json.Nodes.JsonObject item)
        {
            if (item["inlines"] is System.Text.Json.Nodes.JsonArray inlines)
                lines.Add(string.Concat(inlines.Select(run => run!["text"]!.GetValue<string>())));
            foreach (var (_, value) in item)
            {
                if (value is not null)
                    Collect(value, lines);
            }
        }
    }
}
