using System.Text.Json;
using System.Text.Json.Nodes;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Core.Connectors.HubSpot.Facts;

namespace SalesAgent.Tests.Connectors.HubSpot;

public sealed class HubSpotContactTests : ConnectorWorld
{
    private const string Contacts = "/h/crm/objects/2026-09/contacts";
    private const string ByMail = $"GET {Contacts}/jane%2Bx%40acme.test";
    private const string Search = $"POST {Contacts}/search";

    private const string Jane = """
        {"id":"151","properties":{"email":"jane@acme.test","firstname":"Jane","lastname":null,"company":" ","phone":4711,"hubspot_owner_id":"42","hs_timezone":"europe_slash_berlin","lifecyclestage":"lead"},
         "createdAt":"2026-11-22T10:00:00.000Z","archived":false,
         "associations":{"companies":{"results":[{"id":"77","type":"contact_to_company"},{"id":"77","type":"contact_to_company_unlabeled"},{"id":78,"type":"contact_to_company_unlabeled"}]}}}
        """;

    private static readonly WireAnswer Missing = new(404, """{"status":"error","category":"OBJECT_NOT_FOUND"}""");

    [Fact]
    public async Task A_contact_is_read_by_id_with_its_fields_and_each_company_once()
    {
        Wire.On($"GET {Contacts}/9007199254740993", Jane.Replace("\"151\"", "9007199254740993", StringComparison.Ordinal));

        var contact = (await HubSpot.FindContactAsync(new ContactId(9007199254740993), Now)).ShouldNotBeNull();

        contact.Id.Value.ShouldBe(9007199254740993);
        (contact.Email, contact.FirstName, contact.LastName, contact.Company, contact.Phone).ShouldBe(
            ("jane@acme.test", "Jane", null, null, "4711")
        );
        (contact.OwnerId, contact.TimeZone, contact.Facts!.LifecycleStage).ShouldBe((new OwnerId(42), "europe_slash_berlin", "lead"));
        contact.CompanyIds.ShouldBe([new CompanyId(77), new CompanyId(78)]);
        var request = Wire.Only;
        request
            .Query.Where(pair => pair.Name == "properties")
            .Select(pair => pair.Value)
            .ShouldBe([
                "email",
                "firstname",
                "lastname",
                "company",
                "jobtitle",
                "phone",
                "hubspot_owner_id",
                "lifecyclestage",
                "hs_lead_status",
                "hs_timezone",
                "hs_additional_emails",
                "recent_conversion_event_name",
                "recent_conversion_date",
                "message",
                "hs_email_optout",
                "hs_email_bad_address",
                "hs_email_hard_bounce_reason_enum",
                "hs_email_hard_bounce_reason",
                "engagements_last_meeting_booked",
                "hs_latest_meeting_activity",
                "num_associated_deals",
            ]);
        request.Query.ShouldContain(("associations", "companies"));
        request.Query.ShouldNotContain(pair => pair.Name == "idProperty");
        request.Headers["Authorization"].ShouldBe("Bearer hubspot-token");
    }

