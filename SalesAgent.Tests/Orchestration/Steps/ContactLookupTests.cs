using Microsoft.Extensions.Options;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Orchestration.Steps;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;
using SalesAgent.Core.Records.Persons;
using SalesAgent.Core.Secrets;
using SalesAgent.Tests.Connectors;
using SalesAgent.Tests.Storage;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Orchestration.Steps;

/// <summary>Whose lead it is, by HubSpot's word.</summary>
public sealed class ContactLookupTests : ConnectorWorld
{
    private const string Objects = "/h/crm/objects/2026-09";
    private const string Owners = "/h/crm/owners/2026-09";

    private static readonly Rep Alex = Named("Alex", "42");
    private static readonly Rep Lena = Named("Lena", "43");
    private static readonly Rep Mona = Named("Mona", null);

    private readonly SqliteUnderTest storage = new();

    private ContactLookup Lookup
    {
        get
        {
            var keys = new LeadKeys(
                new PersonKeys(Keyed.With(InstallationOptions.DevelopmentSecretKey)),
                Options.Create(new HubSpotOptions())
            );
            return new ContactLookup(
                HubSpot,
                new FilingPlace(keys, new RecordFates(storage.Records)),
                new RepDirectory([Alex, Lena, Mona])
            );
        }
    }

    [Fact]
    public async Task The_owner_is_the_rep_with_that_id()
    {
        (await Lookup.RepOfAsync(OwnedBy(43), Now)).ShouldBe((Lena, null));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rep_of_whom_only_the_address_is_known_is_found_by_it()
    {
        Wire.On(
            $"GET {Owners}/44",
            """{"id":"44","email":"MONA@sales.test","type":"PERSON","firstName":"Mona","lastName":"A","userId":43,"archived":false}"""
        );

        (await Lookup.RepOfAsync(OwnedBy(44), Now)).ShouldBe((Mona, null));
    }

    [Fact]
    public async Task A_user_id_is_nobodys_owner_id()
    {
        // Lena's user id is 9001 and her owner id 43: asked for owner 9001, HubSpot may answer with her all the same.
        Wire.On($"GET {Owners}/9001", """{"id":"43","email":"lena@sales.test","type":"PERSON","userId":9001,"archived":false}""");

        var (rep, word) = await Lookup.RepOfAsync(OwnedBy(9001), Now);

        rep.ShouldBe(Alex);
        word.ShouldBe("Its HubSpot owner could not be read (its answer made no sense).");
    }

    [Theory]
    [InlineData(
        """{"id":"50","email":"lena@sales.test","type":"PERSON","archived":true}""",
        "Its HubSpot owner has left: please assign it to somebody else."
    )]
    [InlineData("""{"id":"50","email":"","type":"QUEUE","archived":false}""", "Its HubSpot owner is a queue, not a person.")]
    [InlineData(
        """{"id":"50","email":"else@sales.test","type":"PERSON","archived":false}""",
        "Its HubSpot owner is not among the reps who use SalesAgent."
    )]
    public async Task An_owner_who_cannot_take_it_leaves_it_to_the_default_rep_with_a_word(string owner, string word)
    {
        Wire.On($"GET {Owners}/50", owner);

        (await Lookup.RepOfAsync(OwnedBy(50), Now)).ShouldBe((Alex, word));
    }

    [Fact]
    public async Task Of_several_owners_the_first_decides_and_the_card_names_the_others()
    {
        var contact = OwnedBy(43) with { FurtherOwners = [new OwnerId(42), new OwnerId(43)] };

        (await Lookup.RepOfAsync(contact, Now)).ShouldBe((Lena, "HubSpot names further owners: Alex."));
    }

    [Fact]
    public async Task Where_the_first_owner_has_left_the_next_one_takes_it()
    {
        Wire.On($"GET {Owners}/50", new WireAnswer(404), new WireAnswer(200, """{"id":"50","email":"gone@sales.test","archived":true}"""));

        (await Lookup.RepOfAsync(OwnedBy(50) with { FurtherOwners = [new OwnerId(43)] }, Now)).ShouldBe(
            (Lena, "Its HubSpot owner has left: please assign it to somebody else. Lena is another owner of it.")
        );
    }

    [Fact]
    public async Task What_nobody_owns_goes_to_the_owner_of_the_company_and_says_so()
    {
        Wire.On($"GET {Objects}/companies/77", """{"id":"77","properties":{"name":"Acme","hubspot_owner_id":"43"}}""");
        var contact = new Contact
        {
            Id = new ContactId(151),
            Email = "jane@acme.test",
            CompanyIds = [new CompanyId(77)],
        };

        (await Lookup.RepOfAsync(contact, Now)).ShouldBe((Lena, "Nobody owns this contact in HubSpot; Lena owns the company."));
    }

    [Fact]
    public async Task Somebody_new_goes_to_the_owner_of_the_company_with_their_domain()
    {
        Wire.On(
            $"POST {Objects}/companies/search",
            """{"total":1,"results":[{"id":"77","properties":{"domain":"acme.test","hubspot_owner_id":"43"}}]}"""
        );

        (await Lookup.RepOfNewAsync("jane@acme.test", Now)).Rep.ShouldBe(Lena);
    }

    [Theory]
    [InlineData("""{"total":0,"results":[]}""")]
    [InlineData("""{"total":1,"results":[{"id":"77","properties":{"domain":"acme.test"}}]}""")]
    [InlineData(
        """{"total":2,"results":[{"id":"77","properties":{"domain":"acme.test","hubspot_owner_id":"43"}},{"id":"78","properties":{"domain":"acme.test","hubspot_owner_id":"42"}}]}"""
    )]
    public async Task Without_one_company_and_its_owner_the_default_rep_takes_it(string companies)
    {
        Wire.On($"POST {Objects}/companies/search", companies);

        (await Lookup.RepOfNewAsync("jane@acme.test", Now)).ShouldBe((Alex, null));
    }

    [Fact]
    public async Task A_company_that_could_not_be_asked_about_is_not_no_company()
    {
        Wire.On($"POST {Objects}/companies/search", new WireAnswer(403, """{"category":"MISSING_SCOPES"}"""));

        (await Lookup.RepOfNewAsync("jane@acme.test", Now)).ShouldBe(
            (Alex, "Whether somebody owns the company could not be read (it did not let us in).")
        );
    }

    [Fact]
    public async Task Free_mail_has_no_company_to_ask_about()
    {
        (await Lookup.RepOfNewAsync("jane@gmail.com", Now)).ShouldBe((Alex, null));

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contact_that_was_merged_away_is_found_by_its_address()
    {
        Wire.On($"GET {Objects}/contacts/151", new WireAnswer(404, """{"status":"error","category":"OBJECT_NOT_FOUND"}"""))
            .On($"GET {Objects}/contacts/jane%40acme.test", """{"id":"200","properties":{"email":"jane@acme.test"}}""");

        (await Lookup.ForAsync(Event("jane@acme.test"), Now)).ShouldBeOfType<ContactSearch.Found>().Contact.Id.Value.ShouldBe(200);
    }

    [Fact]
    public async Task A_contact_that_became_another_is_that_other_from_then_on()
    {
        Wire.On($"GET {Objects}/contacts/151", """{"id":"200","properties":{"email":"jane@acme.test","hs_merged_object_ids":"151"}}""");

        (await Lookup.ForAsync(Event(null), Now)).ShouldBeOfType<ContactSearch.Found>().Contact.Id.Value.ShouldBe(200);
    }

    [Fact]
    public async Task A_contact_that_is_gone_and_has_no_address_is_nobody()
    {
        Wire.On($"GET {Objects}/contacts/151", new WireAnswer(404));

        (await Lookup.ForAsync(Event(null), Now)).ShouldBeOfType<ContactSearch.NotFound>();
    }

    [Fact]
    public async Task A_rep_without_an_owner_id_writes_as_the_owner_with_their_address_and_is_looked_up_once()
    {
        Wire.On(
            $"GET {Owners}",
            """
            {"results":[{"id":"1","email":"mona@sales.test","type":"QUEUE","archived":false},{"id":"44","email":"Mona@sales.test","type":"PERSON","userId":9044,"archived":false}]}
            """
        );

        (await HubSpot.OwnerOfAsync(Mona, Now)).ShouldBe(new OwnerId(44));
        (await HubSpot.OwnerOfAsync(Mona, Now)).ShouldBe(new OwnerId(44));
        (await HubSpot.OwnerOfAsync(Alex, Now)).ShouldBe(new OwnerId(42));

        Wire.Only.Query.ShouldBe([("email", "mona@sales.test"), ("limit", "100"), ("archived", "false")]);
    }

    [Fact]
    public async Task A_rep_who_is_no_owner_writes_as_nobody()
    {
        Wire.On($"GET {Owners}", """{"results":[]}""");

        (await HubSpot.OwnerOfAsync(Mona, Now)).ShouldBeNull();
    }

    private static Contact OwnedBy(long owner) => new() { Id = new ContactId(151), OwnerId = new OwnerId(owner) };

    private static IncomingLead Event(string? email) =>
        new()
        {
            Source = LeadSource.HubSpotWorkflow,
            EventKey = "e",
            OccurredAt = DateTimeOffset.UnixEpoch,
            ContactId = "151",
            Email = email,
        };

    private static Rep Named(string name, string? owner) =>
        new()
        {
            Name = name,
            Email = $"{name.ToLowerInvariant()}@sales.test",
            AadObjectId = name,
            HubSpotOwnerId = owner,
            TimeZone = TimeZoneInfo.Utc,
            Hours = WorkingHours.Default,
        };
}
