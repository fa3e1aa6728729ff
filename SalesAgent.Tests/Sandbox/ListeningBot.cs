using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SalesAgent.Tests.Sandbox;

/// <summary>Something that listens where a bot would, keeps what it gets and answers what it is told to.</summary>
internal sealed class ListeningBot : IAsyncDisposable
{
    private readonly WebApplication app;

    private ListeningBot(WebApplication app, Uri root)
    {
        this.app = app;
        Root = root;
    }

    public Uri Root { get; }

    public Uri Messages => new(Root, "api/messages");

    public ConcurrentQueue<Seen> Received { get; } = new();

    /// <summary>The JSON body of every answer; empty for none.</summary>
    public string Answer { get; set; } = "";

    public static async Task<ListeningBot> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        ListeningBot? bot = null;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            );
            bot!.Received.Enqueue(new Seen(context.Request.Path.Value ?? "", await reader.ReadToEndAsync(), headers));
            if (bot.Answer.Length > 0)
                await context.Response.WriteAsync(bot.Answer);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return bot = new ListeningBot(app, new Uri(address));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed record Seen(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public System.Text.Json.Nodes.JsonNode Json => System.Text.Json.Nodes.JsonNode.Parse(Body)!;
    }
}
