using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Tests.Storage;

/// <summary>Stands between us and a service of the emulator: counts requests, and spoils those a test has chosen.</summary>
internal sealed class StorageWire : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Transfer-Encoding", "Connection", "Keep-Alive"];

    private readonly HttpMessageInvoker target = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly Uri targetAddress;
    private WebApplication server;
    private readonly Queue<Spoilt> spoils = [];
    private readonly ConcurrentQueue<string> requests = [];

    private int rowsWritten;

    private StorageWire(Uri targetAddress)
    {
        this.targetAddress = targetAddress;
        server = ServerAt("http://127.0.0.1:0");
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Method and target of everything that came by, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Rows that transactions have written or deleted.</summary>
    public int RowsWritten => Volatile.Read(ref rowsWritten);

    public static async Task<StorageWire> StartAsync(Uri target)
    {
        var wire = new StorageWire(target);
        await wire.server.StartAsync();
        wire.Address = new Uri(
            wire.server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return wire;
    }

    /// <summary>Nobody listens any more and what is under way breaks off, as when the service is killed.</summary>
    public async Task StopAsync()
    {
        await server.StopAsync(new CancellationToken(canceled: true));
        await server.DisposeAsync();
    }

    /// <summary>After <see cref="StopAsync"/>, at the same address.</summary>
    public Task StartAgainAsync()
    {
        server = ServerAt(Address.AbsoluteUri);
        return server.StartAsync();
    }

    /// <summary>The next request like that is carried out, and its answer is lost.</summary>
    /// <param name="like">What its method and target begin with or contain, such as <c>POST</c> or <c>$batch</c>.</param>
    /// <param name="meanwhile">Before the loss is noticed.</param>
    public void LoseAnswer(string like, Func<Task>? meanwhile = null) =>
        Choose(new Spoilt(like, CarriedOut: true) { Meanwhile = meanwhile });

    /// <summary>The next request like that never arrives.</summary>
    /// <param name="meanwhile">Before the loss is noticed.</param>
    public void LoseRequest(string like, Func<Task>? meanwhile = null) =>
        Choose(new Spoilt(like, CarriedOut: false) { Meanwhile = meanwhile });

    /// <summary>The next request like that is answered with a failure of Azure's.</summary>
    public void Fail(string like, int status, string code, bool carriedOut = false, int? retryAfterSeconds = null) =>
        Choose(new Spoilt(like, carriedOut) { Failure = (status, code), RetryAfterSeconds = retryAfterSeconds });

    /// <summary>The next request like that is left alone; what was chosen after it is for the ones after it.</summary>
    public void LetPass(string like) => Choose(new Spoilt(like, CarriedOut: true) { LeftAlone = true });

    private void Choose(Spoilt spoilt)
    {
        lock (spoils)
            spoils.Enqueue(spoilt);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        target.Dispose();
    }

    private WebApplication ServerAt(string address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address).ConfigureKestrel(kestrel => kestrel.AllowSynchronousIO = false);
        var made = builder.Build();
        made.Run(PassAsync);
        return made;
    }

    private async Task PassAsync(HttpContext context)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var said = $"{context.Request.Method} {raw}";
        requests.Enqueue(said);
        var spoilt = NextFor(said);
        if (spoilt is { CarriedOut: false })
        {
            await SpoilAsync(context, spoilt);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(targetAddress, raw));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        body.Position = 0;
        if (said.Contains("$batch", StringComparison.Ordinal))
        {
            Interlocked.Add(
                ref rowsWritten,
                Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).Split("Content-Type: application/http").Length - 1
            );
        }

        request.Content = new StreamContent(body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" || OfTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }

        using var answer = await target.SendAsync(request, CancellationToken.None);
        if (spoilt is not null)
        {
            await SpoilAsync(context, spoilt);
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
                context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private Spoilt? NextFor(string said)
    {
        lock (spoils)
        {
            if (!spoils.TryPeek(out var next) || !said.Contains(next.Like, StringComparison.Ordinal))
                return null;

            spoils.TryDequeue(out _);
            return next.LeftAlone ? null : next;
        }
    }

    private static async Task SpoilAsync(HttpContext context, Spoilt spoilt)
    {
        if (spoilt.Meanwhile is { } meanwhile)
            await meanwhile();
        if (spoilt.Failure is not var (status, code))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers["x-ms-error-code"] = code;
        if (spoilt.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";

        // Tables and queues each say it in their own way.
        var asJson = context.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal);
        context.Response.ContentType = asJson ? "application/json" : "application/xml";
        await context.Response.WriteAsync(
            asJson
                ? $$$"""{"odata.error":{"code":"{{{code}}}","message":{"lang":"en-US","value":"Said by the test."}} }"""
                : $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>Said by the test.</Message></Error>"
        );
    }

    private sealed record Spoilt(string Like, bool CarriedOut)
    {
        public (int Status, string Code)? Failure { get; init; }

        public int? RetryAfterSeconds { get; init; }

        public Func<Task>? Meanwhile { get; init; }

        public bool LeftAlone { get; init; }
    }
}
