using Microsoft.Playwright;

namespace SalesAgent.Tests.Support;

/// <summary>What a person sees and does in the Playground. Every step waits for what it needs; none waits for a time.</summary>
public sealed class PlaygroundPage(IPage page) : IAsyncDisposable
{
    private const string Bot = "Test Bot";

    /// <summary>Everything else Playwright can do.</summary>
    public IPage Page => page;

    private ILocator Composer => page.GetByRole(AriaRole.Textbox).And(page.Locator("[contenteditable=true]"));

    private ILocator PostButton => page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true });

    private ILocator SendButton => page.GetByRole(AriaRole.Button, new() { Name = "Send Message", Exact = true });

    public async Task OpenPersonalChatAsync()
    {
        await page.GetByRole(AriaRole.Treeitem, new() { Name = "Personal Chat", Exact = true }).ClickAsync();
        await SendButton.WaitForAsync();
    }

    /// <summary>Whoever opens a channel for the first time installs the bot there.</summary>
    public async Task OpenChannelAsync(string name = "Announcements")
    {
        await page.GetByRole(AriaRole.Treeitem, new() { Name = $"My Team - {name}", Exact = true }).ClickAsync();
        await PostButton.WaitForAsync();
    }

    /// <summary>In the personal chat.</summary>
    public async Task SayAsync(string text)
    {
        await Composer.ClickAsync();
        await page.Keyboard.TypeAsync(text);
        await SendButton.ClickAsync();
    }

    /// <summary>A new post in the channel that mentions the bot: others do not reach it.</summary>
    public async Task PostAsync(string text)
    {
        await Composer.ClickAsync();
        await page.Keyboard.TypeAsync("@");
        await page.GetByText(Bot, new() { Exact = true }).Last.ClickAsync();
        await page.Keyboard.TypeAsync($" {text}");
        await PostButton.ClickAsync();
    }

    /// <summary>
    /// The newest card on which that text stands. The card is looked for anew at each step: when it is replaced, this follows as long as
    /// the text is on it.
    /// </summary>
    /// <param name="containing">Text without addresses or links: those carry invisible breaks.</param>
    public PlaygroundCard Card(string containing) => new(page, page.Locator(".ac-adaptiveCard", new() { HasText = containing }).Last);

    /// <summary>Waits for a text message of that content.</summary>
    public Task WaitForTextAsync(string text) => page.GetByText(text).Last.WaitForAsync();

    public Task PhotographAsync(string name) => page.ScreenshotAsync(new() { Path = Browser.Picture(name) });

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();
}
