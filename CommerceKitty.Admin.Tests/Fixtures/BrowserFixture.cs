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
        // A condition that holds is seen at once; a busy machine may need longer than Playwright's 5 s to get there.
        Assertions.SetDefaultExpectTimeout(20_000);
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
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

    /// <summary>A browser of somebody who was never here: no cookies.</summary>
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

/// <summary>One Chromium for a group of browser tests, and the demo shop on a real port.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Chromium? _chromium;

    public DemoAppHost App { get; } = new();

    /// <summary>Where pictures go: kept out of git, looked at by people.</summary>
    public static string PictureFolder { get; } = Directory.CreateDirectory(
        Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots")).FullName;

    public async ValueTask InitializeAsync() => _chromium = await Chromium.LaunchAsync();

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        await App.DisposeAsync();
    }

    /// <summary>A browser of somebody who was never here, at the demo shop or at another host.</summary>
    public Task<Visitor> NewVisitorAsync(int width = 1360, int height = 860, bool dark = false, AppHost? at = null) =>
        _chromium!.NewVisitorAsync((at ?? App).Address, width, height, dark);
}

/// <summary>Tests in which several people work at once; they share one browser and one demo shop, and run beside the other
/// groups.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}

/// <summary>Tests of how pages look, with a browser and a demo shop of their own.</summary>
[CollectionDefinition(Name)]
public sealed class LooksGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser: looks";
}

/// <summary>Tests of one person's way through the pages, with a browser and a demo shop of their own.</summary>
[CollectionDefinition(Name)]
public sealed class JourneysGroup : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser: journeys";
}

/// <summary>One person at one browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Visitor(IBrowserContext context, IPage page, bool dark)
    {
        (_context, Page, Dark) = (context, page, dark);
        page.SetDefaultTimeout(15_000);
        // Whatever the browser complains of is a defect of the page: a policy violation, a missing file, a script error.
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Came with dark colours.</summary>
    public bool Dark { get; }

    /// <summary>Errors in the browser's console.</summary>
    public List<string> Complaints { get; } = [];

    /// <param name="mailbox">An address, or what stands before the @ in one of the demo shop.</param>
    /// <param name="password">The demo shop's, unless said otherwise.</param>
    public async Task SignInAsync(string mailbox, string password = "nine-lives-and-counting")
    {
        await Page.GotoAsync("/account/sign-in");
        await Page.GetByLabel("Email").FillAsync(mailbox.Contains('@') ? mailbox : $"{mailbox}@commercekitty.example");
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ReadyAsync();
    }

    /// <summary>Opens a page of the shell and waits until it answers to clicks.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until the circuit runs and no list is loading.</summary>
    public async Task ReadyAsync()
    {
        await Page.Locator("body[data-interactive]").WaitForAsync();
        await Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Chooses a file, once Blazor listens to the field: before that the choice would be lost, and nobody is that quick.</summary>
    public async Task ChooseFileAsync(string selector, FilePayload file)
    {
        await Page.WaitForFunctionAsync("selector => document.querySelector(selector)?._blazorInputFileNextFileId !== undefined", selector);
        await Page.Locator(selector).SetInputFilesAsync(file);
    }

    /// <summary>From the next page on, everything that the server says comes this much later, as over a long or busy line: what only works
    /// where answers come at once shows itself.</summary>
    public Task SlowLineAsync(TimeSpan delay) => Page.RouteWebSocketAsync("**", socket =>
    {
        var server = socket.ConnectToServer();
        var last = Task.CompletedTask;
        var order = new Lock();
        server.OnMessage(frame =>
        {
            lock (order)
                last = SendAsync(last, Task.Delay(delay), frame);
        });

        async Task SendAsync(Task before, Task late, IWebSocketFrame frame)
        {
            await before;
            await late;
            if (frame.Binary is { } bytes)
                socket.Send(bytes);
            else
                socket.Send(frame.Text!);
        }
    });

    /// <summary>Saves what is seen for people to look at.</summary>
    public async Task PictureAsync(string name)
    {
        // Chromium's compositor at times has no frame to give on a busy machine. A picture proves nothing by itself, so it may be asked
        // again.
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Page.ScreenshotAsync(
                    new() { Path = Path.Combine(BrowserFixture.PictureFolder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
                return;
            }
            catch (PlaywrightException exception)
                when (tries < 5 && exception.Message.Contains("Unable to capture screenshot", StringComparison.Ordinal))
            {
                await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            }
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
