using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Principal;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Protocol;
using SalesAgent.Bot.Teams;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>The endpoint on a real Kestrel, with its key server, on a clock that stands at <see cref="Teams.Now"/>.</summary>
internal sealed class BotUnderTest : IBot, IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly Spoken spoken = new();

    private BotUnderTest(KeyServer keys, (string Key, string? Value)[] settings)
    {
        Keys = keys;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["MicrosoftAppId"] = Teams.AppId,
                ["MicrosoftAppPassword"] = "not-a-real-secret",
                ["MicrosoftAppTenantId"] = Teams.Tenant,
                ["Bot:OpenIdMetadataUri"] = keys.MetadataUri.AbsoluteUri,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        builder.Services.AddRoutingCore().AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IBot>(this).AddBotProtocol(builder.Configuration, builder.Environment);
        builder.Logging.AddProvider(spoken);
        app = builder.Build();
        app.MapBotEndpoint();
        app.MapFallback(context => context.Response.Body.WriteAsync("a page"u8.ToArray()).AsTask());
        http = new HttpClient(new SocketsHttpHandler());
    }

    public KeyServer Keys { get; }

    public FakeTimeProvider Time { get; } = new(Teams.Now);

    public ConcurrentQueue<SeenTurn> Turns { get; } = [];

    /// <summary>What an invoke is answered with; null: nothing.</summary>
    public Func<SeenTurn, InvokeResponse?> Answer { get; set; } = _ => null;

    /// <summary>Goes on with each turn, instead of <see cref="Answer"/>.</summary>
    public IBot? Handler { get; set; }

    public Uri Endpoint => new(new Uri(app.Urls.Single()), "/api/messages");

    /// <summary>Everything that was logged, exceptions included.</summary>
    public string Logged => string.Join('\n', spoken.Lines);

    public static async Task<BotUnderTest> StartAsync(params (string Key, string? Value)[] settings)
    {
        var bot = new BotUnderTest(await KeyServer.StartAsync(), settings);
        await bot.app.StartAsync();
        return bot;
    }

    public async Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default)
    {
        var turn = SeenTurn.Of(turnContext);
        Turns.Enqueue(turn);
        if (Handler is not null)
            await Handler.OnTurnAsync(turnContext, cancellationToken);
        else if (Answer(turn) is { } answer)
            await turnContext.SendActivityAsync(new Activity { Type = ActivityTypesEx.InvokeResponse, Value = answer }, cancellationToken);
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

    /// <summary>What is left of a turn once it is over.</summary>
    internal sealed record SeenTurn(
        Activity Activity,
        bool IsAuthenticated,
        TeamsPlace Place,
        IConnectorClient Connector,
        CultureInfo Culture
    )
    {
        public string? TenantId => Place.TenantId;

        public static SeenTurn Of(ITurnContext turn) =>
            new(
                turn.Activity,
                turn.TurnState.Get<IIdentity>(BotAdapter.BotIdentityKey).IsAuthenticated,
                TeamsPlace.Of(turn),
                turn.TurnState.Get<IConnectorClient>(),
                CultureInfo.CurrentCulture
            );
    }

    private sealed class Spoken : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