    [Fact]
    public async Task What_should_stop_a_mail_is_read_with_the_contact()
    {
        Settings["HubSpot:OptOutProperties:0"] = "hs_email_optout_4711";
        Wire.On(
            $"GET {Contacts}/151",
            """
            {"id":"151","properties":{"lifecyclestage":"94944521","hs_lead_status":"OPEN_DEAL","hs_email_optout":null,"hs_email_optout_4711":"true",
             "hs_email_hard_bounce_reason_enum":"MAILBOX_FULL","engagements_last_meeting_booked":"2026-11-30T09:00:00Z","hs_latest_meeting_activity":"1796115600000",
             "num_associated_deals":"2","recent_conversion_date":"2026-11-22T10:00:00.000Z","message":"We need prices."}}
            """
        );

        var contact = (await HubSpot.FindContactAsync(new ContactId(151), Now)).ShouldNotBeNull();

        contact.Facts.ShouldBe(
            new ContactFacts
            {
                LifecycleStage = "94944521",
                LeadStatus = "OPEN_DEAL",
                OptedOut = true,
                Bounce = "MAILBOX_FULL",
                MeetingBookedAt = new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero),
                MeetingAt = DateTimeOffset.FromUnixTimeMilliseconds(1796115600000),
                Deals = 2,
            }
        );
        contact.RecentConversionAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        contact.Message.ShouldBe("We need prices.");
        Wire.Only.Query.ShouldContain(("properties", "hs_email_optout_4711"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(
        """{"hs_email_optout":"false","engagements_last_meeting_booked":"soon","num_associated_deals":"many","hs_email_bad_address":"false"}"""
    )]
    public async Task What_a_portal_does_not_say_is_nothing_and_not_an_error(string properties)
    {
        Wire.On($"GET {Contacts}/151", $$"""{"id":"151","properties":{{properties}}}""");

        (await HubSpot.FindContactAsync(new ContactId(151), Now))!.Facts.ShouldBe(new ContactFacts());
    }

    [Fact]
    public async Task A_contact_that_is_not_there_yet_is_null_and_asked_once()
    {
        Wire.On($"GET {Contacts}/151", Missing);

        (await HubSpot.FindContactAsync(new ContactId(151), Now)).ShouldBeNull();

        Wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task By_address_the_record_is_asked_first()
    {
        Wire.On(ByMail, Jane);

        (await HubSpot.FindContactAsync(" Jane+X@acme.test ", Now)).ShouldBeOfType<ContactSearch.Found>().Contact.Id.Value.ShouldBe(151);

        Wire.Only.Query.ShouldContain(("idProperty", "email"));
        Wire.Only.Query.ShouldContain(("associations", "companies"));
    }

    [Fact]
    public async Task A_secondary_address_is_searched_for_and_its_record_read()
    {
        Wire.On(ByMail, Missing)
            .On(
                Search,
                """{"total":2,"results":[{"id":"151","properties":{"email":"jane@acme.test","hs_additional_emails":"j@x.test;JANE+x@acme.test"}},{"id":"9","properties":{"email":"x@acme.test","hs_additional_emails":"other+x@acme.test"}}]}"""
            )
            .On($"GET {Contacts}/151", Jane);

        var found = (await HubSpot.FindContactAsync("jane+x@acme.test", Now)).ShouldBeOfType<ContactSearch.Found>();

        found.Contact.CompanyIds.ShouldNotBeNull().Count.ShouldBe(2);
        var body = JsonNode.Parse(Wire.Requests.Single(request => request.Call == Search).Body)!.AsObject();
        JsonNode
            .DeepEquals(
                body["filterGroups"],
                JsonNode.Parse(
                    """
                    [{"filters":[{"propertyName":"email","operator":"EQ","value":"jane+x@acme.test"}]},
                     {"filters":[{"propertyName":"hs_additional_emails","operator":"CONTAINS_TOKEN","value":"jane+x@acme.test"}]}]
                    """
                )
            )
            .ShouldBeTrue();
        body["after"]!.GetValueKind().ShouldBe(JsonValueKind.String);
        body["sorts"]!.AsArray().ShouldBeEmpty();
        body["limit"]!.GetValue<int>().ShouldBe(10);
        body["properties"]!.AsArray().Select(node => node!.GetValue<string>()).ShouldContain("hs_additional_emails");
    }

    [Fact]
    public async Task Two_contacts_with_the_address_are_left_to_a_person()
    {
        Wire.On(ByMail, Missing)
            .On(
                Search,
                """{"total":3,"results":[{"id":"1","properties":{"hs_additional_emails":"jane+x@acme.test"}},{"id":"1","properties":{"hs_additional_emails":"jane+x@acme.test"}},{"id":"2","properties":{"email":"jane+x@acme.test"}}]}"""
            );

        var ambiguous = (await HubSpot.FindContactAsync("jane+x@acme.test", Now)).ShouldBeOfType<ContactSearch.Ambiguous>();

        ambiguous.Candidates.Select(contact => contact.Id.Value).ShouldBe([1, 2]);
        ambiguous.Candidates.ShouldAllBe(contact => contact.CompanyIds == null);
    }

    [Fact]
    public async Task Nobody_under_either_address_is_nobody()
    {
        Wire.On(ByMail, Missing).On(Search, """{"total":0,"results":[]}""");

        (await HubSpot.FindContactAsync("jane+x@acme.test", Now)).ShouldBeOfType<ContactSearch.NotFound>();
    }

    [Fact]
    public async Task A_search_that_could_not_be_read_is_not_nobody()
    {
        Wire.On(ByMail, Missing).On(Search, """{"total":0}""");

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync("jane+x@acme.test", Now))).Kind.ShouldBe(
            FailureKind.Unreadable
        );
    }

