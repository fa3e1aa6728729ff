using SalesAgent.Core.Connectors;
using SalesAgent.Core.Connectors.HubSpot;

namespace SalesAgent.Tests.Connectors;

/// <summary>What a vendor says to one call about waiting is said to all of them.</summary>
public sealed class VendorPauseTests : ConnectorWorld
{
    private const string Contact = "GET /h/crm/objects/2026-09/contacts/151";
    private const string Tasks = "POST /h/crm/objects/2026-09/tasks";
    private const string Companies = "POST /h/crm/objects/2026-09/companies/search";
    private const string OtherRep = "other@sales.test";

    private static readonly WireAnswer NotNow = new(429, """{"policyName":"TEN_SECONDLY_ROLLING"}""");

    [Fact]
    public async Task A_pause_that_HubSpot_asks_of_a_read_keeps_a_write_back_and_lets_searches_pass()
    {
        Wire.On(Contact, NotNow).On(Companies, """{"total":0,"results":[]}""");
        var told = await Should.ThrowAsync<ConnectorException>(() => HubSpot.FindContactAsync(new ContactId(151), Now));
        told.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));

        var kept = await Should.ThrowAsync<ConnectorException>(() =>
            HubSpot.CreateTaskAsync(
                new NewTask
                {
                    Contact = new ContactId(151),
                    Subject = "Review",
                    Text = new TimelineText { Reference = "SA-1" },
                    DueAt = DateTimeOffset.UnixEpoch,
                },
                Now
            )
        );

        (kept.Kind, kept.Code).ShouldBe((FailureKind.RateLimited, "vendor_pause"));
        kept.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10.5));
        Wire.Count(Tasks).ShouldBe(0);
        (await HubSpot.FindCompaniesByDomainAsync("acme.test", Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pause_for_one_mailbox_holds_nobody_else_up()
    {
        Settings["Connectors:LongestPause"] = "00:00:00.500";
        var limited = new WireAnswer(429, """{"error":{"errors":[{"reason":"rateLimitExceeded"}]}}""")
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = "30" },
        };
        Wire.On("GET /g/gmail/v1/users/rep%40sales.test/threads", limited)
            .On($"GET /g/gmail/v1/users/{Uri.EscapeDataString(OtherRep)}/threads", """{"resultSizeEstimate":0}""");
        Wire.On(
            $"GET /g/gmail/v1/users/{Uri.EscapeDataString(OtherRep)}/settings/sendAs",
            """{"sendAs":[{"sendAsEmail":"other@sales.test","isPrimary":true}]}"""
        );

        await Should.ThrowAsync<ConnectorException>(() => Gmail.SearchThreadsAsync(Rep, ["jane@acme.test"], 3, Now));
        (await Should.ThrowAsync<ConnectorException>(() => Gmail.SearchThreadsAsync(Rep, ["joe@acme.test"], 3, Now))).Code.ShouldBe(
            "vendor_pause"
        );

        (await Gmail.SearchThreadsAsync(OtherRep, ["jane@acme.test"], 3, Now)).Threads.ShouldBeEmpty();
        Wire.Count("GET /g/gmail/v1/users/rep%40sales.test/threads").ShouldBe(1);
    }
}
