using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Payloads;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Webhooks.Payloads;

public sealed class FormSubmissionTests
{
    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeMilliseconds(1795300240000);
    private static readonly string Sample = Encoding.UTF8.GetString(HubSpotSamples.Bytes("form-submission.json"));

    [Fact]
    public void A_submission_is_read_whatever_the_case_of_its_field_names()
    {
        var lead = Read(Sample, new() { PortalId = 48800199, FormIds = ["other", "3F2A6C1E-QUOTE"] });

        lead.ShouldBe(
            new IncomingLead
            {
                Source = LeadSource.FormSubmission,
                EventKey = lead.EventKey,
                OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(1795299990000),
                PortalId = 48800199,
                Email = "jordan.reyes@acme.example",
                FirstName = "Jordan",
                LastName = "Reyes",
                Company = "Acme Freight",
                Phone = "+49 151 12345678",
                Message = "We ship 400 pallets a week.",
                FormName = "Request a quote",
            }
        );
    }

    [Fact]
    public void A_submission_is_known_by_its_id_and_not_by_what_else_it_says()
    {
        var key = Read(Sample).EventKey;

        Read(Sample.Replace("Jordan", "Jo", StringComparison.Ordinal), sentAt: SentAt.AddDays(1)).EventKey.ShouldBe(key);
        Read(Sample.Replace("sub-0001", "sub-0002", StringComparison.Ordinal)).EventKey.ShouldNotBe(key);
        Read(Sample.Replace("48800199", "48800190", StringComparison.Ordinal)).EventKey.ShouldNotBe(key);
    }

    [Fact]
    public void Without_a_time_of_its_own_it_happened_when_it_was_sent() =>
        Read(Sample.Replace("\"timestamp\": 1795299990000,", "", StringComparison.Ordinal)).OccurredAt.ShouldBe(SentAt);

    [Theory]
    [InlineData("\"portalId\": 48800199,", "", "portalId is missing")]
    [InlineData("48800199", "7", "portalId is not the portal")]
    [InlineData("\"formId\": \"3f2a6c1e-quote\",", "", "formId is missing")]
    [InlineData("3f2a6c1e-quote", "another", "formId is not one of the forms")]
    [InlineData("\"formSubmissionId\": \"sub-0001\",", "", "formSubmissionId is missing")]
    [InlineData("\"sub-0001\"", "[]", "formSubmissionId is missing")]
    [InlineData("0-1/Email", "mail2", "email is missing")]
    [InlineData("Jordan.Reyes@Acme.Example", "jordan", "email is not a usable address")]
    [InlineData("fieldValues", "fields", "fieldValues is missing")]
    [InlineData("\"name\": \"lastname\"", "\"name\": 5", "entry without a name")]
    [InlineData("1795299990000", "1795299990", "timestamp is unusable")]
    [InlineData("1795299990000", "\"yesterday\"", "timestamp is unusable")]
    public void What_is_missing_is_named(string part, string instead, string words)
    {
        Sample.ShouldContain(part);
        var body = Sample.Replace(part, instead, StringComparison.Ordinal);

        Should
            .Throw<UnusableBodyException>(() => Read(body, new() { PortalId = 48800199, FormIds = ["3f2a6c1e-quote"] }))
            .Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("0-2/name", null, "Acme Pumps")]
    [InlineData("name", "0-2", "Acme Pumps")]
    [InlineData("company/name", null, "Acme Pumps")]
    [InlineData("0-2/company_name", null, "Acme Pumps")]
    [InlineData("0-1/company", "0-1", "Acme Pumps")]
    [InlineData("0-3/name", null, null)]
    [InlineData("2-4711/name", null, null)]
    [InlineData("name", "0-5", null)]
    public void Only_a_companys_name_names_the_company(string name, string? type, string? company)
    {
        var lead = Read(With((name, "Acme Pumps", type)));

        (lead.Company, lead.FirstName).ShouldBe((company, null));
    }

    [Theory]
    [InlineData("0-2/")]
    [InlineData("0-3/")]
    [InlineData("2-4711/")]
    public void What_a_form_asks_about_another_record_is_not_the_persons(string prefix)
    {
        foreach (var besides in (bool[])[true, false])
        {
            (string, string, string?) Of(string name, string value) =>
                besides ? (name, value, prefix.TrimEnd('/')) : (prefix + name, value, null);

            var lead = Read(
                With(
                    Of("phone", "+1 555 0199"),
                    Of("timezone", "Europe/Berlin"),
                    Of("jobtitle", "Company"),
                    Of("email", "switchboard@acme.example"),
                    Of("description", "We make pumps of all kinds and sizes."),
                    ("0-1/phone", "+1 555 0100", besides ? "0-1" : null)
                )
            );

            (lead.Phone, lead.TimeZone, lead.JobTitle, lead.Message, lead.Email).ShouldBe(
                ("+1 555 0100", null, null, null, "jane@acme.example")
            );
        }
    }

