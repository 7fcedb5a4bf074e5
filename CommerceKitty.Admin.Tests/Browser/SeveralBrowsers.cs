using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>What tests of several people at several browsers share.</summary>
[Collection(BrowserGroup.Name)]
public abstract class SeveralBrowsers(BrowserFixture fixture)
{
    protected BrowserFixture Fixture => fixture;

    /// <summary>A box of the group editor's matrix, like "Orders: Edit".</summary>
    protected static ILocator Box(Visitor visitor, string label, bool exact = true) =>
        visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = label, Exact = exact });

    /// <summary>Saves the group in the editor.</summary>
    protected static async Task SaveAsync(Visitor visitor, string group)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByText($"{group} is saved.").First).ToBeVisibleAsync();
    }

    /// <summary>A person in a group of their own, called MAILBOX-group.</summary>
    protected Task AddAsync(string mailbox, params string[] permissions) =>
        fixture.App.Services.AddUserWithAsync($"{mailbox}@commercekitty.example", permissions);

    protected async Task<Visitor> SignedInAsync(string mailbox)
    {
        var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync(mailbox, ShopSeeding.Password);
        return visitor;
    }

    protected async Task<Visitor> OwnerAtAsync(string group)
    {
        var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync($"/configuration/user-groups/{group}");
        return visitor;
    }
}
