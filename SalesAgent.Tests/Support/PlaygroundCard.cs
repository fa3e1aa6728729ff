using Microsoft.Playwright;

namespace SalesAgent.Tests.Support;

/// <summary>One card in a chat, and what a person does with it.</summary>
public sealed class PlaygroundCard(IPage page, ILocator card)
{
    public ILocator Element => card;

    public Task WaitAsync() => card.WaitForAsync();

    /// <summary>What stands there to the eye: invisible breaks are taken out, and a hyphen is a hyphen.</summary>
    public async Task<string> TextAsync() =>
        (await card.InnerTextAsync()).Replace("\u200B", "", StringComparison.Ordinal).Replace('\u2011', '-');

    public Task<int> CountButtonsAsync(string title) => Button(title).CountAsync();

    /// <param name="title">The whole of it.</param>
    public Task PressAsync(string title) => Button(title).ClickAsync();

    public Task TickAsync(string choice, bool on = true) => card.GetByRole(AriaRole.Checkbox, new() { Name = choice }).SetCheckedAsync(on);

    public async Task PickAsync(string placeholder, string option)
    {
        await card.GetByPlaceholder(placeholder).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }

    public Task FillAsync(string placeholder, string text) => card.GetByPlaceholder(placeholder).FillAsync(text);

    public Task PhotographAsync(string name) => card.ScreenshotAsync(new() { Path = Browser.Picture(name) });

    private ILocator Button(string title) => card.GetByRole(AriaRole.Button, new() { Name = title, Exact = true });
}
