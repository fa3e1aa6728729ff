using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SalesAgent.Tests.Support.Browser))]

namespace SalesAgent.Tests.Support;

/// <summary>One headless Chromium for all tests, started by the first that needs it.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page of its own, with its own cookies and storage.</summary>
    public async Task<IPage> OpenAsync(int width, int height, float scale = 1)
    {
        var browser = await StartedAsync();
        var context = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                DeviceScaleFactor = scale,
                Locale = "en-GB",
                TimezoneId = "Europe/Berlin",
            }
        );
        return await context.NewPageAsync();
    }

    /// <summary>Where a picture of that name goes: artifacts/screenshots beside the solution.</summary>
    public static string Picture(string name) =>
        Path.GetFullPath(Path.Combine(Peers.Folder, "..", "..", "artifacts", "screenshots", $"{name}.png"));

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_browser is not null)
                return _browser;

            Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            _playwright = await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(
                new()
                {
                    ExecutablePath = Peers.BrowserPath,
                    Headless = true,
                    Args = Arguments,
                }
            );
        }
        finally
        {
            _starting.Release();
        }
    }
}
