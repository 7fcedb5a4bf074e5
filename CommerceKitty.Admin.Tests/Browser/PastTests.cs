using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>The demo shop's keys and their past, as support staff see them (R15).</summary>
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
[Collection(LooksGroup.Name)]
public sealed class PastTests(BrowserFixture fixture) : IAsyncDisposable
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/", "home"),
        ("/configuration/api-keys?status=all", "api-keys"),
        ("/configuration/api-keys/2", "api-key"),
        ("/configuration/api-keys/2/usage", "api-key-usage"),
        ("/configuration/api-keys/6/refusals", "api-key-refusals"),
        ("/configuration/api-keys/11", "api-key-disabled"),
        ("/configuration/api-keys/12/history", "api-key-history"),
        ("/configuration/refusals", "refusals"),
        ("/configuration/audit-log", "audit-log"),
        ("/configuration/users/1", "user"),
    ];

    private readonly PastAppHost _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EveryPageOfThePast_LightDarkAndNarrow_IsAccessibleAndFits()
    {
        await using var visitor = await fixture.NewVisitorAsync(at: _shop);
        var defects = new List<string>();
        await visitor.SignInAsync("owner");
        foreach (var (path, name) in Pages)
        {
            await visitor.OpenAsync(path);
            defects.AddRange(await visitor.InspectAsync($"past-{name}"));
        }

        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }
}
