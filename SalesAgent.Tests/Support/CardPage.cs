using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Playwright;

namespace SalesAgent.Tests.Support;

/// <summary>A page that shows cards with Microsoft's own renderer, the npm package <c>adaptivecards</c>.</summary>
internal sealed class CardPage : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly IPage _page;

    private CardPage(WebApplication server, IPage page) => (_server, _page) = (server, page);

    public ILocator Card => _page.Locator("#card");

    public static async Task<CardPage> OpenAsync(Browser browser, int width = 360)
    {
        Peers.Need("adaptivecards", "markdown-it");

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Peers.Folder) });
        await server.StartAsync();

        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var page = await browser.OpenAsync(width, 900, scale: 2);
        await page.GotoAsync($"{address}/card.html");
        return new CardPage(server, page);
    }

    /// <summary>Shows the card and tells what the renderer has to say against it.</summary>
    public Task<string[]> ShowAsync(JsonObject card) => _page.EvaluateAsync<string[]>("json => window.show(json)", card.ToJsonString());

    public Task ResizeAsync(int width) => _page.SetViewportSizeAsync(width, 900);

    /// <summary>From now on it is a client that does not know Action.Execute.</summary>
    public Task GrowOldAsync() => _page.EvaluateAsync("() => window.growOld()");

    public Task PressAsync(string title) => Card.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }).ClickAsync();

    /// <summary>What is on the card to the eye: invisible breaks are taken out, and a hyphen is a hyphen.</summary>
    public async Task<string> TextAsync() =>
        (await Card.InnerTextAsync()).Replace("\u200B", "", StringComparison.Ordinal).Replace('\u2011', '-');

    /// <summary>What buttons have sent so far.</summary>
    public async Task<JsonArray> SubmittedAsync() =>
        JsonNode.Parse(await _page.EvaluateAsync<string>("() => JSON.stringify(window.submitted)"))!.AsArray();

    public Task<byte[]> PhotographAsync(string name) => _page.ScreenshotAsync(new() { Path = Browser.Picture(name), FullPage = true });

    public async ValueTask DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _server.DisposeAsync();
    }
}
