using System.Net;
using System.Net.Sockets;
using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;
using Mail = SalesAgent.Tests.Connectors.Gmail.Some;

namespace SalesAgent.Tests.Connectors;

/// <summary>Each row of the vendors' error tables, over a real socket: what it means, and how often it was asked.</summary>
public sealed class FailureTests : ConnectorWorld
{
    private const string Contact = "GET /h/crm/objects/2026-09/contacts/151";
    private const string Tasks = "POST /h/crm/objects/2026-09/tasks";
    private const string Profile = "GET /g/gmail/v1/users/rep%40sales.test/profile";
    private const string Drafts = "POST /g/gmail/v1/users/rep%40sales.test/drafts";

    [Theory]
    [InlineData(400, "VALIDATION_ERROR", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(401, "INVALID_AUTHENTICATION", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(401, "EXPIRED_AUTHENTICATION", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(403, "MISSING_SCOPES", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(403, "BANNED", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(408, "TIMEOUT", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(414, "TOO_LONG", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(429, "RATE_LIMITS", FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(500, "INTERNAL", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(502, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(503, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(504, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(521, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(523, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(524, "X", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    public async Task HubSpot_status_and_category_say_what_it_means(int status, string category, FailureKind read, FailureKind write)
    {
        var answer = new WireAnswer(status, $$"""{"status":"error","message":"jane@acme.test is the matter","correlationId":"c-1","category":"{{category}}"}""");
        Wire.On(Contact, answer).On(Tasks, answer);

        var failedRead = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));
        var failedWrite = await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now));

        (failedRead.Kind, failedWrite.Kind).ShouldBe((read, write));
        (failedRead.ConnectorName, failedRead.Code, failedRead.CorrelationId, failedRead.Operation).ShouldBe(("hubspot", category, "c-1", "Reading a contact"));
        failedRead.ToString().ShouldNotContain("jane");
        Wire.Count(Contact).ShouldBe(read is FailureKind.Unavailable or FailureKind.RateLimited ? 3 : 1);
        Wire.Count(Tasks).ShouldBe(1);
    }

    [Theory]
    [InlineData("SECONDLY", 1)]
    [InlineData("TEN_SECONDLY_ROLLING", 10)]
    [InlineData("DAILY", 3600)]
    public async Task HubSpots_policy_says_how_long_to_wait(string policy, int seconds)
    {
        Settings["Connectors:LongestPause"] = "00:00:00";
        Wire.On(Contact, new WireAnswer(429, $$"""{"status":"error","errorType":"RATE_LIMIT","policyName":"{{policy}}"}"""));

        var failure = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));

        (failure.Kind, failure.RetryAfter).ShouldBe((FailureKind.RateLimited, TimeSpan.FromSeconds(seconds)));
        Wire.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(477, "7200", 7200)]
    [InlineData(477, null, 900)]
    [InlineData(423, null, 2)]
    public async Task A_moving_or_locked_account_is_left_alone_and_a_write_to_it_did_not_happen(int status, string? retryAfter, int seconds)
    {
        var answer = new WireAnswer(status, "") { RetryAfter = retryAfter };
        Settings["Connectors:LongestPause"] = "00:00:01";
        Wire.On(Contact, answer).On(Tasks, answer);

        var read = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));
        var write = await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now));

        (read.Kind, read.RetryAfter).ShouldBe((FailureKind.Unavailable, TimeSpan.FromSeconds(seconds)));
        (write.Kind, write.RetryAfter).ShouldBe((FailureKind.Unavailable, TimeSpan.FromSeconds(seconds)));
        Wire.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(400, "failedPrecondition", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(401, "authError", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(403, "insufficientPermissions", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", FailureKind.Unauthorised, FailureKind.Unauthorised)]
    [InlineData(403, "domainPolicy", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(403, "accessNotConfigured", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(403, "delegationDenied", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(403, "rateLimitExceeded", FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(403, "userRateLimitExceeded", FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(403, "quotaExceeded", FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(429, "rateLimitExceeded", FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(404, "notFound", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(409, "duplicate", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(410, "deleted", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(412, "conditionNotMet", FailureKind.Refused, FailureKind.Refused)]
    [InlineData(500, "backendError", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(502, "backendError", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(503, "backendError", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    [InlineData(504, "backendError", FailureKind.Unavailable, FailureKind.OutcomeUnknown)]
    public async Task Googles_status_and_reason_say_what_it_means(int status, string reason, FailureKind read, FailureKind write)
    {
        var answer = new WireAnswer(status, $$$"""{"error":{"code":{{{status}}},"message":"rep@sales.test!","errors":[{"domain":"global","reason":"{{{reason}}}","message":"jane@acme.test"}]}}""");
        Wire.On(Profile, answer).On(Drafts, answer);

        var failedRead = await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now));
        var failedWrite = await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now));

        (failedRead.Kind, failedWrite.Kind).ShouldBe((read, write));
        failedRead.ToString().ShouldNotContain(".test");
        if (status is not 401)
            failedRead.Code.ShouldBe(reason);
        Wire.Count(Profile).ShouldBe(read is FailureKind.Unavailable or FailureKind.RateLimited ? 3 : 1);
        Wire.Count(Drafts).ShouldBe(1);
    }

    [Fact]
    public async Task Googles_newer_errors_name_the_missing_scope_in_details()
    {
        Wire.On(Profile, new WireAnswer(403, """{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"@type":"x","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"""));

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unauthorised);
    }

    [Fact]
    public async Task Googles_daily_limit_is_not_knocked_at_again_soon()
    {
        Wire.On(Profile, new WireAnswer(403, """{"error":{"errors":[{"reason":"dailyLimitExceeded"}]}}"""));

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        Wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_of_the_edge_is_understood_by_its_status()
    {
        Wire.On(Contact, new WireAnswer(522, "<html>jane@acme.test</html>", "text/html"));

        var failure = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));

        (failure.Kind, failure.Code).ShouldBe((FailureKind.Unavailable, "522"));
    }

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
        Wire.On(Contact, body).On(Tasks, new WireAnswer(201, body)).On(Profile, body).On(Drafts, body.Replace("0x12", "", StringComparison.Ordinal));

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now))).Kind.ShouldBe(FailureKind.Unreadable);
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now))).Kind.ShouldBe(FailureKind.Unreadable);
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        Wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_for_a_read_and_open_for_a_write()
    {
        Wire.On(Contact, WireAnswer.Cut, WireAnswer.HalfABody, new WireAnswer(200, """{"id":"151","properties":{}}"""))
            .On(Tasks, WireAnswer.HalfABody)
            .On(Drafts, WireAnswer.Cut);

        (await HubSpot.FindContactAsync(new ContactId(151), Now))!.Id.Value.ShouldBe(151);
        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.CreateTaskAsync(SomeTask, Now))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
        (Wire.Count(Contact), Wire.Count(Tasks), Wire.Count(Drafts)).ShouldBe((3, 1, 1));
    }

    [Fact]
    public async Task A_silent_vendor_leaves_a_write_open()
    {
        Settings["Connectors:WriteTimeout"] = "00:00:00.200";
        Wire.On(Drafts, WireAnswer.Never);

        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(FailureKind.OutcomeUnknown);
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
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.CreateDraftAsync(Rep, Mail.Draft(), Now))).Kind.ShouldBe(FailureKind.Unavailable);
    }

    [Fact]
    public async Task Without_an_account_nothing_is_asked()
    {
        Settings["Google:DevelopmentAccessToken"] = Settings["HubSpot:AccessToken"] = "";

        (await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now))).Kind.ShouldBe(FailureKind.Unauthorised);
        var failure = await Should.ThrowAsync<ConnectorException>(() => Gmail.ProfileAsync(Rep, Now));
        (failure.Kind, failure.ConnectorName, failure.Code).ShouldBe((FailureKind.Unauthorised, "gmail", "no_account_connected"));
        Wire.Requests.ShouldBeEmpty();
    }

    private static NewTask SomeTask => new()
    {
        Contact = new ContactId(151),
        Subject = "Review",
        Text = new TimelineText { Reference = "RLY-7F3A2" },
        DueAt = DateTimeOffset.UnixEpoch,
    };
}
