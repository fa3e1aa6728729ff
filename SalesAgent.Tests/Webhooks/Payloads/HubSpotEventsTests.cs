using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Payloads;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Webhooks.Payloads;

public sealed class HubSpotEventsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1795300000123);

    [Fact]
    public void One_form_is_two_events_of_one_contact_each_under_its_own_key()
    {
        var payload = Read(HubSpotSamples.Bytes("events-form.json"));

        payload.Leads.Count.ShouldBe(2);
        payload.Leads.ShouldAllBe(lead =>
            lead.ContactId == "151" && lead.PortalId == 48800199 && lead.Source == LeadSource.HubSpotEvent && lead.Email == null
        );
        payload.Leads.Select(lead => lead.EventKey).ShouldBeUnique();
        payload.Leads[0].OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1795299998000));
        payload.Ignored.ShouldBe(0);
    }

    [Fact]
    public void The_generic_shape_says_the_same_and_ids_beyond_two_to_the_53rd_stay_exact()
    {
        var payload = Read(HubSpotSamples.Bytes("events-generic.json"));

        payload.Leads.Select(lead => lead.ContactId).ShouldBe(["9007199254740993", "153"]);
        payload.Ignored.ShouldBe(1);
    }

    [Fact]
    public void Other_kinds_other_portals_and_removals_are_counted_and_no_leads()
    {
        var payload = Read(HubSpotSamples.Bytes("events-ignored.json"), new() { PortalId = 48800199 });

        payload.Leads.ShouldBeEmpty();
        payload.Removals.ShouldBe(3);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1795299998000);
        payload.News.ShouldBe([
            new RecordNews.Deleted(48800199, RecordKind.Contact, 1, at),
            new RecordNews.Erased(48800199, 1, at),
            new RecordNews.Merged(48800199, RecordKind.Contact, 2, 5, at),
            new RecordNews.Merged(48800199, RecordKind.Contact, 3, 5, at),
            new RecordNews.Merged(48800199, RecordKind.Contact, 4, 5, at),
        ]);
        payload.Ignored.ShouldBe(5);
    }

    [Fact]
    public void A_redelivery_has_the_same_key_whatever_its_attempt_number()
    {
        var first = Event("contact.creation", "FORM");
        var again = Event("contact.creation", "FORM", more: """, "attemptNumber": 7, "subscriptionId": 9""");

        Lead(again).EventKey.ShouldBe(Lead(first).EventKey);
    }

    [Fact]
    public void Each_part_of_the_key_makes_another_event()
    {
        string[] events =
        [
            Event("contact.creation", "FORM"),
            Event("contact.creation", "FORM", eventId: 2),
            Event("contact.creation", "FORM", objectId: 152),
            Event("contact.creation", "FORM", portalId: 4),
            Event("contact.creation", "FORM", occurredAt: 1795299998001),
            Event("contact.propertyChange", "FORM", property: "message"),
            Event("contact.propertyChange", "FORM", property: "recent_conversion_date"),
        ];

        events.Select(text => Lead(text).EventKey).ShouldBeUnique();
    }

    [Theory]
    [InlineData("contact.creation", "FORM", null, null, true)]
    [InlineData("contact.creation", "form", null, null, true)]
    [InlineData("contact.creation", "IMPORT", null, null, false)]
    [InlineData("contact.creation", "CRM_UI", null, null, false)]
    [InlineData("contact.creation", "INTEGRATION", null, null, false)]
    [InlineData("contact.creation", null, null, null, false)]
    [InlineData("contact.propertyChange", "FORM", "message", "Hello", true)]
    [InlineData("contact.propertyChange", "AUTOMATION_PLATFORM", "lifecyclestage", "marketingqualifiedlead", true)]
    [InlineData("contact.propertyChange", "AUTOMATION_PLATFORM", "lifecyclestage", "customer", false)]
    [InlineData("contact.propertyChange", "CRM", "lifecyclestage", "", false)]
    [InlineData("contact.propertyChange", "WORKFLOWS", "hs_lead_status", "NEW", true)]
    [InlineData("contact.propertyChange", "WORKFLOWS", "hs_lead_status", "UNQUALIFIED", false)]
    [InlineData("contact.propertyChange", "CALCULATED", "num_conversion_events", "2", true)]
    [InlineData("contact.propertyChange", "FORM", "firstname", "Jo", false)]
    [InlineData("contact.propertyChange", "CRM_UI", "lifecyclestage", "lead", false)]
    [InlineData("contact.propertyChange", "IMPORT", "lifecyclestage", "lead", false)]
    [InlineData("contact.propertyChange", "INTEGRATION", "message", "Hello", false)]
    [InlineData("contact.propertyChange", "SOMETHING_NEW", "message", "Hello", false)]
    [InlineData("contact.propertyChange", null, "message", "Hello", false)]
    [InlineData("contact.restore", "FORM", null, null, false)]
    public void A_person_with_a_form_is_a_lead_and_an_import_or_a_colleague_is_not(
        string type,
        string? source,
        string? property,
        string? value,
        bool isLead
    ) => Read(Event(type, source, property: property, value: value)).Leads.Count.ShouldBe(isLead ? 1 : 0);

    [Theory]
    [InlineData("IMPORT", "userId:1", 1)]
    [InlineData("CRM_UI", "userId:4711", 1)]
    [InlineData("INTEGRATION", "999", 1)]
    [InlineData("INTEGRATION", "4711", 0)]
    [InlineData("INTEGRATION", null, 0)]
    [InlineData("FORM", "4711", 0)]
    public void Taking_any_creation_still_never_takes_our_own(string source, string? sourceId, int leads)
    {
        var text = Event("contact.creation", source, more: sourceId is null ? "" : $""", "sourceId": "{sourceId}" """);

        Read(text, new() { AnyCreation = true }).Leads.Count.ShouldBe(leads);
    }

    [Fact]
    public void The_lists_can_be_configured()
    {
        HubSpotWebhookOptions options = new() { TriggerProperties = ["Score", "stage=Hot"], TriggerSources = ["API"] };

        Read(Event("contact.propertyChange", "API", property: "score", value: "5"), options).Leads.Count.ShouldBe(1);
        Read(Event("contact.propertyChange", "API", property: "stage", value: "hot"), options).Leads.Count.ShouldBe(1);
        Read(Event("contact.propertyChange", "API", property: "stage", value: "cold"), options).Leads.ShouldBeEmpty();
        Read(Event("contact.propertyChange", "FORM", property: "score", value: "5"), options).Leads.ShouldBeEmpty();
    }

    [Fact]
    public void A_hundred_events_in_a_body_are_a_hundred_leads_in_their_order()
    {
        var text = "[" + string.Join(',', Enumerable.Range(1, 100).Select(id => Element("contact.creation", "FORM", objectId: id))) + "]";

        Read(text)
            .Leads.Select(lead => lead.ContactId)
            .ShouldBe(Enumerable.Range(1, 100).Select(id => id.ToString(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("{}", "must be a JSON array")]
    [InlineData("null", "must be a JSON array")]
    [InlineData("[[]]", "Event 1 must be a JSON object")]
    [InlineData("[1]", "Event 1 must be a JSON object")]
    [InlineData("""[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000}]""", "objectId")]
    [InlineData(
        """[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000,"objectId":1.5}]""",
        "objectId"
    )]
    [InlineData(
        """[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000,"objectId":99999999999999999999}]""",
        "objectId"
    )]
    [InlineData(
        """[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000,"objectId":-1}]""",
        "objectId"
    )]
    [InlineData(
        """[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000,"objectId":{"a":[1]}}]""",
        "objectId"
    )]
    [InlineData("""[{"subscriptionType":"contact.creation","changeSource":"FORM","occurredAt":1795299998000,"objectId":1}]""", "portalId")]
    [InlineData("""[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"objectId":1}]""", "occurredAt")]
    [InlineData(
        """[{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"objectId":1,"occurredAt":1795299998}]""",
        "occurredAt"
    )]
    public void An_unusable_body_is_refused_with_the_field_and_what_is_expected(string body, string words) =>
        Should.Throw<UnusableBodyException>(() => Read(body)).Message.ShouldContain(words);

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[] []")]
    [InlineData("[{\"objectId\":NaN}]")]
    [InlineData("[{\"objectId\":1,}]")]
    [InlineData("[{\"objectId\":01}]")]
    [InlineData("[{'objectId':1}]")]
    public void What_is_not_json_is_not_read(string body) => Should.Throw<JsonException>(() => Read(body));

    [Fact]
    public void Deep_nesting_is_refused_before_it_costs_anything() =>
        Should.Throw<JsonException>(() => Read("""[{"x":""" + new string('[', 100_000)));

    [Fact]
    public void Of_a_repeated_name_the_last_counts() =>
        Read(Event("contact.creation", "IMPORT", more: """, "changeSource": "FORM", "objectId": 7"""))
            .Leads.ShouldHaveSingleItem()
            .ContactId.ShouldBe("7");

    [Fact]
    public void Wrong_types_huge_texts_and_half_characters_in_one_event_do_not_lose_the_others()
    {
        var huge = new string('x', 500_000);
        var hostile =
            $$"""{"subscriptionType":["contact.creation"],"propertyName":{"deep":[[1]]},"propertyValue":"{{huge}}","changeSource":"\ud800","objectId":true}""";

        var payload = Read($"[{hostile},{Element("contact.creation", "FORM")}]");

        payload.Leads.ShouldHaveSingleItem();
        payload.Ignored.ShouldBe(1);
    }

    private static IncomingLead Lead(string text) => Read(text).Leads.ShouldHaveSingleItem();

    private static Payload Read(string text, HubSpotWebhookOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    private static Payload Read(byte[] body, HubSpotWebhookOptions? options = null) => HubSpotEvents.Read(body, options ?? new(), Now);

    private static string Event(
        string type,
        string? source,
        long objectId = 151,
        long eventId = 1,
        long portalId = 3,
        long occurredAt = 1795299998000,
        string? property = null,
        string? value = null,
        string more = ""
    ) => $"[{Element(type, source, objectId, eventId, portalId, occurredAt, property, value, more)}]";

    private static string Element(
        string type,
        string? source,
        long objectId = 151,
        long eventId = 1,
        long portalId = 3,
        long occurredAt = 1795299998000,
        string? property = null,
        string? value = null,
        string more = ""
    )
    {
        var sourceText = source is null ? "" : $""", "changeSource": "{source}" """;
        var propertyText = property is null ? "" : $""", "propertyName": "{property}", "propertyValue": "{value}" """;
        return $$"""{"eventId":{{eventId}},"appId":4711,"portalId":{{portalId}},"objectId":{{objectId}},"occurredAt":{{occurredAt}},"subscriptionType":"{{type}}"{{sourceText}}{{propertyText}}{{more}}}""";
    }
}
