using Microsoft.Playwright;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>One person at one browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    /// <summary>Where pictures go: kept out of git, looked at by people.</summary>
    private static readonly string PictureFolder = Directory.CreateDirectory(
        Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots")).FullName;

    private readonly IBrowserContext _context;

    public Visitor(IBrowserContext context, IPage page, bool dark)
    {
        (_context, Page, Dark) = (context, page, dark);
        // Of navigations too.
        context.SetDefaultTimeout(Until.TimeoutInMilliseconds);
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
        await AnswersAsync();
        // Another font changes the height of rows.
        await Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
    }

    /// <summary>Waits until the page answers and has loaded its content; its fonts may still be coming.</summary>
    public async Task AnswersAsync()
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
                    new() { Path = Path.Combine(PictureFolder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
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
