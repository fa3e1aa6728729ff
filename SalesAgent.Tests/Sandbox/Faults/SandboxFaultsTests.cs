using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox.Faults;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox.Faults;

public sealed class SandboxFaultsTests
{
    private const string Drafts = "/gmail/v1/users/me/drafts";
    private const string Create = "gmail.drafts.create";

    [Fact]
    public async Task A_status_is_sent_as_often_as_said_with_the_vendors_body_and_nothing_is_done()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Host.Faults.Set(Create, new Fault.Status(429, TimeSpan.FromSeconds(2)), times: 1);
        var reply = await CreateAsync(sandbox);
        reply.Status.ShouldBe(429);
        reply.Headers["Retry-After"].ShouldBe("2");
        reply.Text("error", "errors", "0", "reason").ShouldBe("rateLimitExceeded");
        sandbox.World.Calls.Writes(Create).ShouldBe(0);
        (await CreateAsync(sandbox)).Status.ShouldBe(200);
        sandbox.World.Calls.Calls(Create).ShouldBe(2);
    }

    [Fact]
    public async Task Each_vendor_fails_in_its_own_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Host.Faults.Set("hubspot.*", new Fault.Status(429));
        sandbox.Host.Faults.Set("GET /teams/*", new Fault.Status(429));
        sandbox.Host.Faults.Set("calendar.freebusy", new Fault.Refuse());
        (await sandbox.GetAsync("/hubspot/crm/owners/2026-09")).Text("policyName").ShouldBe("TEN_SECONDLY_ROLLING");
        (await sandbox.GetAsync("/teams/x/v3/teams/y")).Text("error", "code").ShouldBe("Throttled");
        var refused = await sandbox.PostAsync("/calendar/v3/freeBusy", "{}");
        refused.Status.ShouldBe(403);
        refused.Text("error", "errors", "0", "reason").ShouldBe("insufficientPermissions");
    }

    [Fact]
    public async Task A_time_out_after_the_write_leaves_the_draft_behind()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Host.Faults.Set(Create, new Fault.TimeoutAfterWrite());
        var before = sandbox.World.Gmail[SamplePeople.Alex.Email].Drafts.Count;
        using var patience = new CancellationTokenSource();
        using var content = new StringContent(RunningSandbox.DraftBody("jane@acme.example", "Hello"), Encoding.UTF8, "application/json");
        var pending = sandbox.SendAsync("POST", Drafts, content, "own", patience.Token);
        while (sandbox.World.Calls.Writes(Create) == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        pending.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => pending);
        sandbox.World.Gmail[SamplePeople.Alex.Email].Drafts.Count.ShouldBe(before + 1);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_dropped_connection_has_written_or_not_as_said(bool afterWrite, int writes)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Host.Faults.Set(Create, new Fault.Drop(afterWrite));
        await Should.ThrowAsync<HttpRequestException>(() => CreateAsync(sandbox));
        sandbox.World.Calls.Writes(Create).ShouldBe(writes);
    }

    [Fact]
    public async Task Garbage_is_a_200_nobody_can_read()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        sandbox.Host.Faults.Set(Create, new Fault.Garbage(GarbageKind.Html), times: 1);
        sandbox.Host.Faults.Then(Create, new Fault.Garbage(GarbageKind.TruncatedJson), times: 1);
        var html = await CreateAsync(sandbox);
        html.Status.ShouldBe(200);
        html.Body.ShouldStartWith("<!DOCTYPE html>");
        sandbox.World.Calls.Writes(Create).ShouldBe(0);
        var half = await CreateAsync(sandbox);
        half.Status.ShouldBe(200);
        Should.Throw<System.Text.Json.JsonException>(() => JsonNode.Parse(half.Body));
        sandbox.World.Calls.Writes(Create).ShouldBe(1);
    }

    [Fact]
    public async Task A_delay_holds_the_answer_back_until_its_time()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var sandbox = await RunningSandbox.StartAsync(time: clock);
        sandbox.Host.Faults.Set("gmail.profile.get", new Fault.Delay(TimeSpan.FromMinutes(5)), times: 1);
        var pending = sandbox.GetAsync("/gmail/v1/users/me/profile");
        while (sandbox.World.Calls.Calls("gmail.profile.get") == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        pending.IsCompleted.ShouldBeFalse();
        while (!pending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        (await pending).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Faults_are_set_and_counted_over_HTTP()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (
            await sandbox.PostAsync(
                "/sandbox/faults",
                """{"target":"gmail.drafts.create","kind":"status","code":503,"retryAfterSeconds":1,"times":2}"""
            )
        ).Status.ShouldBe(204);
        (await CreateAsync(sandbox)).Status.ShouldBe(503);
        (await sandbox.GetAsync("/sandbox/faults")).Text("0", "left").ShouldBe("1");
        (await sandbox.SendAsync("DELETE", "/sandbox/faults", (string?)null)).Status.ShouldBe(204);
        (await CreateAsync(sandbox)).Status.ShouldBe(200);
        var state = await sandbox.GetAsync("/sandbox/state");
        state.Text("drafts").ShouldBe("2");
        state.Text("sends").ShouldBe("0");
        state.Text("operations", Create, "calls").ShouldBe("2");
        state.Text("operations", Create, "writes").ShouldBe("1");
        (await sandbox.PostAsync("/sandbox/faults", """{"target":"gmail.nothing","kind":"refuse"}""")).Status.ShouldBe(400);
        (await sandbox.PostAsync("/sandbox/faults", """{"target":"gmail.drafts.create","kind":"explode"}""")).Status.ShouldBe(400);
    }

    private static Task<WireReply> CreateAsync(RunningSandbox sandbox) =>
        sandbox.PostAsync(Drafts, RunningSandbox.DraftBody("jane@acme.example", "Hello"));
}
