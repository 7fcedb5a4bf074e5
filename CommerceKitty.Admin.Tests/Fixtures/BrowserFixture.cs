namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>One Chromium for a group of browser tests, and the demo shop on a real port.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Chromium? _chromium;

    public DemoAppHost App { get; } = new();

    public async ValueTask InitializeAsync() => _chromium = await Chromium.LaunchAsync();

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        await App.DisposeAsync();
    }

    /// <summary>A browser of someone who was never here, at the demo shop or at another host.</summary>
    public Task<Visitor> NewVisitorAsync(int width = 1360, int height = 860, bool dark = false, AppHost? at = null) =>
        NewVisitorAsync((at ?? App).Address, width, height, dark);

    /// <summary>The same at any address.</summary>
    public Task<Visitor> NewVisitorAsync(Uri at, int width = 1360, int height = 860, bool dark = false) =>
        _chromium!.NewVisitorAsync(at, width, height, dark);
}
