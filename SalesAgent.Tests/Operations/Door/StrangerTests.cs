using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Core.Audit;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations.Door;

/// <summary>Requests of people who prove nothing, over real HTTP: what they can make this process keep.</summary>
public sealed class StrangerTests : IAsyncLifetime
{
    /// <summary>In everything made up, so that it can be looked for.</summary>
    private const string Mark = "zqx";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-test-");
    private readonly LoudLines log = new();
    private readonly HttpClient http = new(new SocketsHttpHandler());
    private TimeProvider time = TimeProvider.System;
    private SalesAgentApp? app;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(
        "/api/webhooks/hubspot/workflow",
        new[]
        {
            "/api/webhooks/hubspot/Workflow",
            "/API/WEBHOOKS/HUBSPOT/WORKFLOW/",
            "/api//webhooks/hubspot/workflow",
            "/api/webhooks/hubspot/%77orkflow",
            "/api/webhooks/hubspot/workflow?x=1",
            "/api/webhooks/hubspot%2Fworkflow",
            "//api/webhooks/hubspot/workflow//",
            "/api/webhooks/hubspot/./workflow",
            "/api/webhooks%5Chubspot/workflow",
        }
    )]
    [InlineData(
        "/api/webhooks/hubspot",
        new[] { "/api/webhooks/HubSpot", "/api/webhooks/hubspot/", "/api/webhooks//hubspot", "/%61pi/webhooks/hubspot?" }
    )]
    [InlineData("/api/messages", new[] { "/API/messages", "/api/messages/", "/api/messages?a", "/api%2fmessages" })]
    [InlineData("/metrics", new[] { "/Metrics", "/metrics/", "//metrics" })]
    [InlineData("/workflows/latest", new[] { "/workflows//LATEST", "/workflows/latest?take=1" })]
    [InlineData(
        "/no/such/route",
        new[] { "/no/other", "/health/x", "/api/webhooks/hubspot/other", "/api/webhooks/hubspot/workflow/deeper", "/api", "/" }
    )]
    public async Task However_a_route_is_spelled_it_has_one_allowance(string route, string[] spellings)
    {
        await StartAsync(requests: 6);
        string[] methods = ["POST", "GET", "PUT", "BREW"];

        var let = 0;
        for (var round = 0; round < 3; round++)
        {
            foreach (var spelling in (string[])[route, .. spellings])
            {
                var answer = await RawAsync($"{methods[(round + let) % methods.Length]} {spelling}");
                if (answer != 429)
                    let++;
            }
        }

        let.ShouldBe(6);
    }

    [Fact]
    public async Task A_walk_through_random_paths_methods_hosts_and_keys_leaves_nothing_behind()
    {
        await StartAsync(requests: 8);
        var random = new Random(11);
        await WalkAsync(random, 4000);

        Sources.Count.ShouldBe(2, "one source, however it spells, and the one that newcomers share");
        var told = await MetricsAsync();
        told.ShouldContain("http_request_method=\"_OTHER\"");
        told.ShouldNotContain(Mark, Case.Insensitive, "no label holds what was sent");
        log.All.ShouldNotContain(text => text.Contains(Mark, StringComparison.OrdinalIgnoreCase), "nor does a line of the log");
    }

    [Fact]
    public async Task A_source_cannot_be_made_up_unless_a_known_proxy_says_so()
    {
        await StartAsync(requests: 6);
        (await AnswersAsync(20, i => Forwarded($"2001:db8:{i:x}::1"))).ShouldBe(6, "nobody is believed");
        Sources.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_switch_that_believes_everybody_is_not_obeyed()
    {
        await StartAsync(requests: 6, ("ForwardedHeaders_Enabled", "true"));
        (await AnswersAsync(20, i => Forwarded($"198.51.100.{i}"))).ShouldBe(6);
    }

    [Fact]
    public async Task Behind_a_known_proxy_each_sender_is_a_source_and_their_number_is_bounded()
    {
        await StartAsync(requests: 6, ("RateLimit:KnownProxies:0", "127.0.0.0/8"));

        (await AnswersAsync(20, i => Forwarded($"2001:db8:0:1::{i:x}"))).ShouldBe(6, "one /64 is one source");
        (await AnswersAsync(20, i => Forwarded($"2001:db8:{i:x}::1"))).ShouldBe(20);
        (await AnswersAsync(20, i => Forwarded($"203.0.113.{i}, 198.51.100.9"))).ShouldBe(6, "only what the proxy itself saw counts");
        Sources.Count.ShouldBe(23);
    }

    [Fact]
    public async Task Somebody_who_guesses_keys_is_limited_and_the_operator_at_the_same_address_is_not_locked_out()
    {
        await StartAsync(requests: 6);

        (await AnswersAsync(20, _ => Metrics("a-guess"))).ShouldBe(6);

        using var right = await http.SendAsync(Metrics(OperatorRoutesTests.OperatorKey));
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_strangers_send_costs_a_few_lines_and_entries_and_names_nothing_of_it()
    {
        await StartAsync(requests: 100_000);
        var random = new Random(5);
        await WalkAsync(random, 4000);

        var audit = app!.Services.GetRequiredService<SystemAudit>();
        await Eventually.FindAsync(() =>
            audit.ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Count(entry => entry.Status == AuditStatus.Denied) >= 4
                ? audit
                : null
        );
        var denied = (await audit.ReadAsync(CancellationToken.None)).Where(entry => entry.Status == AuditStatus.Denied).ToArray();

        denied.Length.ShouldBeLessThan(12, "one for each kind and reason");
        denied.ShouldAllBe(entry =>
            entry.EventType == AuditEventType.AuthFailure && entry.Actor == AuditEvent.Nobody && entry.Details == null
        );
        denied
            .Select(entry => entry.Action)
            .Distinct()
            .ShouldBe(["webhook_refused", "operator_key_refused", "activity_refused", "sign_in_refused"], ignoreOrder: true);
        denied.ShouldAllBe(entry => entry.Metadata["times"] == "1");
        log.Warnings.ShouldBeInRange(1, 5 * BoundedLines.MostInAMinute, "of some 190 refusals and as many forged tokens");
        log.Properties.ShouldNotContain("RequestPath");
    }

    [Fact]
    public async Task Who_asks_and_asks_and_reads_no_answer_is_cut_after_a_minute()
    {
        time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await StartAsync(requests: 1_000_000);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, app!.Address.Port);
        var requests = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("GET /auth/google/callback HTTP/1.1\r\nHost: localhost\r\n\r\n", 100))
        );
        var sent = 0;
        var flood = Task.Run(async () =>
        {
            for (; ; sent++)
                await client.GetStream().WriteAsync(requests);
        });

        // It stands still once every buffer on the way is full.
        for (var before = -1; before != sent; await Task.Delay(TimeSpan.FromSeconds(1)))
            before = sent;
        flood.IsCompleted.ShouldBeFalse();

        ((FakeTimeProvider)time).Advance(ServerLimits.WholeRequest);
        await Should.ThrowAsync<IOException>(() => flood.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private SourceBook Sources => app!.Services.GetRequiredService<SourceBook>();

    private async Task StartAsync(int requests, params (string Key, string Value)[] more)
    {
        var settings = OperatorRoutesTests.Production(folder);
        settings["RateLimit:Requests"] = requests.ToString(System.Globalization.CultureInfo.InvariantCulture);
        settings["RateLimit:WindowSeconds"] = "3600";
        // A key server that is not there would be asked on the way.
        settings["Bot:OpenIdMetadataUri"] = "https://127.0.0.1:1/nobody";
        foreach (var (key, value) in more)
            settings[key] = value;
        app = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Production,
                Settings = settings,
                QuietBelow = Serilog.Events.LogEventLevel.Fatal,
                LogSink = log,
                Time = time,
            }
        );
        await app.StartAsync();
        http.BaseAddress = app.Address;
    }

    /// <summary>Every eighth is for a route that exists, in some spelling; the rest is for nothing.</summary>
    private async Task WalkAsync(Random random, int count)
    {
        string[] known =
        [
            "/api/webhooks/hubspot",
            "/api/webhooks/hubspot/workflow",
            "/metrics",
            "/auth/google/callback?state=x",
            "/api/messages",
        ];
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app!.Address.Port);
        await using var stream = client.GetStream();
        for (var i = 0; i < count; i++)
        {
            var path = i % 8 == 0 ? known[i / 8 % known.Length] : $"/api/webhooks/hubspot/{Text(random, 1 + random.Next(200))}";
            var method =
                i % 8 == 0
                    ? (path.Contains("callback", StringComparison.Ordinal) || path == "/metrics" ? "GET" : "POST")
                    : Text(random, 6).ToUpperInvariant();
            var headers =
                $"Host: {Text(random, 12)}.example\r\nUser-Agent: {Text(random, 40)}\r\ntraceparent: 00-{Hex(random, 32)}-{Hex(random, 16)}-01\r\nbaggage: {Text(random, 8)}={Text(random, 30)}\r\n"
                + $"Authorization: Bearer {(i % 3 == 0 ? Text(random, 30) : ForgedToken(random))}\r\nX-HubSpot-Signature-v3: {Text(random, 44)}\r\nX-HubSpot-Request-Timestamp: {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\n{headers}\r\n[]"));
            await ReadAnswerAsync(stream);
        }
    }

    /// <summary>One request on a connection of its own, with a body that is never looked at.</summary>
    private async Task<int> RawAsync(string start, string headers = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app!.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{start} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: 0\r\n\r\n"));
        return await ReadAnswerAsync(stream);
    }

    private async Task<int> AnswersAsync(int count, Func<int, HttpRequestMessage> request)
    {
        var let = 0;
        for (var i = 0; i < count; i++)
        {
            using var answer = await http.SendAsync(request(i));
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                let++;
        }

        return let;
    }

    private static HttpRequestMessage Forwarded(string sender)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/webhooks/hubspot")
        {
            Content = new StringContent("[]", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", sender);
        return request;
    }

    private static HttpRequestMessage Metrics(string key) =>
        new(HttpMethod.Get, "metrics") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private async Task<string> MetricsAsync()
    {
        using var answer = await http.SendAsync(Metrics(OperatorRoutesTests.OperatorKey));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<int> ReadAnswerAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new InvalidOperationException("The connection was closed.");

            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;

            var head = text[..end];
            var body = length - end - 4;
            var announced = head.Split("\r\n")
                .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            var isWhole = announced is null
                ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
                : body >= int.Parse(announced.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            if (isWhole)
            {
                return int.Parse(
                    head.AsSpan("HTTP/1.1 ".Length, 3),
                    System.Globalization.NumberStyles.None,
                    System.Globalization.CultureInfo.InvariantCulture
                );
            }
        }
    }

    private static string Text(Random random, int length) =>
        Mark
        + string.Create(
            length,
            random,
            static (span, dice) =>
            {
                foreach (ref var sign in span)
                    sign = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[dice.Next(52)];
            }
        );

    private static string Hex(Random random, int length) =>
        string.Create(
            length,
            random,
            static (span, dice) =>
            {
                foreach (ref var sign in span)
                    sign = "123456789abcdef"[dice.Next(15)];
            }
        );

    private static string ForgedToken(Random random) =>
        string.Join(
            '.',
            (
                (string[])
                    [
                        $$"""{"alg":"RS256","kid":"{{Text(random, 20)}}","typ":"JWT"}""",
                        $$"""{"iss":"https://api.botframework.com","aud":"11111111-2222-4333-8444-555555555555","exp":4102444800}""",
                        Text(random, 256),
                    ]
            ).Select(part => Convert.ToBase64String(Encoding.ASCII.GetBytes(part)).TrimEnd('=').Replace('+', '-').Replace('/', '_'))
        );

    /// <summary>Counts what is loud and collects the names of properties.</summary>
    private sealed class LoudLines : Serilog.Core.ILogEventSink
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> properties = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> all = [];
        private int warnings;

        /// <summary>What would be shown: lines of ours from Information on.</summary>
        public IReadOnlyCollection<string> All => all;

        public int Warnings => warnings;

        public ICollection<string> Properties => properties.Keys;

        public void Emit(Serilog.Events.LogEvent logEvent)
        {
            if (logEvent.Level >= Serilog.Events.LogEventLevel.Warning)
                Interlocked.Increment(ref warnings);
            if (logEvent.Level >= Serilog.Events.LogEventLevel.Information)
            {
                all.Enqueue(
                    $"{logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)} {string.Join(' ', logEvent.Properties.Select(property => property.Value))} {logEvent.Exception}"
                );
            }

            foreach (var name in logEvent.Properties.Keys)
                properties[name] = true;
        }
    }
}
