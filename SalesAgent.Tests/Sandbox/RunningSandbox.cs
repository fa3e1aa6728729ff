using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SalesAgent.Bot.Sandbox;
using SalesAgent.Bot.Sandbox.Samples;

namespace SalesAgent.Tests.Sandbox;

/// <summary>A sandbox and a plain HTTP client that speaks to it with the right token for each vendor.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private string? connectorToken;

    private RunningSandbox(SandboxHost host)
    {
        Host = host;
        http.BaseAddress = host.BaseAddress;
    }

    public SandboxHost Host { get; }

    public SandboxWorld World => Host.World;

    public static async Task<RunningSandbox> StartAsync(SandboxOptions? options = null, TimeProvider? time = null) =>
        new(
            await SandboxHost.StartAsync(
                options ?? new SandboxOptions(),
                time ?? TimeProvider.System,
                TestContext.Current.CancellationToken
            )
        );

    public Task<WireReply> GetAsync(string path, string? bearer = "own") => SendAsync("GET", path, null, bearer);

    public Task<WireReply> PostAsync(string path, string body, string? bearer = "own") => SendAsync("POST", path, body, bearer);

    public async Task<WireReply> SendAsync(string method, string path, string? body, string? bearer = "own")
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content, bearer);
    }

    public async Task<WireReply> SendAsync(
        string method,
        string path,
        HttpContent? content,
        string? bearer,
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/')) { Content = content };
        if (bearer == "own")
            bearer = await OwnAsync(path);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request, cancellationToken);
        var headers = response.Headers.ToDictionary(
            header => header.Key,
            header => string.Join(",", header.Value),
            StringComparer.OrdinalIgnoreCase
        );
        return new WireReply((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), headers);
    }

    public async Task<WireReply> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await SendAsync("POST", path, content, null);
    }

    public Task<WireReply> TokenAsync() =>
        FormAsync(
            $"/login/{SandboxCredentials.TenantId}/oauth2/v2.0/token",
            ("grant_type", "client_credentials"),
            ("client_id", SandboxCredentials.AppId),
            ("client_secret", SandboxCredentials.AppPassword),
            ("scope", "https://api.botframework.com/.default")
        );

    /// <summary>The body of a drafts.create.</summary>
    public static string DraftBody(string to, string subject, string? threadId = null, string more = "")
    {
        var raw = Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes($"To: {to}\r\nSubject: {subject}\r\nContent-Type: text/plain\r\n{more}\r\nHello there.\r\n")
        );
        var message = new JsonObject { ["raw"] = raw };
        if (threadId is not null)
            message["threadId"] = threadId;
        return new JsonObject { ["message"] = message }.ToJsonString();
    }

    public static string SampleForm() => SampleData.At(DateTimeOffset.UnixEpoch).Submissions[0].Form().ToJsonString();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
    }

    private async Task<string?> OwnAsync(string path)
    {
        if (path.StartsWith("/gmail", StringComparison.Ordinal) || path.StartsWith("/calendar", StringComparison.Ordinal))
            return SandboxCredentials.GoogleDevelopmentAccessToken;
        if (path.StartsWith("/hubspot", StringComparison.Ordinal))
            return SandboxCredentials.HubSpotAccessToken;
        return path.StartsWith("/teams", StringComparison.Ordinal) ? connectorToken ??= (await TokenAsync()).Text("access_token") : null;
    }
}
