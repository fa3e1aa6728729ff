using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesAgent.Bot.Cards;
using SalesAgent.Core.Review;

namespace SalesAgent.Tests.Cards;

/// <summary>
/// The smallest bot that can show a card: answers each message with the card of a case, and each click with the card that follows.
/// </summary>
internal sealed class CardBot : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _connector = new(new SocketsHttpHandler());
    private readonly Channel<JsonNode> _clicks = Channel.CreateUnbounded<JsonNode>();
    private readonly Channel<Uri> _posted = Channel.CreateUnbounded<Uri>();

    private CardBot(WebApplication server) => _server = server;

    public ReviewCase Shown { get; set; } = SampleCases.Proposed;

    /// <summary>What a click is answered with.</summary>
    public ReviewCase AfterClick { get; set; } = SampleCases.Approved;

    public Uri Endpoint { get; private set; } = null!;

    public static async Task<CardBot> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var bot = new CardBot(builder.Build());
        bot._server.Run(bot.AnswerAsync);
        await bot._server.StartAsync();
        bot.Endpoint = new Uri(
            new Uri(bot._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
            "/api/messages"
        );
        return bot;
    }

    /// <summary>The next click: the invoke activity as it came.</summary>
    public Task<JsonNode> ClickAsync() => _clicks.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Puts another card in the place of the last one posted, as everybody sees it.</summary>
    public async Task UpdateAsync(ReviewCase review)
    {
        var place = await _posted.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
        using var response = await _connector.PutAsync(place, Json(Message(review)));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _connector.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method != HttpMethods.Post)
            return;

        var activity = (await JsonNode.ParseAsync(context.Request.Body))!;
        switch (activity["type"]!.GetValue<string>())
        {
            case "message" when activity["value"] is null:
                await PostAsync(activity);
                break;
            case "invoke":
                await _clicks.Writer.WriteAsync(activity);
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(
                    new JsonObject
                    {
                        ["statusCode"] = 200,
                        ["type"] = "application/vnd.microsoft.card.adaptive",
                        ["value"] = ReviewCards.For(AfterClick),
                    }.ToJsonString()
                );
                break;
        }
    }

    private async Task PostAsync(JsonNode activity)
    {
        var activities =
            $"{activity["serviceUrl"]!.GetValue<string>().TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(activity["conversation"]!["id"]!.GetValue<string>())}/activities";
        using var response = await _connector.PostAsync(new Uri(activities), Json(Message(Shown)));
        response.EnsureSuccessStatusCode();
        if (JsonNode.Parse(await response.Content.ReadAsStringAsync())?["id"] is { } id)
            await _posted.Writer.WriteAsync(new Uri($"{activities}/{Uri.EscapeDataString(id.GetValue<string>())}"));
    }

    private static JsonObject Message(ReviewCase review) =>
        new()
        {
            ["type"] = "message",
            ["summary"] = ReviewCards.SummaryOf(review),
            ["attachments"] = new JsonArray(
                new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = ReviewCards.For(review) }
            ),
        };

    private static StringContent Json(JsonNode body) =>
        new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
