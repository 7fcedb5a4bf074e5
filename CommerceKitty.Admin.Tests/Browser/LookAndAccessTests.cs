using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>Every page and dialog: a picture for people, axe's rules (WCAG 2.2 AA), no sideways scrolling, no complaint in the console.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LookAndAccessTests(BrowserFixture fixture)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    private static readonly (string Path, string Name)[] Pages =
    [
        ("/orders", "orders"),
        ("/orders/400", "order"),
        ("/orders?q=nothing-like-this", "orders-none"),
        ("/products", "products"),
        ("/products/1", "product"),
        ("/products/import", "products-import"),
        ("/inventory", "inventory"),
        ("/inventory/rotterdam/TREE-OAK-180", "stock"),
        ("/inventory/sources", "inventory-sources"),
        ("/configuration/api-keys", "api-keys"),
        ("/configuration/api-keys?q=nothing-like-this", "api-keys-none"),
        ("/configuration/users", "users"),
        ("/configuration/users/1", "user"),
        ("/configuration/users/6", "user-integration"),
        ("/configuration/user-groups", "user-groups"),
        ("/configuration/user-groups/operations", "user-group"),
        ("/configuration/audit-log", "audit-log"),
        ("/help", "help"),
        ("/help/api-keys", "help-api-keys"),
        ("/help/api", "help-api"),
        ("/no/such/page", "not-found"),
    ];

    [Theory]
    [InlineData(false, 1360, 860, "light")]
    [InlineData(true, 1360, 860, "dark")]
    [InlineData(false, 390, 844, "narrow")]
    [InlineData(true, 320, 640, "narrowest")]
    public async Task EveryPage_LightDarkAndNarrow_IsAccessibleAndFits(bool dark, int width, int height, string look)
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync(width, height, dark);
        var defects = new List<string>();

        await visitor.Page.GotoAsync("/account/sign-in");
        await InspectAsync(visitor, $"{look}-sign-in", defects);
        await visitor.Page.GotoAsync("/account/forgot");
        await InspectAsync(visitor, $"{look}-forgot", defects);
        await visitor.Page.GotoAsync($"/account/invitation#{await InviteAsync($"{look}@example.com")}");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Welcome" })).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await InspectAsync(visitor, $"{look}-invitation", defects);
        await visitor.Page.GotoAsync("/account/reset#over");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "This link is over" })).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-link-over", defects);
        await visitor.SignInAsync("owner");
        foreach (var (path, name) in Pages)
        {
            await visitor.OpenAsync(path);
            await InspectAsync(visitor, $"{look}-{name}", defects);
        }

        // A page that does not exist is answered with 404, which the browser notes.
        defects.AddRange(visitor.Complaints.Where(c => !c.Contains("status of 404", StringComparison.Ordinal)));
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }

    [Fact]
    public async Task DangerousDialogs_FromTheMenuByKeyboard_BeginAtCancelAndReturnTheFocus()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        foreach (var (path, choices) in new[] { ("api-keys", new[] { "Rename…", "Revoke…" }), ("user-groups", ["Duplicate…", "Rename…", "Delete…"]), ("users?kind=integration", ["Edit…", "Disable…"]) })
        {
            await visitor.OpenAsync($"/configuration/{path}");
            var menu = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions for") }).First;
            var dialog = page.GetByRole(AriaRole.Dialog);
            foreach (var leave in new[] { "Escape", "Enter" })
            {
                await menu.FocusAsync();
                await page.Keyboard.PressAsync("Enter");
                foreach (var choice in choices)
                {
                    await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = choice })).ToBeFocusedAsync();
                    await page.Keyboard.PressAsync(choice == choices[^1] ? "Enter" : "ArrowDown");
                }

                await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
                await page.Keyboard.PressAsync(leave);
                await Expect(dialog).ToBeHiddenAsync();
                await Expect(menu).ToBeFocusedAsync();
            }
        }

        visitor.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false, 1360, 860, "light")]
    [InlineData(true, 1360, 860, "dark")]
    [InlineData(false, 390, 844, "narrow")]
    public async Task EveryDialog_LightDarkAndNarrow_IsAccessibleAndReturnsTheFocus(bool dark, int width, int height, string look)
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync(width, height, dark);
        var page = visitor.Page;
        var defects = new List<string>();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");

        // Add: focus inside, Esc closes, focus returns.
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First;
        await opener.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await InspectAsync(visitor, $"{look}-dialog-add", defects);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();

        // Add with errors, by keyboard alone.
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByText("Name is missing.")).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-dialog-add-errors", defects);
        await page.Keyboard.TypeAsync("ZAP قطة 🐱 <script>alert(1)</script>");
        await dialog.GetByLabel("Acts as").FillAsync("admin@");
        await page.GetByText("admin@commercekitty.example").ClickAsync();
        await Expect(dialog.GetByText("is an administrator")).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-dialog-add-filled", defects);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        await Expect(dialog.GetByText("This is the only time")).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-dialog-shown-once", defects);
        await dialog.GetByLabel("I have stored this key").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();

        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Actions for ZAP" }).First;
        await menu.ClickAsync();
        await InspectAsync(visitor, $"{look}-menu", defects);
        await page.GetByText("Rename…").ClickAsync();
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await InspectAsync(visitor, $"{look}-dialog-rename", defects);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await menu.ClickAsync();
        await page.GetByText("Revoke…").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await InspectAsync(visitor, $"{look}-dialog-revoke", defects);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();

        await visitor.OpenAsync("/configuration/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(dialog.GetByText("First name is missing")).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-dialog-add-user", defects);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        foreach (var (user, item, name) in new[]
        {
            ("Nightly Inventory", "Edit…", "edit-user"),
            ("Nightly Inventory", "Disable…", "disable-user"),
            ("Adrián Fuentes", "Make account owner…", "transfer"),
            ("Adrián Fuentes", "Sign out everywhere…", "ask"),
        })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {user}" }).ClickAsync();
            await page.GetByText(item).ClickAsync();
            await Expect(dialog).ToBeVisibleAsync();
            await Expect(dialog.GetByText("Looking for API keys")).ToBeHiddenAsync();
            await InspectAsync(visitor, $"{look}-dialog-{name}", defects);
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToBeHiddenAsync();
        }

        await visitor.OpenAsync("/orders/400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await InspectAsync(visitor, $"{look}-dialog-edit-order", defects);

        foreach (var (path, button, name) in new[]
        {
            ("/orders?status=open", "Ship", "ship"),
            ("/orders?status=open", "Cancel order", "cancel-order"),
            ("/products", "Add product", "add-product"),
            ("/inventory/rotterdam/TREE-OAK-180", "Adjust", "adjust-stock"),
            ("/inventory/sources", "Add source", "add-source"),
        })
        {
            await visitor.OpenAsync(path);
            if (path.StartsWith("/orders", StringComparison.Ordinal))
                await page.Locator(".ck-table tbody tr a").First.ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Expect(dialog).ToBeVisibleAsync();
            await InspectAsync(visitor, $"{look}-dialog-{name}", defects);
        }

        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }

    /// <summary>Invites somebody and answers the token of the link.</summary>
    private async Task<string> InviteAsync(string email)
    {
        await using var acting = new Acting(fixture.App.Services, current => current.ActAs(Actor.CommandLine("tester")));
        var sent = await acting.Users.InviteAsync(new CreateUserRequest { Email = email, FirstName = "Nadia", LastName = "Berger", GroupCode = "viewer" });
        return MailBox.TokenIn(await File.ReadAllTextAsync(sent.Value!.File!));
    }

    private static async Task InspectAsync(Visitor visitor, string name, List<string> defects)
    {
        await visitor.PictureAsync(name);
        var axe = await visitor.Page.RunAxe(Rules);
        defects.AddRange(axe.Violations.SelectMany(v => v.Nodes
            // MudBlazor hangs menus below the body, outside the landmarks; an open menu has the focus, so nobody needs a landmark to find it.
            .Where(n => !(v.Id == "region" && n.Html.Contains("mud-popover", StringComparison.Ordinal)))
            .Select(n => $"{name}: {v.Id}: {v.Help}: {n.Html}")));
        var overflow = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
            defects.Add($"{name}: the page is {overflow} px wider than the screen");
    }
}
