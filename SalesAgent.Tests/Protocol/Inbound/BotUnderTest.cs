using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Protocol;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>The endpoint on a real Kestrel, with its key server, on a clock that stands at <see cref="Teams.Now"/>.</summary>
internal sealed class BotUnderTest : ITurnHandler, IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly Spoken spoken = new();

    private BotUnderTest(KeyServer keys, (string Key, string? Value)[] settings)
    {
        Keys = keys;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MicrosoftAppId"] = Teams.AppId,
            ["MicrosoftAppPassword"] = "not-a-real-secret",
            ["MicrosoftAppTenantId"] = Teams.Tenant,
            ["Bot:OpenIdMetadataUri"] = keys.MetadataUri.AbsoluteUri,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        builder.Services.AddRoutingCore().AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<ITurnHandler>(this).AddBotProtocol(builder.Configuration, builder.Environment);
        builder.Logging.AddProvider(spoken);
        app = builder.Build();
        app.MapBotEndpoint();
        app.MapFallback(context => context.Response.Body.WriteAsync("a page"u8.ToArray()).AsTask());
        http = new HttpClient(new SocketsHttpHandler());
    }

    public KeyServer Keys { get; }

    public FakeTimeProvider Time { get; } = new(Teams.Now);

    public ConcurrentQueue<Turn> Turns { get; } = [];

    public Func<Turn, InvokeResponse?> Answer { get; set; } = _ => null;

    public Uri Endpoint => new(new Uri(app.Urls.Single()), "/api/messages");

    /// <summary>Everything that was logged, exceptions included.</summary>
    public string Logged => string.Join('\n', spoken.Lines);

    public static async Task<BotUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var bot = new BotUnderTest(await KeyServer.StartAsync(), settings);
        await bot.app.StartAsync();
        return bot;
    }

    public Task<InvokeResponse?> OnTurnAsync(Turn turn, CancellationToken ct)
    {
        Turns.Enqueue(turn);
        return Task.FromResult(Answer(turn));
    }

    public Task<HttpResponseMessage> PostAsync(Token? token = null, JsonNode? activity = null) =>
        SendAsync($"Bearer {token ?? new Token()}", (activity ?? Teams.Message()).ToJsonString());

    /// <param name="authorization">Null: no such header.</param>
    public Task<HttpResponseMessage> SendAsync(string? authorization, string body, bool chunked = false, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, Endpoint)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TransferEncodingChunked = chunked;
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await Keys.DisposeAsync();
    }

    private sealed class Spoken : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
