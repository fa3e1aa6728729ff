using System.Text;
using System.Text.Json;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Payloads;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Webhooks.Payloads;

public sealed class WorkflowContactTests
{
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeMilliseconds(1795300240000);

    [Fact]
    public void The_flat_shape_is_read_under_whatever_names_its_author_chose()
    {
        var lead = Read(HubSpotSamples.Bytes("workflow-flat.json"), new() { PortalId = 48800199 });

        lead.ShouldBe(
            new IncomingLead
            {
                Source = LeadSource.HubSpotWorkflow,
                EventKey = lead.EventKey,
                OccurredAt = SentAt,
                PortalId = 48800199,
                Email = "jordan.reyes@acme.example",
                FirstName = "Jordan",
                LastName = "Reyes",
                Company = "Acme Freight",
                JobTitle = "Head of Operations",
                Phone = "4915112345678",
                Message = "We ship 400 pallets a week.\nCan you quote?",
                FormName = "Request a quote",
            }
        );
    }

    [Fact]
    public void The_current_api_shape_is_read_with_its_id_and_conversion()
    {
        var lead = Read(HubSpotSamples.Bytes("workflow-properties.json"));

        lead.ContactId.ShouldBe("9007199254740993");
        lead.Email.ShouldBe("jordan.reyes@acme.example");
        lead.Company.ShouldBeNull();
        lead.FormName.ShouldBe("Pricing: Request a quote");
        lead.TimeZone.ShouldBe("Europe/Berlin");
        lead.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1795299990000));
    }

    [Fact]
    public void The_first_api_shape_is_read_with_its_primary_address_and_latest_form()
    {
        var lead = Read(HubSpotSamples.Bytes("workflow-first-api.json"));

        lead.ContactId.ShouldBe("151");
        lead.PortalId.ShouldBe(48800199);
        lead.Email.ShouldBe("jordan.reyes@acme.example");
        lead.FirstName.ShouldBe("Jordan");
        lead.Company.ShouldBe("Acme Freight");
        lead.FormName.ShouldBe("Request a quote");
        lead.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1795299990000));
    }

    [Theory]
    [InlineData("""{"contact":{"email":"a@b.test"}}""", "a@b.test")]
    [InlineData("""{"email":"","properties":{"email":{"value":"a@b.test"}}}""", "a@b.test")]
    [InlineData("""{"email":null,"identity-profiles":[{"identities":[{"type":"EMAIL","value":"a@b.test"}]}]}""", "a@b.test")]
    [InlineData("""{"properties":[],"identity-profiles":7,"form-submissions":{"x":1},"email":"a@b.test"}""", "a@b.test")]
    [InlineData("""{"properties":{"email":{"value":{"value":"x"}}},"email":"a@b.test","message":["x"]}""", "a@b.test")]
    public void An_address_is_found_wherever_the_shapes_keep_it(string body, string email) => Read(body).Email.ShouldBe(email);

    [Theory]
    [InlineData("""{"vid":151}""", "151")]
    [InlineData("""{"objectId":"9007199254740993"}""", "9007199254740993")]
    [InlineData("""{"properties":{"hs_object_id":"152"}}""", "152")]
    public void A_contact_id_alone_is_enough(string body, string id)
    {
        Read(body).ContactId.ShouldBe(id);
        Read(body).Email.ShouldBeNull();
    }

    [Fact]
    public void A_conversion_is_the_same_event_days_later_even_if_the_rest_of_the_contact_changed()
    {
        var first = Encoding.UTF8.GetString(HubSpotSamples.Bytes("workflow-first-api.json"));
        var later = first.Replace("Acme Freight", "Acme Freight SE", StringComparison.Ordinal);
        var another = first.Replace("\"b1\"", "\"b2\"", StringComparison.Ordinal);

        Read(later, sentAt: SentAt.AddDays(2)).EventKey.ShouldBe(Read(first).EventKey);
        Read(another).EventKey.ShouldNotBe(Read(first).EventKey);
    }

    [Fact]
    public void Without_a_conversion_the_same_body_is_the_same_event_for_ten_minutes()
    {
        const string Body = """{"email":"a@b.test"}""";
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1795300200000); // A multiple of ten minutes.

        var key = Read(Body, sentAt: start).EventKey;

        Read(Body, sentAt: start.AddSeconds(599)).EventKey.ShouldBe(key);
        Read(Body, sentAt: start.AddSeconds(600)).EventKey.ShouldNotBe(key);
        Read("""{"email":"a@b.test","message":"again"}""", sentAt: start).EventKey.ShouldNotBe(key);
    }

    [Theory]
    [InlineData("formSubmissionId")]
    [InlineData("conversion-id")]
    public void A_submission_id_in_the_flat_shape_makes_it_the_same_event_days_later(string name)
    {
        string Body(string id, string phone) => $$"""{"email":"a@b.test","phone":"{{phone}}","{{name}}":"{{id}}"}""";

        var key = Read(Body("s-1", "1")).EventKey;

        Read(Body("s-1", "2"), sentAt: SentAt.AddDays(2)).EventKey.ShouldBe(key);
        Read(Body("s-2", "1")).EventKey.ShouldNotBe(key);
    }

    [Fact]
    public void Keys_do_not_say_who_it_is() => Read("""{"email":"jordan@b.test"}""").EventKey.ShouldMatch("^workflow:[0-9a-f]{32}$");

    [Theory]
    [InlineData("[]", "JSON object")]
    [InlineData("{}", "email is missing")]
    [InlineData("""{"firstname":"Jordan"}""", "email is missing")]
    [InlineData("""{"email":"nobody"}""", "email is not a usable address")]
    [InlineData("""{"email":"a@b.test, c@d.test"}""", "email is not a usable address")]
    [InlineData("""{"email":"a@b.test\r\nBcc: x@y.test"}""", "email is not a usable address")]
    [InlineData("""{"email":true}""", "email is not a usable address")]
    [InlineData("""{"portal-id":8,"email":"a@b.test"}""", "portalId")]
    public void What_cannot_be_a_lead_is_refused_with_a_reason(string body, string words)
    {
        var refusal = Should.Throw<UnusableBodyException>(() => Read(body, new() { PortalId = 7 }));

        refusal.Message.ShouldContain(words);
        refusal.Message.ShouldNotContain("b.test");
    }

    [Fact]
    public void Long_and_dirty_text_is_cut_and_cleaned()
    {
        var body = Json(
            ("email", "a@b.test"),
            ("firstname", "Jo\u0000\u001b[31m\u202Erdan\n\t"),
            ("lastname", new string('x', 5_000)),
            ("message", new string('y', 100_000))
        );

        var lead = Read(body);

        lead.FirstName.ShouldBe("Jo[31mrdan");
        lead.LastName!.Length.ShouldBe(200);
        lead.Message!.Length.ShouldBe(8_000);
    }

    [Fact]
    public void A_time_zone_that_is_none_is_kept_as_it_was_said()
    {
        Read("""{"email":"a@b.test","hs_timezone":"../../../etc/passwd"}""").TimeZone.ShouldBe("../../../etc/passwd");
        Read("""{"email":"a@b.test","timezone":"america/new_york"}""").TimeZone.ShouldBe("America/New_York");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("n/a")]
    [InlineData("jane@")]
    [InlineData("a@b.test, c@d.test")]
    [InlineData("REDACTED")]
    public void A_contact_with_an_id_and_no_usable_address_is_a_lead_by_its_id(string email)
    {
        var lead = Read(Json(("hs_object_id", "151"), ("email", email), ("firstname", "Jordan")));

        (lead.ContactId, lead.Email, lead.FirstName).ShouldBe(("151", null, "Jordan"));
    }

    [Theory]
    [InlineData("‘jane@acme.example’")]
    [InlineData("“jane@acme.example”,")]
    [InlineData("jane@acme.example…")]
    [InlineData("mailto:jane@acme.example")]
    [InlineData("MAILTO:jane%40acme.example?subject=Hi%20there&body=Hello")]
    [InlineData("jane@acme.example <jane@acme.example>")]
    [InlineData("jane＠acme.example")]
    [InlineData("ｊａｎｅ＠ａｃｍｅ．ｅｘａｍｐｌｅ")]
    [InlineData("\u200bjane@ac\u00adme.example\ufeff")]
    [InlineData("jane\u2060@acme.example\u200e")]
    [InlineData("\u00a0jane@acme.example\u3000")]
    [InlineData("Jane Doe <jane@acme.example>")]
    [InlineData("<mailto:jane@acme.example>")]
    [InlineData("«jane@acme.example»;")]
    [InlineData("(jane@acme.example)")]
    public void An_address_is_read_as_it_was_pasted(string pasted)
    {
        Read(Json(("email", pasted))).Email.ShouldBe("jane@acme.example");
        Read(Json(("vid", "7"), ("Email Address", pasted))).Email.ShouldBe("jane@acme.example");
    }

    [Theory]
    [InlineData("mailto:jane@acme.example?cc=boss@acme.example")]
    [InlineData("mailto:jane@acme.example?subject=Hi&body=x@y.test")]
    [InlineData("<jane@acme.example>@other.example")]
    [InlineData("boss@acme.example <jane@acme.example>")]
    [InlineData("mailto:a@b.test%0d%0aBcc:x@y.test")]
    [InlineData("mailto:a@b.test,c@d.test")]
    [InlineData("Jane <a@b.test> or <c@d.test>")]
    [InlineData("a@b.test＠c.test")]
    public void What_may_be_two_addresses_is_none(string pasted) =>
        Should.Throw<UnusableBodyException>(() => Read(Json(("email", pasted)))).Message.ShouldNotContain("b.test");

    private static byte[] Json(params (string Name, string Value)[] members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static IncomingLead Read(string body, HubSpotWebhookOptions? options = null, DateTimeOffset? sentAt = null) =>
        Read(Encoding.UTF8.GetBytes(body), options, sentAt);

    private static IncomingLead Read(byte[] body, HubSpotWebhookOptions? options = null, DateTimeOffset? sentAt = null) =>
        WorkflowContact.Read(body, options ?? new(), sentAt ?? SentAt).Leads.ShouldHaveSingleItem();
}