    [Theory]
    [InlineData("O&#39;Brien &amp; Sons", "O'Brien & Sons")]
    [InlineData("M&uuml;ller", "Müller")]
    [InlineData("AT&T", "AT&T")]
    [InlineData("Fish &amp;amp; Chips", "Fish &amp; Chips")]
    [InlineData("&quot;Kupferdreh&quot; eG", "\"Kupferdreh\" eG")]
    [InlineData("Evil&#8238;&#10;Corp", "Evil Corp")]
    public void Escaped_values_are_decoded_once(string escaped, string typed)
    {
        var lead = Read(With(("company", escaped, null), ("message", $"{escaped}: a &lt; b", null)));

        lead.Company.ShouldBe(typed);
        lead.Message!.ShouldEndWith(": a < b");
    }

    [Theory]
    [InlineData("name", "Jane Doe", "Jane", "Doe")]
    [InlineData("full_name", "Doe, Jane", "Jane", "Doe")]
    [InlineData("Your name", "Jane", "Jane", null)]
    [InlineData("0-1/name", "Jane van der Berg", "Jane", "van der Berg")]
    [InlineData("contact-name", "42", null, null)]
    [InlineData("fullName", "jane@acme.example", null, null)]
    public void One_field_for_the_whole_name_is_read_as_first_and_last(string field, string typed, string? first, string? last)
    {
        var lead = Read(With((field, typed, null)));

        (lead.FirstName, lead.LastName).ShouldBe((first, last));
    }

    [Fact]
    public void Fields_of_their_own_for_first_and_last_name_win()
    {
        var lead = Read(With(("name", "Somebody Else", null), ("firstname", "Jane", null)));

        (lead.FirstName, lead.LastName).ShouldBe(("Jane", null));
    }

    [Theory]
    [InlineData("how_can_we_help")]
    [InlineData("How can we help you?")]
    [InlineData("tell_us_about_your_project")]
    [InlineData("what_are_you_looking_for")]
    [InlineData("your_question")]
    [InlineData("inquiry_details")]
    [InlineData("anliegen")]
    [InlineData("field_17")]
    [InlineData("was_beschaeftigt_sie")]
    public void What_they_wrote_is_their_message_whatever_the_field_is_called(string field)
    {
        var lead = Read(
            With(
                ("how_did_you_hear_about_us", "A friend of mine told me about you last week at the fair", null),
                ("street_address", "12 Long Street behind the Old Mill Road", null),
                ("gdpr_consent", "I agree to receive other communications from Contoso and its partners", null),
                ("team_size", "11 to 50", null),
                (field, "We would like a demo of the fleet planner.", null)
            )
        );

        lead.Message.ShouldBe("We would like a demo of the fleet planner.");
    }

    [Theory]
    [InlineData("‘jane@acme.example’")]
    [InlineData("mailto:jane@acme.example")]
    [InlineData("jane＠acme\u200b.example")]
    public void An_address_is_read_as_it_was_pasted(string pasted) => Read(With(pasted)).Email.ShouldBe("jane@acme.example");

    private static string With(params (string Name, string Value, string? Type)[] fields) => With("jane@acme.example", fields);

    private static string With(string email, params (string Name, string Value, string? Type)[] fields)
    {
        var values = new JsonArray();
        foreach (var (name, value, type) in fields.Append(("0-1/email", email, null)))
        {
            var field = new JsonObject { ["name"] = name, ["value"] = value };
            if (type is not null)
                field["objectTypeId"] = type;
            values.Add(field);
        }

        return new JsonObject
        {
            ["portalId"] = 7,
            ["formId"] = "f",
            ["formSubmissionId"] = "s",
            ["fieldValues"] = values,
        }.ToJsonString();
    }

    private static IncomingLead Read(string body, HubSpotWebhookOptions? options = null, DateTimeOffset? sentAt = null) =>
        FormSubmission.Read(Encoding.UTF8.GetBytes(body), options ?? new(), sentAt ?? SentAt).Leads.ShouldHaveSingleItem();
}
