using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using SalesAgent.Tests.Connectors;

namespace SalesAgent.Tests.Texts;

/// <summary>A vendor's record with text that was cut inside a character.</summary>
public sealed class WholeAnswerTests : ConnectorWorld
{
    private const string Contact = "GET /h/crm/objects/2026-09/contacts/151";

    [Fact]
    public async Task A_name_that_was_cut_inside_an_emoji_does_not_hide_the_contact()
    {
        Wire.On(
            Contact,
            """{"id":"151","properties":{"email":"jane@acme.test","firstname":"Jane \ud83d","company":"\ude00 Acme","x\ud83d":"\ud83d"}}"""
        );

        var contact = (await HubSpot.FindContactAsync(new ContactId(151), Now)).ShouldNotBeNull();

        (contact.Email, contact.FirstName, contact.Company).ShouldBe(("jane@acme.test", "Jane \uFFFD", "\uFFFD Acme"));
    }

    [Theory]
    [InlineData("""{"status":"error","category":"VALIDATION_ERROR","message":"\ud83d","correlationId":"\ude00"}""", "VALIDATION_ERROR")]
    [InlineData("""{"status":"error","category":"\ud83d"}""", "400")]
    [InlineData("""{"error":"\ud83d"}""", "400")]
    [InlineData("""{"error":{"errors":[{"reason":"\ude00\ud83d"}],"status":"FAILED"}}""", "FAILED")]
    [InlineData("""{"\ud83d":1,"category":"VALIDATION_ERROR"}""", "VALIDATION_ERROR")]
    public async Task An_error_that_was_cut_so_is_a_failure_of_the_connector_like_any_other(string body, string code)
    {
        Wire.On(Contact, new WireAnswer(400, body));

        var failure = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Refused, code));
    }

    [Fact]
    public async Task Googles_answers_are_mended_too()
    {
        Wire.On("GET /c/users/me/settings/timezone", """{"kind":"\ud83d","id":"timezone","value":"Europe/Berlin"}""")
            .On("GET /c/calendars/rep%40sales.test", """{"summary":"\ude00","timeZone":"Europe/Berlin"}""")
            .On("GET /g/gmail/v1/users/rep%40sales.test/threads", """{"threads":[],"x":"\ud83d","resultSizeEstimate":0}""");

        (await Calendar.SettingsAsync(Rep, Now)).TimeZone!.Id.ShouldBe("Europe/Berlin");
        (await Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now)).Threads.ShouldBeEmpty();
    }
}
