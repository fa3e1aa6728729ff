using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesAgent.Bot.Webhooks;
using SalesAgent.Bot.Webhooks.Signatures;
using SalesAgent.Core.Forgetting.Deletions;
using SalesAgent.Core.Intake;
using SalesAgent.Core.People;
using SalesAgent.Core.Records;

namespace SalesAgent.Tests.Webhooks;

/// <summary>The webhook routes on a real Kestrel, with HubSpot's side of the wire and a record of what reached the intake.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    public const string Secret = "b7e0d5c2-1f6a-4b35-9d0e-6a2f4c8e9b11";
    public const string PublicBase = "https://relay.example.test";
    public const string Events = "/api/webhooks/hubspot";
    public const string Workflow = "/api/webhooks/hubspot/workflow";
    public const string Form = "/api/webhooks/hubspot/form-submission";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private WebhookServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public FakeTimeProvider Time => _app.Services.GetRequiredService<FakeTimeProvider>();

    public RecordingIntake Intake => _app.Services.GetRequiredService<RecordingIntake>();

    public IReadOnlyCollection<string> Logged => _app.Services.GetRequiredService<LinesLogged>().Lines;

    public static async Task<WebhookServer> StartAsync(string environment, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["HubSpot:ClientSecret"] = Secret, ["HubSpot:PublicBaseUri"] = PublicBase }
        );
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value));

        var log = new LinesLogged();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1795300000123)));
        builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<FakeTimeProvider>());
        builder.Services.AddSingleton<RecordingIntake>();
        builder.Services.AddSingleton<AcceptLeads>(provider => provider.GetRequiredService<RecordingIntake>().AcceptAsync);
        builder.Services.AddSingleton<TakeDeletions>(provider => provider.GetRequiredService<RecordingIntake>().TakeAsync);
        builder.Services.AddHubSpotWebhooks(builder.Configuration);

        var app = builder.Build();
        app.MapHubSpotWebhooks();
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new WebhookServer(app);
    }

    public static Task<WebhookServer> StartAsync(params (string Key, string? Value)[] settings) => StartAsync("Production", settings);

    /// <summary>What an operator does to the configuration while the process runs.</summary>
    public void Change(params (string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
            _app.Configuration[key] = value;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>A request as HubSpot makes it: signed now, with v3, over the public address.</summary>
    public HttpRequestMessage Signed(string path, byte[] body, string secret = Secret, string publicBase = PublicBase)
    {
        var timestamp = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = Unsigned(path, body);
        request.Headers.Add(HubSpotSignature.V3Header, HubSpotSignature.Sign(secret, "POST", publicBase + path, body, timestamp));
        request.Headers.Add(HubSpotSignature.TimestampHeader, timestamp);
        return request;
    }

    public static HttpRequestMessage Unsigned(string path, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    public Task<Answer> PostAsync(string path, byte[] body) => SendAsync(Signed(path, body));

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return await Answer.ReadAsync(response);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed record Answer(HttpStatusCode Status, string? ContentType, TimeSpan? RetryAfter, string Text)
    {
        public JsonElement Json => JsonElement.Parse(Text);

        public string? Detail => Json.GetProperty("detail").GetString();

        public IReadOnlyList<string?> LeadIds => [.. Json.GetProperty("leadIds").EnumerateArray().Select(id => id.GetString())];

        public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
            new(
                response.StatusCode,
                response.Content.Headers.ContentType?.ToString(),
                response.Headers.RetryAfter?.Delta,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
    }
}

/// <summary>Stands where the intake stands; what it answers and whether it fails is the test's choice.</summary>
internal sealed class RecordingIntake
{
    public ConcurrentQueue<IReadOnlyList<IncomingLead>> Deliveries { get; } = [];

    public IReadOnlyList<IncomingLead> Leads => [.. Deliveries.SelectMany(leads => leads)];

    public Func<IncomingLead, IntakeResult> Answer { get; set; } = lead => new IntakeResult.Accepted(IdOf(lead));

    public Exception? Failure { get; set; }

    public Task Stored { get; set; } = Task.CompletedTask;

    public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was told of contacts and companies.</summary>
    public ConcurrentQueue<RecordNews> News { get; } = [];

    public Task TakeAsync(IReadOnlyList<RecordNews> news, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;

        foreach (var one in news)
            News.Enqueue(one);
        return Task.CompletedTask;
    }

    public static LeadId IdOf(IncomingLead lead) =>
        LeadId.From(new PersonKey(lead.ContactId ?? lead.Email ?? ""), lead.EventKey, lead.OccurredAt);

    public async Task<IReadOnlyList<IntakeResult>> AcceptAsync(IReadOnlyList<IncomingLead> leads, CancellationToken cancellationToken)
    {
        if (Failure is not null)
            throw Failure;

        Deliveries.Enqueue(leads);
        Called.TrySetResult();
        await Stored.WaitAsync(cancellationToken);
        return [.. leads.Select(Answer)];
    }
}

internal sealed class LinesLogged : ILoggerProvider, ILogger
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
    ) => Lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() { }
}
