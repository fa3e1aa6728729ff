using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesAgent.Tests.Drafting.Agents;

/// <summary>Speaks OpenAI's chat completions on this machine and says what the test wants said.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    public const string Reader = "You take notes",
        Writer = "You write",
        Critic = "You check";

    private readonly WebApplication app;

    private ModelServer(WebApplication app) => this.app = app;

    public Channel<ModelRequest> Requests { get; } = Channel.CreateUnbounded<ModelRequest>();

    public Func<HttpContext, ModelRequest, Task> Answer { get; set; } = (context, _) => context.Response.WriteAsync("");

    /// <summary>What asking for the list of models is answered with.</summary>
    public int ModelsStatus { get; set; } = 200;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What makes the product ask here.</summary>
    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Drafting:Provider"] = "OpenAI",
            ["Drafting:Endpoint"] = $"{Address}v1/",
            ["Drafting:Model"] = "small-1",
            ["Drafting:ApiKey"] = "sk-very-secret",
        };

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(async context =>
        {
            if (context.Request.Method == HttpMethods.Get)
            {
                context.Response.StatusCode = context.Request
                    is { Path.Value: "/v1/models", Headers.Authorization: ["Bearer sk-very-secret"] }
                    ? server.ModelsStatus
                    : 400;
                await context.Response.WriteAsync("""{"object":"list","data":[]}""");
                return;
            }

            var body = await JsonNode.ParseAsync(context.Request.Body);
            var request = new ModelRequest(context.Request.Path, context.Request.Headers.Authorization, body!);
            server.Requests.Writer.TryWrite(request);
            await server.Answer(context, request);
        });
        await app.StartAsync();
        return server;
    }

    public static string Mail(string subject, string body) => new JsonObject { ["subject"] = subject, ["body"] = body }.ToJsonString();

    /// <summary>Always the same.</summary>
    public void Say(string content) => Answer = (context, _) => Completion(content).WriteAsync(context);

    /// <summary>One after the other, the last for ever.</summary>
    public void SayInTurn(params string[] contents)
    {
        var next = -1;
        Answer = (context, _) => Completion(contents[Math.Min(Interlocked.Increment(ref next), contents.Length - 1)]).WriteAsync(context);
    }

    /// <summary>By what is asked.</summary>
    public void Say(Func<ModelRequest, string> content) => Answer = (context, request) => Completion(content(request)).WriteAsync(context);

    public void Write(string subject, string body) => Say(Mail(subject, body));

    public void Fail(int status, string text) =>
        Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(text);
        };

    public static Completed Completion(string? content) => new(content);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>A chat completion as the API writes it.</summary>
    internal sealed record Completed(string? Content)
    {
        public string Finish { get; init; } = "stop";
        public string? Refusal { get; init; }
        public (int Input, int Output)? Usage { get; init; } = (100, 20);

        public string Json()
        {
            var completion = new JsonObject
            {
                ["id"] = "chatcmpl-1",
                ["object"] = "chat.completion",
                ["created"] = 1,
                ["model"] = "small-1",
                ["choices"] = new JsonArray(
                    new JsonObject
                    {
                        ["index"] = 0,
                        ["finish_reason"] = Finish,
                        ["message"] = new JsonObject
                        {
                            ["role"] = "assistant",
                            ["content"] = Content,
                            ["refusal"] = Refusal,
                        },
                    }
                ),
            };
            if (Usage is var (input, output))
            {
                completion["usage"] = new JsonObject
                {
                    ["prompt_tokens"] = input,
                    ["completion_tokens"] = output,
                    ["total_tokens"] = input + output,
                };
            }

            return completion.ToJsonString();
        }

        public Task WriteAsync(HttpContext context)
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Json());
        }
    }
}

internal sealed record ModelRequest(string Path, string? Authorization, JsonNode Body)
{
    public string Prompt => Text(Body["messages"]![0]!["content"]);

    public bool IsFor(string agent) => Prompt.StartsWith(agent, StringComparison.Ordinal);

    /// <summary>The one thing that was told.</summary>
    public JsonObject Told => JsonNode.Parse(Text(Body["messages"]![1]!["content"]))!.AsObject();

    private static string Text(JsonNode? content) =>
        content switch
        {
            JsonArray parts => string.Concat(parts.Select(part => part!["text"]!.GetValue<string>())),
            { } value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => "",
        };
}
