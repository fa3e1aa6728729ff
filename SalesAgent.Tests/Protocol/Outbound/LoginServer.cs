using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Tests.Protocol.Outbound;

/// <summary>A token endpoint as Entra's is, on plain http of this machine.</summary>
internal sealed class LoginServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int issued;

    private LoginServer(WebApplication app) => this.app = app;

    /// <summary>Every request that came, with its form (a managed identity asks by query).</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Form)> Requests { get; } = [];

    /// <summary>What is answered instead of a token, while it is not null.</summary>
    public Func<IReadOnlyDictionary<string, string>, IResult>? Refusal { get; set; }

    public TimeSpan Delay { get; set; }

    public Uri Authority => new(app.Urls.First());

    public static async Task<LoginServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoginServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString())
            : context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
        Requests.Enqueue((context.Request.Path.Value!, form));
        await Task.Delay(Delay);
        var token = $"token-{Interlocked.Increment(ref issued)}";
        var answer =
            Refusal?.Invoke(form)
            ?? Results.Text(
                $$"""{"token_type":"Bearer","expires_in":3600,"expires_on":"4102444800","access_token":"{{token}}"}""",
                "application/json"
            );
        await answer.ExecuteAsync(context);
    }
}
