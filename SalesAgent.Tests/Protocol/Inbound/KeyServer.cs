using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SalesAgent.Tests.Protocol.Inbound;

/// <summary>Publishes signing keys the way login.botframework.com does.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int fetches;

    private KeyServer(WebApplication app) => this.app = app;

    public Uri MetadataUri => new(new Uri(app.Urls.Single()), "/v1/.well-known/openidconfiguration");

    /// <summary>How often the metadata was asked for.</summary>
    public int Fetches => Volatile.Read(ref fetches);

    public IReadOnlyList<SigningKey> Keys { get; set; } = [SigningKey.Connector];

    public int MetadataStatus { get; set; } = 200;

    public int KeysStatus { get; set; } = 200;

    /// <summary>In place of the metadata or the key set, when not null.</summary>
    public string? MetadataText { get; set; }

    public string? KeysText { get; set; }

    public static async Task<KeyServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new KeyServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var (status, text) = context.Request.Path.Value switch
        {
            "/v1/.well-known/openidconfiguration" => (MetadataStatus, MetadataText ?? Metadata()),
            "/v1/.well-known/keys" => (KeysStatus, KeysText ?? KeySet()),
            _ => (404, ""),
        };
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    }

    private string Metadata()
    {
        Interlocked.Increment(ref fetches);
        return new JsonObject
        {
            ["issuer"] = "https://api.botframework.com",
            ["authorization_endpoint"] = "https://invalid.botframework.com",
            ["jwks_uri"] = new Uri(MetadataUri, "/v1/.well-known/keys").AbsoluteUri,
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        }.ToJsonString();
    }

    private string KeySet() =>
        new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(JsonNode (key) => key.Published())]) }.ToJsonString();
}
