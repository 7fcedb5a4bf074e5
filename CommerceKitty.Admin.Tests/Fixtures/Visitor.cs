using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.Playwright;

namespace CommerceKitty.Admin.Tests.Fixtures;

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
