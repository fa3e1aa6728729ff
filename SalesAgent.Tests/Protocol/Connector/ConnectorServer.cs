using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Tests.Protocol.Connector;

/// <summary>A connector on the wire: answers what it is told to, in turn, and remembers what was asked.</summary>
internal sealed class ConnectorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = [];

    private ConnectorServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<Request> Requests { get; } = [];

    /// <summary>As Teams' service URLs are: with the tenant and a trailing slash.</summary>
    public string ServiceUrl => $"{app.Urls.First()}/amer/tenant-1/";

    public static async Task<ConnectorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ConnectorServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The next answer; the last one stays.</summary>
    public ConnectorServer Then(int status, string? body = null, params (string Name, string Value)[] headers)
    {
        answers.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            if (body is not null)
            {
                context.Response.ContentType ??= "application/json; charset=utf-8";
                await context.Response.WriteAsync(body);
            }
        });
        return this;
    }

    /// <summary>Takes the request and drops the connection.</summary>
    public ConnectorServer ThenDrops()
    {
        answers.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        return this;
    }

    /// <summary>Takes the request and says nothing until the caller has gone.</summary>
    public ConnectorServer ThenHangs()
    {
        answers.Enqueue(async context =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException) { }
        });
        return this;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(
            new(
                context.Request.Method,
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                body,
                context.Request.ContentType,
                context.Request.Headers.Authorization.ToString()
            )
        );
        if (!(answers.Count > 1 ? answers.TryDequeue(out var answer) : answers.TryPeek(out answer)))
            throw new InvalidOperationException("No answer was prepared.");
        await answer(context);
    }

    /// <param name="Target">Path and query as sent, still encoded.</param>
    internal sealed record Request(string Method, string Target, string Body, string? ContentType, string Authorization);
}
