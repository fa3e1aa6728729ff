using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SalesAgent.Tests.Support;

/// <summary>A host of the Teams connector that moves away: passes calls on to the sandbox, and later knows no conversation any more.</summary>
internal sealed class MovableHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient sandbox;
    private volatile bool hasMoved;

    private MovableHost(WebApplication app, Uri target)
    {
        this.app = app;
        sandbox = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = target };
    }

    public Uri Address => new(app.Urls.Single());

    public static async Task<MovableHost> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var host = new MovableHost(builder.Build(), target);
        host.app.Run(host.PassOnAsync);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>From now on each call is answered with 404.</summary>
    public void Move() => hasMoved = true;

    /// <summary>From now on nobody answers at all.</summary>
    public Task EndAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        sandbox.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        if (hasMoved)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"error":{"code":"ConversationNotFound","message":"Conversation not found."}}""");
            return;
        }

        using var body = new StreamReader(context.Request.Body);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(sandbox.BaseAddress!, context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget)
        );
        if (await body.ReadToEndAsync() is { Length: > 0 } text)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        using var answer = await sandbox.SendAsync(request);
        context.Response.StatusCode = (int)answer.StatusCode;
        await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
    }
}
