using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.HubSpot;
using SalesAgent.Bot.Sandbox.Samples;
using SalesAgent.Core.Records;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Journeys;

/// <summary>Who a lead is and whose, where HubSpot's answer is not the usual one.</summary>
public sealed class HubSpotPeopleTests
{
    [Fact]
    public async Task A_contact_merged_away_before_its_lead_was_read_is_found_by_its_address()
    {
        await using var agent = await RunningAgent.StartAsync();
        var body = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[2].Workflow();
        body["vid"] = 29_999;

        var answer = await agent.Sandbox.HubSpot.SendAsync(agent.App.Address, HubSpotRoute.Workflow, body.ToJsonString());
        answer.Status.ShouldBe(202, answer.Body);
        var state = await agent.RestingAsync(LeadId.Parse(answer.Json!["leadIds"]![0]!.GetValue<string>()));

        state.Run.Status.ShouldBe("completed");
        state.Run.Dossier.Crm!.Contact.Value.ShouldBe(30105);
        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
    }

    [Fact]
    public async Task Somebody_new_at_a_company_goes_to_its_owner_and_the_card_says_why()
    {
        await using var agent = await RunningAgent.StartAsync();
        agent.World.HubSpot.Create(
            "companies",
            new Dictionary<string, string>
            {
                ["name"] = "Acme",
                ["domain"] = "acme.example",
                ["hubspot_owner_id"] = "51002",
            }
        );

        var (state, card) = await agent.ShownAsync(await agent.SubmitAsync(FormOf("jane@uk.acme.example", "Jane")));

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[1].AadObjectId);
        state.Run.Dossier.Crm!.CompanyName.ShouldBe("Acme");
        card.Card!.ToJsonString().ShouldContain("Nobody owns this contact in HubSpot; Lena Brandt owns the company.");
        agent.World.HubSpot.ContactByEmail("jane@uk.acme.example")!["hubspot_owner_id"].ShouldBe("51002");
        agent.World.Calls.Calls("hubspot.companies.search").ShouldBe(1);
        agent.World.Calls.Calls("hubspot.contacts.search").ShouldBe(1);
    }

    [Theory]
    [InlineData("51002", "51002", 1, "HubSpot has several contacts with this address, all owned by Lena Brandt.")]
    [InlineData("51002", "51001", 0, "HubSpot has several contacts with this address, so whose lead this is could not be told.")]
    [InlineData("51002", null, 0, "HubSpot has several contacts with this address, so whose lead this is could not be told.")]
    public async Task Of_several_contacts_with_one_address_the_card_says_whose_lead_it_is_or_that_it_could_not_be_told(
        string one,
        string? other,
        int rep,
        string said
    )
    {
        await using var agent = await RunningAgent.StartAsync();
        foreach (var (at, owner) in new[] { one, other }.Index())
        {
            var fields = new Dictionary<string, string>
            {
                ["email"] = $"jane{at}@acme.example",
                ["hs_additional_emails"] = "jane@acme.example",
            };
            if (owner is not null)
                fields["hubspot_owner_id"] = owner;
            agent.World.HubSpot.Create("contacts", fields);
        }

        // HubSpot's search knows further addresses of a contact before its look-up does.
        agent.Faults.Set("hubspot.contacts.get", new Fault.Status(404));

        var (state, card) = await agent.ShownAsync(await agent.SubmitAsync(FormOf("jane@acme.example", "Jane")));

        state.Run.Dossier.RepId.ShouldBe(agent.World.Reps[rep].AadObjectId);
        state.Run.Dossier.Contact.ShouldBeNull();
        card.Card!.ToJsonString().ShouldContain(said);
    }

    [Fact]
    public async Task A_shared_mailbox_is_flagged_and_gets_no_name()
    {
        await using var agent = await RunningAgent.StartAsync();

        var (state, card) = await agent.ShownAsync(await agent.SubmitAsync(FormOf("info@acme.example", null)));

        card.Card!.ToJsonString().ShouldContain("This is a shared mailbox, not a person");
        state.Run.Dossier.Prospect!.FirstName.ShouldBeNull();
        state.Run.Dossier.Draft!.Body.ShouldNotContain("Info");
        agent.World.HubSpot.ContactByEmail("info@acme.example")!["firstname"].ShouldBeNull();
    }

    private static JsonObject FormOf(string email, string? firstName)
    {
        var form = SampleData.At(TimeProvider.System.GetUtcNow()).Submissions[0].Form();
        form["formSubmissionId"] = Guid.NewGuid().ToString();
        var fields = new JsonArray(new JsonObject { ["name"] = "email", ["value"] = email });
        if (firstName is not null)
            fields.Add((JsonNode)new JsonObject { ["name"] = "firstname", ["value"] = firstName });
        form["fieldValues"] = fields;
        return form;
    }
}
