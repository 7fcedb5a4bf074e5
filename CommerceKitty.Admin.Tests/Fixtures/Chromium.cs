using Microsoft.Playwright;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>A running Chromium.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> LaunchAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            Timeout = Until.TimeoutInMilliseconds,
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // Shared memory may be small or full of something else; files do as well.
                "--disable-dev-shm-usage",
            ],
        }));
    }

    /// <summary>A browser of someone who was never here: no cookies.</summary>
    /// <param name="address">Where the product is.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="dark">Asks for dark colours.</param>
    public async Task<Visitor> NewVisitorAsync(Uri address, int width = 1360, int height = 860, bool dark = false)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
            // A certificate of our own making.
            IgnoreHTTPSErrors = address.Scheme == Uri.UriSchemeHttps,
            TimezoneId = "Europe/Amsterdam",
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.AddCookiesAsync([new() { Name = "theme", Value = dark ? "dark" : "light", Url = address.ToString() }]);
        return new Visitor(context, await context.NewPageAsync(), dark);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
