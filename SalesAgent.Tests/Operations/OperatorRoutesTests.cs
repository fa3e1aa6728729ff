using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesAgent.Bot;
using SalesAgent.Bot.Operations.Operators;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Tests.Drafting.Agents;
using SalesAgent.Tests.Support;

namespace SalesAgent.Tests.Operations;

public sealed class OperatorRoutesTests
{
    internal const string OperatorKey = "salesagent-op-of-a-test";
    private const string SecretKey = "nobody-calls-with-this-text-0123456789abcdef";

    [Fact]
    public async Task In_development_everything_is_told_without_a_key()
    {
        await using var agent = await RunningAgent.StartAsync(installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        (await http.GetStringAsync("health")).ShouldBe("""{"status":"ok"}""");
        var ready = JsonNode.Parse(await http.GetStringAsync("health/ready"))!.AsObject();
        ready["draftOnlyProvedAt"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(-5));
        ready.Remove("draftOnlyProvedAt");
        ready
            .ToJsonString()
            .ShouldBe(
                """{"status":"ready","storage":"healthy","draftOnly":true,"autoSendAllowed":false,"unneededScopes":[],"stopped":false}"""
            );
        var states = JsonNode.Parse(await http.GetStringAsync("connectors/status"))!.AsArray();
        states.Select(state => (string?)state!["name"]).ShouldBe(["gmail", "calendar", "hubspot", "language_model", "teams"]);
        states
            .Where(state => (string?)state!["name"] != "language_model")
            .ShouldAllBe(state =>
                (string?)state!["status"] == "healthy" && (long)state["latencyMilliseconds"]! >= 0 && state["lastError"] == null
            );
    }

    [Fact]
    public async Task A_connector_that_refuses_our_account_says_what_to_do()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["HubSpot:AccessToken"] = "pat-wrong" },
            installed: false
        );
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var states = JsonNode.Parse(await http.GetStringAsync("connectors/status"))!.AsArray();

        var hubSpot = states.Single(state => (string?)state!["name"] == "hubspot")!;
        ((string?)hubSpot["status"], (string?)hubSpot["lastError"]).ShouldBe(("unhealthy", "Unauthorised"));
        ((string?)hubSpot["whatToDo"])!.ShouldContain("token");
        states
            .Where(state => (string?)state!["status"] == "healthy")
            .Select(state => (string?)state!["name"])
            .ShouldBe(["gmail", "calendar", "teams"]);
    }

    [Fact]
    public async Task What_is_not_set_up_is_not_called_broken()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?> { ["HubSpot:AccessToken"] = "", ["Google:DevelopmentAccessToken"] = "" },
            installed: false
        );
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var states = JsonNode.Parse(await http.GetStringAsync("connectors/status"))!.AsArray();

        states
            .Where(state => (string?)state!["status"] == "not_configured")
            .Select(state => (string?)state!["name"])
            .ShouldBe(["gmail", "calendar", "hubspot", "language_model"]);
        states
            .Where(state => (string?)state!["status"] == "not_configured")
            .ShouldAllBe(state => ((string?)state!["whatToDo"])!.Contains("docs/"));
    }

    [Fact]
    public async Task A_HubSpot_app_that_was_uninstalled_says_to_install_it_again()
    {
        await using var agent = await RunningAgent.StartAsync(
            new Dictionary<string, string?>
            {
                ["HubSpot:AccessToken"] = "",
                ["HubSpot:ClientId"] = SandboxCredentials.HubSpotClientId,
                ["HubSpot:RefreshToken"] = "na1-of-an-earlier-installation",
            },
            installed: false
        );
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var states = JsonNode.Parse(await http.GetStringAsync("connectors/status"))!.AsArray();

        var hubSpot = states.Single(state => (string?)state!["name"] == "hubspot")!;
        ((string?)hubSpot["status"], (string?)hubSpot["lastError"]).ShouldBe(("unhealthy", "Unauthorised"));
        ((string?)hubSpot["whatToDo"])!.ShouldContain("install the app again");
    }

    [Theory]
    [InlineData(200, "healthy", null)]
    [InlineData(404, "healthy", null)]
    [InlineData(401, "unhealthy", "Unauthorised")]
    [InlineData(429, "degraded", "RateLimited")]
    [InlineData(500, "unhealthy", "Unavailable")]
    [InlineData(0, "unhealthy", "Unavailable")]
    public async Task The_language_model_is_asked_without_paying_for_it(int answer, string status, string? lastError)
    {
        await using var model = await ModelServer.StartAsync();
        model.ModelsStatus = answer;
        var settings = model.Settings;
        if (answer == 0)
            settings["Drafting:Endpoint"] = "http://127.0.0.1:1/v1/";
        await using var agent = await RunningAgent.StartAsync(settings, installed: false);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = agent.App.Address };

        var states = JsonNode.Parse(await http.GetStringAsync("connectors/status"))!.AsArray();

        var found = states.Single(state => (string?)state!["name"] == "language_model")!;
        ((string?)found["status"], (string?)found["lastError"]).ShouldBe((status, lastError));
        model.Requests.Reader.Count.ShouldBe(0, "no message was paid for");
    }

    [Fact]
    public async Task Outside_development_only_liveness_is_told_to_everybody()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-test-");
        try
        {
            await using var app = await SalesAgentApp.BuildAsync(
                new AppSetup
                {
                    Environment = Environments.Production,
                    Settings = Production(folder),
                    QuietBelow = Serilog.Events.LogEventLevel.Warning,
                }
            );
            await app.StartAsync();
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = app.Address };

            (await StatusAsync(http, "health", null)).ShouldBe(HttpStatusCode.OK);
            foreach (var route in (string[])["health/ready", "connectors/status", "metrics"])
            {
                (await StatusAsync(http, route, null)).ShouldBe(HttpStatusCode.Unauthorized, route);
                (await StatusAsync(http, route, new("Bearer", OperatorKey + "x"))).ShouldBe(HttpStatusCode.Unauthorized, route);
                (await StatusAsync(http, route, new("Bearer", ""))).ShouldBe(HttpStatusCode.Unauthorized, route);
                (await StatusAsync(http, route, new("Basic", OperatorKey))).ShouldBe(HttpStatusCode.Unauthorized, route);
            }

            (await StatusAsync(http, "health/ready", new("Bearer", SecretKey))).ShouldBe(
                HttpStatusCode.Unauthorized,
                "SecretKey lets nobody in"
            );
            (await StatusAsync(http, "health/ready", new("Bearer", OperatorKey))).ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Whoever_asks_for_the_status_alone_gets_it_as_whoever_asks_for_all_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-test-");
        try
        {
            await using var app = await SalesAgentApp.BuildAsync(
                new AppSetup
                {
                    Environment = Environments.Production,
                    Settings = Production(folder),
                    QuietBelow = Serilog.Events.LogEventLevel.Error,
                }
            );
            await app.StartAsync();
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = app.Address };

            foreach (
                var (route, key, status) in ((string, string?, HttpStatusCode)[])
                    [
                        ("health", null, HttpStatusCode.OK),
                        ("health/ready", null, HttpStatusCode.Unauthorized),
                        ("health/ready", OperatorKey, HttpStatusCode.OK),
                    ]
            )
            {
                using var request = new HttpRequestMessage(HttpMethod.Head, route);
                if (key is not null)
                    request.Headers.Authorization = new("Bearer", key);
                using var answer = await http.SendAsync(request);
                answer.StatusCode.ShouldBe(status, route);
                (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>From the list that the server itself goes by, so that a new route cannot be forgotten.</summary>
    [Fact]
    public async Task Outside_development_no_route_but_liveness_answers_a_stranger()
    {
        var folder = Directory.CreateTempSubdirectory("salesagent-test-");
        try
        {
            await using var app = await SalesAgentApp.BuildAsync(
                new AppSetup
                {
                    Environment = Environments.Production,
                    Settings = Production(folder),
                    QuietBelow = Serilog.Events.LogEventLevel.Error,
                }
            );
            await app.StartAsync();
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = app.Address };

            var answers = new Dictionary<string, int>();
            foreach (var (method, path) in RoutesOf(app))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (method is not "GET")
                    request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request);
                answers[$"{method} {path}"] = (int)answer.StatusCode;
            }

            answers.Count.ShouldBeGreaterThanOrEqualTo(9, string.Join(", ", answers.Keys));
            answers.Remove("GET /health", out var liveness).ShouldBeTrue();
            liveness.ShouldBe(200);
            answers.Remove("HEAD /health", out liveness).ShouldBeTrue();
            liveness.ShouldBe(200);

            // Nobody signed in to anything: the callback refuses what has no state of ours.
            answers.Remove("GET /auth/google/callback", out var callback).ShouldBeTrue();
            callback.ShouldBe(400);
            answers.ShouldAllBe(answer => answer.Value == 401 || answer.Value == 405);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static IEnumerable<(string Method, string Path)> RoutesOf(SalesAgentApp app)
    {
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path =
                "/"
                + string.Join(
                    '/',
                    endpoint.RoutePattern.PathSegments.Select(segment =>
                        segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "x"
                    )
                );
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
                yield return (method, path);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string route, AuthenticationHeaderValue? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        request.Headers.Authorization = key;
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    internal static Dictionary<string, string?> Production(DirectoryInfo folder) =>
        new()
        {
            ["SecretKey"] = SecretKey,
            ["OperatorKeys:0:Name"] = "tests",
            ["OperatorKeys:0:Hash"] = NewOperatorKey.HashOf(OperatorKey),
            ["Storage:Path"] = Path.Combine(folder.FullName, "salesagent.db"),
            [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
            ["HubSpot:ClientSecret"] = "a-client-secret-of-a-real-app",
            ["MicrosoftAppId"] = "11111111-2222-4333-8444-555555555555",
            ["MicrosoftAppPassword"] = "a-password",
            ["MicrosoftAppTenantId"] = "66666666-7777-4888-8999-aaaaaaaaaaaa",
            ["Reps:0:Name"] = "Alex Wilber",
            ["Reps:0:Email"] = "alex@contoso.example",
            ["Reps:0:AadObjectId"] = "aad-alex",
            ["Reps:0:TimeZone"] = "America/New_York",
        };
}
