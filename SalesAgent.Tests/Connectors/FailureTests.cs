using System.Net;
using System.Net.Sockets;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using Mail = SalesAgent.Tests.Connectors.Gmail.Some;

namespace SalesAgent.Tests.Connectors;

/// <summary>What no error table lists: answers that make no sense, connections that break, and nobody at home.</summary>
public sealed class FailureTests : ConnectorWorld
{
    private const string Contact = "GET /h/crm/objects/2026-09/contacts/151";
    private const string Tasks = "POST /h/crm/objects/2026-09/tasks";
    private const string Profile = "GET /g/gmail/v1/users/rep%40sales.test/profile";
    private const string Drafts = "POST /g/gmail/v1/users/rep%40sales.test/drafts";

    [Fact]
    public async Task A_vendors_sentence_does_not_pass_for_an_identifier()
    {
        Wire.On(Contact, new WireAnswer(400, """{"category":"jane@acme.test is odd","correlationId":"<jane>"}"""));

        var failure = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));

        (failure.Code, failure.CorrelationId).ShouldBe(("400", null));
    }

    [Theory]
    [InlineData("<html/>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":{"x":1}}""")]
    [InlineData("""{"id":"0x12"}""")]
    public async Task A_success_that_makes_no_sense_leaves_a_write_open_and_a_read_unread(string body)
    {
        Wire.On(Contact, body)
            .On(Tasks, new WireAnswer(201, body))
            .On(Profile, body)
            .On(Drafts, body.Replace("0x12", "", StringComparison.Ordinal));

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now))).Kind.ShouldBe(
            FailureKind.Unreadable
        );
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unreadable);
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_for_a_read_and_open_for_a_write()
    {
        Wire.On(Contact, WireAnswer.Cut, WireAnswer.HalfABody, new WireAnswer(200, """{"id":"151","properties":{}}"""))
            .On(Tasks, WireAnswer.HalfABody)
            .On(Drafts, WireAnswer.Cut);

        (await HubSpot.FindContactAsync(new ContactId(151), Now))!.Id.Value.ShouldBe(151);
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        (Wire.Count(Contact), Wire.Count(Tasks), Wire.Count(Drafts)).ShouldBe((3, 1, 1));
    }

    [Fact]
    public async Task A_silent_vendor_leaves_a_write_open()
    {
        Settings["Connectors:WriteTimeout"] = "00:00:00.200";
        Wire.On(Drafts, WireAnswer.Never);

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(
            FailureKind.OutcomeUnknown
        );
        Wire.Count(Drafts).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_to_a_closed_door_did_not_happen()
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        var closed = new Uri($"http://127.0.0.1:{((IPEndPoint)door.LocalEndpoint).Port}/");
        door.Stop();
        Settings["Google:Gmail:BaseUri"] = Settings["HubSpot:BaseUri"] = closed.ToString();

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now))).Kind.ShouldBe(FailureKind.Unavailable);
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(
            FailureKind.Unavailable
        );
    }

    [Fact]
    public async Task Without_an_account_nothing_is_asked()
    {
        Settings["Google:DevelopmentAccessToken"] = Settings["HubSpot:AccessToken"] = "";

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now))).Kind.ShouldBe(
            FailureKind.Unauthorised
        );
        var failure = await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now));
        (failure.Kind, failure.ConnectorName, failure.Code).ShouldBe((FailureKind.Unauthorised, "gmail", "no_account_connected"));
        Wire.Requests.ShouldBeEmpty();
    }

    private static NewTask SomeTask =>
        new()
        {
            Contact = new ContactId(151),
            Subject = "Review",
            Text = new TimelineText { Reference = "RLY-7F3A2" },
            DueAt = DateTimeOffset.UnixEpoch,
        };
}