    [Fact]
    public async Task A_search_is_repeated_although_it_is_a_post()
    {
        Wire.On(ByMail, Missing).On(Search, new WireAnswer(502), new WireAnswer(503), new WireAnswer(200, """{"results":[]}"""));

        await HubSpot.FindContactAsync("jane+x@acme.test", Now);

        Wire.Count(Search).ShouldBe(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jane")]
    [InlineData("jane doe@acme.test")]
    [InlineData("@acme.test")]
    public async Task What_is_no_address_is_not_asked_about(string email)
    {
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(email, Now))).Code.ShouldBe("invalid_address");

        Wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_contact_is_written_with_what_is_known()
    {
        Wire.On($"POST {Contacts}", new WireAnswer(201, """{"id":"200","properties":{"email":"jane@acme.test"}}"""));

        var (contact, isNew) = await HubSpot.CreateContactAsync(
            new NewContact
            {
                Email = "Jane@acme.test",
                FirstName = " Jane ",
                LastName = " ",
                OwnerId = new OwnerId(42),
            },
            Now
        );

        (contact.Id.Value, contact.CompanyIds!.Count, isNew).ShouldBe((200, 0, true));
        JsonNode
            .DeepEquals(
                JsonNode.Parse(Wire.Only.Body),
                JsonNode.Parse("""{"properties":{"email":"jane@acme.test","firstname":"Jane","hubspot_owner_id":"42"},"associations":[]}""")
            )
            .ShouldBeTrue(Wire.Only.Body);
    }

    [Theory]
    [InlineData("""{"status":"error","message":"Contact already exists. Existing ID: 151","category":"CONFLICT"}""", $"GET {Contacts}/151")]
    [InlineData("""{"status":"error","category":"CONFLICT"}""", $"GET {Contacts}/jane%40acme.test")]
    [InlineData("<html>", $"GET {Contacts}/jane%40acme.test")]
    public async Task A_contact_that_already_exists_is_the_answer(string conflict, string then)
    {
        Wire.On($"POST {Contacts}", new WireAnswer(409, conflict)).On(then, Jane);

        var (contact, isNew) = await HubSpot.CreateContactAsync(new NewContact { Email = "jane@acme.test" }, Now);

        (contact.Id.Value, isNew).ShouldBe((151, false));

        Wire.Count($"POST {Contacts}").ShouldBe(1);
    }

    [Fact]
    public async Task A_conflict_with_nobody_is_refused()
    {
        Wire.On($"POST {Contacts}", new WireAnswer(409, """{"message":"Existing ID: 151"}"""))
            .On($"GET {Contacts}/151", Missing)
            .On($"GET {Contacts}/jane%40acme.test", Missing);

        var failure = await Should.ThrowAsync<ConnectorException>(() =>
            HubSpot.CreateContactAsync(new NewContact { Email = "jane@acme.test" }, Now)
        );

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Refused, "CONFLICT"));
    }
}
