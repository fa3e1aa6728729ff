using System.Net;
using System.Text;
using SalesAgent.Core.Intake;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Webhooks;

public sealed class HubSpotWebhookTests
{
    public static TheoryData<string, string> Routes =>
        new()
        {
            { WebhookServer.Events, "events-form.json" },
            { WebhookServer.Workflow, "workflow-flat.json" },
            { WebhookServer.Workflow, "workflow-properties.json" },
            { WebhookServer.Workflow, "workflow-first-api.json" },
            { WebhookServer.Form, "form-submission.json" },
        };

    [Theory, MemberData(nameof(Routes))]
    public async Task A_signed_lead_is_accepted_and_named(string path, string sample)
    {
        await using var server = await WebhookServer.StartAsync();

        var answer = await server.PostAsync(path, HubSpotSamples.Bytes(sample));

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        answer.ContentType.ShouldBe("application/json");
        answer.Json.GetProperty("status").GetString().ShouldBe("accepted");
        answer.LeadIds.ShouldBe(server.Intake.Leads.Select(lead => RecordingIntake.IdOf(lead).Value));
        answer.LeadIds.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task All_events_of_a_body_reach_the_intake_together()
    {
        await using var server = await WebhookServer.StartAsync();
        var events = Enumerable
            .Range(1, 100)
            .Select(id =>
                $$"""{"eventId":{{id}},"portalId":1,"appId":2,"occurredAt":1795299998000,"subscriptionType":"contact.creation","objectId":{{id}},"changeSource":"FORM"}"""
            );

        var answer = await server.PostAsync(WebhookServer.Events, Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]"));

        answer.LeadIds.Count.ShouldBe(100);
        server.Intake.Deliveries.ShouldHaveSingleItem().Count.ShouldBe(100);
    }

    [Fact]
    public async Task The_answer_waits_until_the_leads_are_stored()
    {
        await using var server = await WebhookServer.StartAsync();
        var stored = new TaskCompletionSource();
        server.Intake.Stored = stored.Task;

        var answer = server.PostAsync(WebhookServer.Events, HubSpotSamples.Bytes("events-form.json"));
        await server.Intake.Called.Task;
        answer.IsCompleted.ShouldBeFalse();
        stored.SetResult();

        (await answer).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Two_events_of_one_lead_are_one_id_and_new_if_either_is_new()
    {
        await using var server = await WebhookServer.StartAsync();
        var id = LeadId.From(new PersonKey("151"), "first", DateTimeOffset.UnixEpoch);
        var isFirst = true;
        server.Intake.Answer = _ => isFirst && !(isFirst = false) ? new IntakeResult.Accepted(id) : new IntakeResult.AlreadySeen(id);
        var body = HubSpotSamples.Bytes("events-form.json");

        var answer = await server.PostAsync(WebhookServer.Events, body);
        var again = await server.PostAsync(WebhookServer.Events, body);

        answer.Text.ShouldBe($$"""{"status":"accepted","leadIds":["{{id}}"]}""");
        again.Text.ShouldBe($$"""{"status":"duplicate","leadIds":["{{id}}"]}""");
        again.Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("events-ignored.json")]
    [InlineData(null)]
    public async Task A_delivery_without_leads_is_taken_so_that_it_is_not_sent_again(string? sample)
    {
        await using var server = await WebhookServer.StartAsync(("HubSpot:PortalId", "48800199"));

        var answer = await server.PostAsync(WebhookServer.Events, sample is null ? "[]"u8.ToArray() : HubSpotSamples.Bytes(sample));

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        answer.Text.ShouldBe("""{"status":"accepted","leadIds":[]}""");
        server.Intake.Deliveries.ShouldBeEmpty();
        server
            .Logged.Any(line => line.Contains("held 5 events that are no leads and 3 deletions", StringComparison.Ordinal))
            .ShouldBe(sample is not null);
    }

    [Fact]
    public async Task Contacts_that_are_gone_are_on_disk_before_the_sender_hears_that_they_were_taken()
    {
        await using var server = await WebhookServer.StartAsync(("HubSpot:PortalId", "48800199"));
        var body = HubSpotSamples.Bytes("events-ignored.json");

        (await server.PostAsync(WebhookServer.Events, body)).Status.ShouldBe(HttpStatusCode.Accepted);
        server.Intake.Failure = new Core.Storage.StorageUnavailableException("not reachable");
        var unavailable = await server.PostAsync(WebhookServer.Events, body);

        server.Intake.News.Select(one => one.GetType().Name).ShouldBe(["Deleted", "Erased", "Merged", "Merged", "Merged"]);
        ShouldBeProblem(unavailable, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task What_the_intake_refuses_is_told_on_a_single_lead_and_passed_over_in_a_batch()
    {
        await using var server = await WebhookServer.StartAsync();
        server.Intake.Answer = lead =>
            lead.ContactId == "151" && lead.EventKey.Contains("Creation", StringComparison.Ordinal)
                ? new IntakeResult.Accepted(RecordingIntake.IdOf(lead))
                : new IntakeResult.Refused("This person asked to be left alone.");

        var single = await server.PostAsync(WebhookServer.Form, HubSpotSamples.Bytes("form-submission.json"));
        var batch = await server.PostAsync(WebhookServer.Events, HubSpotSamples.Bytes("events-form.json"));

        ShouldBeProblem(single, HttpStatusCode.BadRequest);
        single.Detail.ShouldBe("This person asked to be left alone.");
        batch.Status.ShouldBe(HttpStatusCode.Accepted);
        batch.LeadIds.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(WebhookServer.Events, "{}", "must be a JSON array")]
    [InlineData(WebhookServer.Events, "", "The body is empty")]
    [InlineData(WebhookServer.Events, "[{\"objectId\":NaN}]", "not usable JSON at line 1, byte 14")]
    [InlineData(
        WebhookServer.Events,
        """[{"subscriptionType":"company.creation"},{"subscriptionType":"contact.creation","changeSource":"FORM","portalId":1,"occurredAt":1795299998000}]""",
        "Event 2: objectId"
    )]
    [InlineData(WebhookServer.Workflow, "{}", "email is missing")]
    [InlineData(WebhookServer.Workflow, "nope", "not usable JSON at line 1, byte 2")]
    [InlineData(WebhookServer.Workflow, """{"email":"\ud800"}""", "email is not a usable address")]
    [InlineData(WebhookServer.Workflow, """{"em\ud800":"a@b.test"}""", "email is missing")]
    [InlineData(WebhookServer.Workflow, """{"properties":{"email":{"value":"not-an-address"}}}""", "email is not a usable address")]
    [InlineData(WebhookServer.Form, """{"portalId":1}""", "formId is missing")]
    [InlineData(WebhookServer.Form, "[]", "JSON object")]
    public async Task An_unusable_body_is_a_problem_that_says_what_is_wrong_and_nothing_of_it_is_kept(
        string path,
        string body,
        string words
    )
    {
        await using var server = await WebhookServer.StartAsync();

        var answer = await server.PostAsync(path, Encoding.UTF8.GetBytes(body));

        ShouldBeProblem(answer, HttpStatusCode.BadRequest);
        answer.Detail.ShouldNotBeNull().ShouldContain(words);
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hostile_json_is_a_bad_request()
    {
        await using var server = await WebhookServer.StartAsync();
        var deep = new string('[', 200_000);
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes($$"""{"email":"a@b.test","x":{{deep}}"""),
            [.. "{\"email\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            [.. "{\"email\":\""u8, 0x00, .. "\"}"u8],
            "{\"email\":Infinity}"u8.ToArray(),
        ];

        foreach (var body in bodies)
            ShouldBeProblem(await server.PostAsync(WebhookServer.Workflow, body), HttpStatusCode.BadRequest);
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_it_cannot_be_stored_the_sender_is_asked_to_come_again()
    {
        await using var server = await WebhookServer.StartAsync();
        server.Intake.Failure = new Core.Storage.StorageUnavailableException("disk /var/lib/secret-place is full");

        foreach (
            var (path, sample) in new[]
            {
                (WebhookServer.Events, "events-form.json"),
                (WebhookServer.Workflow, "workflow-flat.json"),
                (WebhookServer.Form, "form-submission.json"),
            }
        )
        {
            var answer = await server.PostAsync(path, HubSpotSamples.Bytes(sample));

            ShouldBeProblem(answer, HttpStatusCode.ServiceUnavailable);
            answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
            answer.Text.ShouldNotContain("secret-place");
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Only_json_is_taken(string? contentType)
    {
        await using var server = await WebhookServer.StartAsync();
        var request = server.Signed(WebhookServer.Events, HubSpotSamples.Bytes("events-form.json"));
        request.Content!.Headers.Remove("Content-Type");
        if (contentType is not null)
            request.Content.Headers.Add("Content-Type", contentType);

        ShouldBeProblem(await server.SendAsync(request), HttpStatusCode.UnsupportedMediaType);
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_may_name_its_charset()
    {
        await using var server = await WebhookServer.StartAsync();
        var request = server.Signed(WebhookServer.Events, HubSpotSamples.Bytes("events-form.json"));
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.Add("Content-Type", "Application/JSON; charset=UTF-8");

        (await server.SendAsync(request)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(0, false, HttpStatusCode.Accepted)]
    [InlineData(0, true, HttpStatusCode.Accepted)]
    [InlineData(1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(500_000, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(500_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task One_mebibyte_is_taken_and_a_byte_more_is_not_announced_or_not(int excess, bool chunked, HttpStatusCode expected)
    {
        await using var server = await WebhookServer.StartAsync();
        var body = new byte[1024 * 1024 + excess];
        body.AsSpan().Fill((byte)' ');
        HubSpotSamples.Bytes("events-form.json").CopyTo(body.AsSpan());
        var request = server.Signed(WebhookServer.Events, body);
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await server.SendAsync(request);

        answer.Status.ShouldBe(expected);
        if (expected != HttpStatusCode.Accepted)
            ShouldBeProblem(answer, expected);
        server.Intake.Deliveries.IsEmpty.ShouldBe(expected != HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Nothing_but_post_is_taken()
    {
        await using var server = await WebhookServer.StartAsync();
        var request = server.Signed(WebhookServer.Events, HubSpotSamples.Bytes("events-form.json"));
        request.Method = HttpMethod.Put;

        (await server.SendAsync(request)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_name_the_lead_and_never_the_person()
    {
        await using var server = await WebhookServer.StartAsync();

        var accepted = await server.PostAsync(WebhookServer.Form, HubSpotSamples.Bytes("form-submission.json"));
        await server.PostAsync(WebhookServer.Workflow, """{"email":"jordan.reyes@@acme.example","firstname":"Jordan"}"""u8.ToArray());
        await server.SendAsync(server.Signed(WebhookServer.Workflow, HubSpotSamples.Bytes("workflow-flat.json"), secret: "wrong"));

        var log = string.Join('\n', server.Logged);
        log.ShouldContain(accepted.LeadIds.Single()!);
        log.ShouldContain("email is not a usable address");
        log.ShouldContain("signature Wrong");
        foreach (var word in new[] { "Jordan", "acme", "pallets", WebhookServer.Secret })
            log.ShouldNotContain(word, Case.Insensitive);
    }

    private static void ShouldBeProblem(WebhookServer.Answer answer, HttpStatusCode status)
    {
        answer.Status.ShouldBe(status);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Json.GetProperty("status").GetInt32().ShouldBe((int)status);
        answer.Json.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        answer.Detail.ShouldNotBeNullOrEmpty();
        foreach (var inner in new[] { "Exception", "System.", "   at ", ".cs" })
            answer.Text.ShouldNotContain(inner);
    }
}
