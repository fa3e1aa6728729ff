using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Tests.Connectors;

/// <summary>A vendor made of paper: a real socket on this machine that says what it was told to and remembers what it heard.</summary>
internal sealed class ScriptedWire : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<WireAnswer>> script = new();

    private ScriptedWire(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single() + "/");

    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    /// <summary>Requests that no line of the script was written for.</summary>
    public ConcurrentQueue<string> Unexpected { get; } = new();

    public WireRequest Only => Requests.ShouldHaveSingleItem();

    public static async Task<ScriptedWire> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var wire = new ScriptedWire(builder.Build());
        wire.app.Run(wire.AnswerAsync);
        await wire.app.StartAsync();
        return wire;
    }

    /// <summary>Answers to a method and path (without query), in order; the last one stays.</summary>
    public ScriptedWire On(string call, params WireAnswer[] answers)
    {
        script[call] = new ConcurrentQueue<WireAnswer>(answers);
        return this;
    }

    public ScriptedWire On(string call, string json) => On(call, new WireAnswer(200, json));

    public int Count(string call) => Requests.Count(request => request.Call == call);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new WireRequest(
            context.Request.Method,
            target,
            Encoding.UTF8.GetString(body.ToArray()),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
        );
        Requests.Enqueue(request);
        if (!script.TryGetValue(request.Call, out var answers))
        {
            Unexpected.Enqueue(request.Call);
            context.Response.StatusCode = 418;
            return;
        }

        var answer = answers.Count > 1 && answers.TryDequeue(out var next) ? next : answers.First();
        await answer.WriteAsync(context);
    }
}

internal sealed record WireRequest(string Method, string Target, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Target.Split('?')[0];

    public string Call => $"{Method} {Path}";

    /// <summary>Decoded, in the order of the wire.</summary>
    public IReadOnlyList<(string Name, string Value)> Query =>
        Target.Split('?') is [_, var query]
            ? [.. query.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])))]
            : [];
}

internal sealed record WireAnswer(int Status, string Body = "", string ContentType = "application/json")
{
    public string? Location { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public Break Break { get; init; }

    public static WireAnswer Cut => new(200) { Break = Break.BeforeAnswer };

    public static WireAnswer HalfABody => new(200, """{"id":"1","pro""") { Break = Break.InsideBody };

    public static WireAnswer Never => new(200) { Break = Break.Never };

    public async Task WriteAsync(HttpContext context)
    {
        if (Break is Break.BeforeAnswer)
        {
            context.Abort();
            return;
        }

        if (Break is Break.Never)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        context.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;
        if (Location is not null)
            context.Response.Headers.Location = Location;
        if (Status is 204)
            return;
        context.Response.ContentType = ContentType;
        if (Break is Break.InsideBody)
        {
            context.Response.ContentLength = 5000;
            await context.Response.WriteAsync(Body);
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.WriteAsync(Body);
    }
}

internal enum Break
{
    None,
    BeforeAnswer,
    InsideBody,
    Never,
}
