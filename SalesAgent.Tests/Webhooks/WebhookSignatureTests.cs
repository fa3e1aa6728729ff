using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SalesAgent.Bot.Webhooks.Signatures;

namespace SalesAgent.Tests.Webhooks;

/// <summary>The signature over real HTTP: what the pure functions cannot see is the address, the proxy and the configuration.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly byte[] Flat = HubSpotSamples.Bytes("workflow-flat.json");
    private static readonly byte[] Batch = HubSpotSamples.Bytes("events-form.json");

    [Theory]
    [InlineData("Development")]
    [InlineData("Staging")]
    [InlineData("Production")]
    public async Task There_is_no_unsigned_mode_in_any_environment(string environment)
    {
        await using var server = await WebhookServer.StartAsync(environment);

        foreach (var path in new[] { WebhookServer.Events, WebhookServer.Workflow, WebhookServer.Form })
            (await server.SendAsync(WebhookServer.Unsigned(path, Batch))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_bad_signature_hears_the_same_and_the_log_knows_why()
    {
        await using var server = await WebhookServer.StartAsync();
        Dictionary<SignatureVerdict, HttpRequestMessage> requests = new()
        {
            [SignatureVerdict.Missing] = WebhookServer.Unsigned(WebhookServer.Events, Batch),
            [SignatureVerdict.Wrong] = server.Signed(WebhookServer.Events, Batch, secret: "another"),
            [SignatureVerdict.Malformed] = With(server.Signed(WebhookServer.Events, Batch), HubSpotSignature.TimestampHeader, "abc"),
            [SignatureVerdict.TooOld] = With(server.Signed(WebhookServer.Events, Batch), HubSpotSignature.TimestampHeader, "1795299700122"),
            [SignatureVerdict.FromTheFuture] = With(
                server.Signed(WebhookServer.Events, Batch),
                HubSpotSignature.TimestampHeader,
                "1795300300124"
            ),
        };

        List<string?> details = [];
        foreach (var (verdict, request) in requests)
        {
            var answer = await server.SendAsync(request);
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
            answer.ContentType.ShouldBe("application/problem+json");
            details.Add(answer.Detail);
            server.Logged.ShouldContain(line => line.Contains($"signature {verdict}.", StringComparison.Ordinal));
        }

        details.Distinct().ShouldHaveSingleItem();
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tampered_body_is_refused_before_it_is_read_as_json()
    {
        await using var server = await WebhookServer.StartAsync();
        var request = server.Signed(WebhookServer.Events, Batch);
        request.Content = WebhookServer.Unsigned(WebhookServer.Events, "{not json"u8.ToArray()).Content;

        (await server.SendAsync(request)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_request_stays_good_for_five_minutes()
    {
        await using var server = await WebhookServer.StartAsync();
        var inTime = server.Signed(WebhookServer.Events, Batch);
        var late = server.Signed(WebhookServer.Events, Batch);

        server.Time.Advance(TimeSpan.FromMinutes(5));
        (await server.SendAsync(inTime)).Status.ShouldBe(HttpStatusCode.Accepted);
        server.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await server.SendAsync(late)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_rotated_secret_is_seen_without_a_restart()
    {
        await using var server = await WebhookServer.StartAsync();
        async Task<HttpStatusCode> With(string secret) =>
            (await server.SendAsync(server.Signed(WebhookServer.Events, Batch, secret))).Status;

        server.Change(("HubSpot:ClientSecret", "the new secret"), ("HubSpot:PreviousClientSecret", WebhookServer.Secret));
        (await With("the new secret")).ShouldBe(HttpStatusCode.Accepted);
        (await With(WebhookServer.Secret)).ShouldBe(HttpStatusCode.Accepted);

        server.Change(("HubSpot:PreviousClientSecret", ""));
        (await With("the new secret")).ShouldBe(HttpStatusCode.Accepted);
        (await With(WebhookServer.Secret)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_secret_that_was_lost_in_a_reload_loses_no_lead()
    {
        await using var server = await WebhookServer.StartAsync();
        try
        {
            server.Change(("HubSpot:ClientSecret", ""));
        }
        catch (Exception)
        {
            // Whoever reloads may be told, too; what counts is what the sender hears.
        }

        var answer = await server.PostAsync(WebhookServer.Events, Batch);

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.RetryAfter.ShouldNotBeNull();
        server.Intake.Deliveries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://relay.example.test")]
    [InlineData("https://relay.example.test/")]
    [InlineData("https://relay.example.test/a/prefix")]
    public async Task Behind_a_proxy_the_public_address_counts_and_not_the_one_that_arrived(string publicBase)
    {
        await using var server = await WebhookServer.StartAsync(("HubSpot:PublicBaseUri", publicBase));

        var good = server.Signed(WebhookServer.Events, Batch, publicBase: publicBase.TrimEnd('/'));
        var inner = server.Signed(WebhookServer.Events, Batch, publicBase: server.Address.ToString().TrimEnd('/'));

        (await server.SendAsync(good)).Status.ShouldBe(HttpStatusCode.Accepted);
        (await server.SendAsync(inner)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_a_public_address_the_request_says_where_it_was_sent()
    {
        await using var server = await WebhookServer.StartAsync(("HubSpot:PublicBaseUri", null));

        var inner = server.Signed(WebhookServer.Events, Batch, publicBase: server.Address.ToString().TrimEnd('/'));

        (await server.SendAsync(inner)).Status.ShouldBe(HttpStatusCode.Accepted);
        (await server.PostAsync(WebhookServer.Events, Batch)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("?tenant=acme%2Feu%3Awest&mail=jo%40ex.test&list=a%2cb%3Bc&note=%28hi%21%29%2A%24%27%3F&keep=%20%26%3D%2B%25")]
    [InlineData("?b=2&a=1&a=+")]
    [InlineData("/")]
    public async Task The_raw_address_is_what_was_signed(string rest)
    {
        await using var server = await WebhookServer.StartAsync();

        (await RawAsync(server, WebhookServer.Events + rest, WebhookServer.Events + rest)).ShouldStartWith("HTTP/1.1 202");
        (await RawAsync(server, WebhookServer.Events + rest, WebhookServer.Events)).ShouldStartWith("HTTP/1.1 401");
    }

    [Fact]
    public async Task A_header_twice_is_refused_on_the_wire()
    {
        await using var server = await WebhookServer.StartAsync();
        var request = server.Signed(WebhookServer.Events, Batch);
        var timestamp = request.Headers.GetValues(HubSpotSignature.TimestampHeader).Single();

        (
            await RawAsync(server, WebhookServer.Events, WebhookServer.Events, $"{HubSpotSignature.TimestampHeader}: {timestamp}\r\n")
        ).ShouldStartWith("HTTP/1.1 401");
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_not_passed_on()
    {
        await using var server = await WebhookServer.StartAsync();

        await RawAsync(server, WebhookServer.Events, WebhookServer.Events, isCutShort: true);
        (await RawAsync(server, WebhookServer.Events, WebhookServer.Events)).ShouldStartWith("HTTP/1.1 202");

        server.Intake.Deliveries.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task V2_is_taken_on_the_workflow_route_only_and_only_when_configured()
    {
        await using var strict = await WebhookServer.StartAsync();
        await using var lenient = await WebhookServer.StartAsync(("HubSpot:AcceptV2Signatures", "true"));

        (await strict.SendAsync(SignedWithV2(WebhookServer.Workflow, Flat))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await lenient.SendAsync(SignedWithV2(WebhookServer.Workflow, Flat))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await lenient.SendAsync(SignedWithV2(WebhookServer.Workflow, Flat, secret: "another"))).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await lenient.SendAsync(SignedWithV2(WebhookServer.Events, Batch))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await lenient.SendAsync(SignedWithV2(WebhookServer.Form, HubSpotSamples.Bytes("form-submission.json")))).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        lenient.Intake.Deliveries.Count.ShouldBe(1);
    }

    private static HttpRequestMessage SignedWithV2(string path, byte[] body, string secret = WebhookServer.Secret)
    {
        byte[] source = [.. Encoding.UTF8.GetBytes($"{secret}POST{WebhookServer.PublicBase}{path}"), .. body];
        var request = WebhookServer.Unsigned(path, body);
        request.Headers.Add(HubSpotSignature.V2Header, Convert.ToHexStringLower(SHA256.HashData(source)));
        request.Headers.Add(HubSpotSignature.VersionHeader, "v2");
        return request;
    }

    private static HttpRequestMessage With(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
        return request;
    }

    /// <summary>Byte for byte, because a client library tidies addresses up.</summary>
    private static async Task<string> RawAsync(
        WebhookServer server,
        string target,
        string signedTarget,
        string moreHeaders = "",
        bool isCutShort = false
    )
    {
        var timestamp = server.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = HubSpotSignature.Sign(WebhookServer.Secret, "POST", WebhookServer.PublicBase + signedTarget, Batch, timestamp);
        var head =
            $"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Batch.Length}\r\n"
            + $"{HubSpotSignature.V3Header}: {signature}\r\n{HubSpotSignature.TimestampHeader}: {timestamp}\r\n{moreHeaders}\r\n";

        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, server.Address.Port, TestContext.Current.CancellationToken);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        await stream.WriteAsync(Batch.AsMemory(0, isCutShort ? Batch.Length - 1 : Batch.Length), TestContext.Current.CancellationToken);
        if (isCutShort)
            connection.Client.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        try
        {
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException) when (isCutShort)
        {
            return ""; // Who hangs up in the middle may be hung up on.
        }
    }
}
