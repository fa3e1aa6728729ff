using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot;
using SalesAgent.Bot.Operations.Door;
using SalesAgent.Core.Audit;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations.Door;

/// <summary>
/// Who counts as proven, over real HTTP: whoever's credential was checked and found good, whatever the status of the answer.
/// </summary>
public sealed class SenderProofTests : IAsyncLifetime
{
    private const int Requests = 6;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("salesagent-test-");
    private readonly HttpClient http = new(new SocketsHttpHandler());
    private SalesAgentApp? app;

    public async ValueTask InitializeAsync()
    {
        var settings = OperatorRoutesTests.Production(folder);
        settings["RateLimit:Requests"] = $"{Requests}";
        settings["RateLimit:WindowSeconds"] = "3600";
        settings["Bot:OpenIdMetadataUri"] = "https://127.0.0.1:1/nobody";
        app = await SalesAgentApp.BuildAsync(
            new AppSetup
            {
                Environment = Environments.Production,
                Settings = settings,
                QuietBelow = Serilog.Events.LogEventLevel.Fatal,
            }
        );
        await app.StartAsync();
        http.BaseAddress = app.Address;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private SourceBook Sources => app!.Services.GetRequiredService<SourceBook>();

    [Theory]
    [InlineData("/api/webhooks/hubspot")]
    [InlineData("/api/webhooks/hubspot/workflow")]
    [InlineData("/api/messages")]
    public async Task Whoever_forges_a_credential_and_cuts_the_body_off_is_refused_and_not_proven(string route)
    {
        for (var i = 0; i < Requests; i++)
            await CutOffAsync(route);

        Sources.Proven.ShouldBe(0);
        (await ForgedAsync(route)).ShouldBe(HttpStatusCode.TooManyRequests, "each of them was counted as refused");
    }

    [Fact]
    public async Task Whoever_writes_a_credential_where_none_is_looked_at_is_not_proven()
    {
        foreach (var path in (string[])["health", "health/ready", "auth/google/callback?state=x", "no/such/route", "api/messages"])
        {
            using var answer = await http.SendAsync(With("Bearer a-guess", path));
        }

        Sources.Proven.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_has_a_good_key_is_proven()
    {
        using var answer = await http.SendAsync(With($"Bearer {OperatorRoutesTests.OperatorKey}", "metrics"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Sources.Proven.ShouldBe(1);
    }

    [Theory]
    [InlineData("Bearer a-guess", "wrong")]
    [InlineData("Bearer ", "not_proven")]
    [InlineData("Basic YTpi", "not_proven")]
    [InlineData(null, "not_proven")]
    public async Task The_audit_tells_whoever_guesses_keys_from_whoever_looks_around(string? header, string reason)
    {
        using var answer = await http.SendAsync(With(header, "metrics"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var audit = app!.Services.GetRequiredService<SystemAudit>();
        var entry = await Eventually.FindAsync(() =>
            audit.ReadAsync(CancellationToken.None).GetAwaiter().GetResult().FirstOrDefault(one => one.Action == "operator_key_refused")
        );
        entry.Metadata["reason"].ShouldBe(reason);
    }

    /// <summary>Announces a body, sends a part of it and resets the connection while it is being read.</summary>
    private async Task CutOffAsync(string route)
    {
        using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync(IPAddress.Loopback, app!.Address.Port);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {route} HTTP/1.1\r\nHost: localhost\r\n{Credential(route)}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{{"
                )
            );
        if (!route.Contains("webhooks", StringComparison.Ordinal))
        {
            // Answered before the body is read.
            await client.GetStream().ReadExactlyAsync(new byte[12]);
        }
        else
        {
            await Eventually.FindAsync(() => Sources.Pending == 1 ? Sources : null);
        }

        client.Close();
        await Eventually.FindAsync(() => Sources.Pending == 0 ? Sources : null);
    }

    private async Task<HttpStatusCode> ForgedAsync(string route)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route)
        {
            Content = new StringContent("[]", Encoding.UTF8, "application/json"),
        };
        foreach (var line in Credential(route).Split("\r\n"))
        {
            var header = line.Split(": ");
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static string Credential(string route) =>
        route.Contains("webhooks", StringComparison.Ordinal)
            ? $"X-HubSpot-Signature-v3: {Convert.ToBase64String(new byte[32])}\r\nX-HubSpot-Request-Timestamp: {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}"
            : "Authorization: Bearer a.forged.token";

    private static HttpRequestMessage With(string? header, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Authorization", header);
        return request;
    }
}
