using System.Text;
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

    private static IncomingLead Read(string body, HubSpotWebhookOptions? options = null, DateTimeOffset? sentAt = null) =>
        FormSubmission.Read(Encoding.UTF8.GetBytes(body), options ?? new(), sentAt ?? SentAt).Leads.ShouldHaveSingleItem();
}
