using System.Text.RegularExpressions;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceKitty.Admin.Tests.Browser;

/// <summary>Every page and dialog by <see cref="Looks"/>, and no complaint in the console.</summary>
[Collection(LooksGroup.Name)]
[Trait("Needs", "Browser")]
[Trait("Needs", "Server")]
public sealed class LookAndAccessTests(BrowserFixture fixture)
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/", "home"),
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
        ("/configuration/api-keys/1", "api-key"),
        ("/configuration/api-keys/1/usage?range=30d", "api-key-usage"),
        ("/configuration/api-keys/1/usage?range=90d&by=permission", "api-key-usage-permission"),
        ("/configuration/api-keys/1/calls", "api-key-calls"),
        ("/configuration/api-keys/1/refusals", "api-key-refusals-none"),
        ("/configuration/api-keys/6/receipt", "api-key-receipt"),
        ("/configuration/api-keys/1/history", "api-key-history"),
        ("/configuration/api-keys/999999", "api-key-none"),
        ("/configuration/refusals", "refusals"),
        ("/configuration/refusals?reason=replaced", "refusals-none"),
        ("/configuration/settings", "settings"),
        ("/configuration/users", "users"),
        ("/configuration/users/1", "user"),
        ("/configuration/users/6", "user-integration"),
        ("/configuration/user-groups", "user-groups"),
        ("/configuration/user-groups/operations", "user-group"),
        ("/configuration/audit-log", "audit-log"),
        ("/configuration/audit-log?actor=system&target=users", "audit-log-filtered"),
        ("/configuration/audit-log/1", "audit-entry"),
        ("/help", "help"),
        ("/help/api-keys", "help-api-keys"),
        ("/help/users", "help-users"),
        ("/help/api", "help-api"),
        ("/no/such/page", "not-found"),
    ];

    [Fact]
    public async Task EveryPage_LightDarkAndNarrow_IsAccessibleAndFits()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var defects = new List<string>();
        await visitor.SignInAsync("owner");
        foreach (var (path, name) in Pages)
        {
            await visitor.OpenAsync(path);
            defects.AddRange(await visitor.InspectAsync(name));
        }

        // A page that does not exist is answered with 404, which the browser notes.
        defects.AddRange(visitor.Complaints.Where(c => !c.Contains("status of 404", StringComparison.Ordinal)));
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryPageBeforeTheSignIn_InEachWidth_IsAccessibleAndFits(bool dark)
    {
        await using var visitor = await fixture.NewVisitorAsync(dark: dark);
        var page = visitor.Page;
        var defects = new List<string>();

        await page.GotoAsync("/account/sign-in");
        defects.AddRange(await visitor.InspectAsync("sign-in"));
        await page.GetByLabel("Email").FillAsync("nobody@example.com");
        await page.GetByLabel("Password").FillAsync("not-the-password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("sign-in-wrong"));
        await page.GotoAsync("/account/forgot");
        defects.AddRange(await visitor.InspectAsync("forgot"));
        await page.GotoAsync($"/account/invitation#{await InviteAsync($"{(dark ? "dark" : "light")}@example.com")}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome" })).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("invitation"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await Expect(page.GetByText("Enter a password")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("invitation-errors"));
        await page.GotoAsync("/account/reset#over");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This link no longer works" })).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("link-over"));

        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }

    [Fact]
    public async Task DangerousDialogs_FromTheMenuByKeyboard_BeginAtCancelAndReturnTheFocus()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        foreach (
            var (path, choices) in new (string, string[])[]
            {
                ("api-keys",
                [
                    "Rename…", "Expiry…", "Responsible person…", "Rate limit…", "Allowed networks…", "Rotate…", "Pause…", "Revoke…",
                ]),
                ("user-groups", ["Duplicate…", "Rename…", "Delete…"]),
                ("users?kind=integration", ["Edit…", "Disable…"]),
            })
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

    [Fact]
    public async Task EveryDialog_LightDarkAndNarrow_IsAccessibleAndReturnsTheFocus()
    {
        await ShopWithKeys.EnsureAsync(fixture.App);
        await using var visitor = await fixture.NewVisitorAsync();
        var page = visitor.Page;
        var defects = new List<string>();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/configuration/api-keys");

        // Add: focus inside, Esc closes, focus returns.
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Add API key" }).First;
        await opener.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-add"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();

        // Add with errors, by keyboard alone.
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByText("Enter a name.")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-add-errors"));
        await page.Keyboard.TypeAsync("ZAP قطة 🐱 <script>alert(1)</script>");
        await dialog.GetByLabel("Acts as").FillAsync("admin@");
        await page.GetByText("admin@commercekitty.example").ClickAsync();
        await Expect(dialog.GetByText("is an administrator")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-add-filled"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        await Expect(dialog.GetByText("shown only once")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-shown-once"));
        await dialog.GetByLabel("I have saved this key").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();

        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Actions for ZAP" }).First;
        await menu.ClickAsync();
        defects.AddRange(await visitor.InspectAsync("menu"));
        await page.GetByText("Rename…").ClickAsync();
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-rename"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        foreach (var (item, name) in new[] { ("Expiry…", "expiry"), ("Responsible person…", "responsible") })
        {
            await menu.ClickAsync();
            await page.GetByText(item).ClickAsync();
            await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeVisibleAsync();
            await Expect(dialog.Locator(".ck-skeleton")).ToHaveCountAsync(0);
            defects.AddRange(await visitor.InspectAsync($"dialog-{name}"));
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToBeHiddenAsync();
        }

        await page.Locator(".ck-bell summary").ClickAsync();
        defects.AddRange(await visitor.InspectAsync("notices"));
        await page.Keyboard.PressAsync("Escape");
        await menu.ClickAsync();
        await page.GetByText("Rate limit…").ClickAsync();
        await Expect(dialog.GetByLabel("Requests per minute")).ToBeFocusedAsync();
        await dialog.GetByLabel("Requests per minute").FillAsync("none");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.GetByText("not a whole number")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-limit"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await menu.ClickAsync();
        await page.GetByText("Revoke…").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-revoke"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();

        await visitor.OpenAsync("/configuration/users");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add user" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        await Expect(dialog.GetByText("Enter a first name.")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-add-user"));
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
            defects.AddRange(await visitor.InspectAsync($"dialog-{name}"));
            if (name == "edit-user")
            {
                await dialog.GetByRole(AriaRole.Radio, new() { Name = "Person" }).CheckAsync();
                await Expect(dialog.GetByText("has no password yet")).ToBeVisibleAsync();
                defects.AddRange(await visitor.InspectAsync("dialog-edit-user-kind"));
            }
            else if (name == "disable-user")
            {
                await dialog.GetByLabel("Action for Amazon order import").SelectOptionAsync("Reissue");
                await dialog
                    .GetByRole(AriaRole.Group, new() { Name = "Amazon order import" })
                    .GetByLabel("The new key acts as")
                    .FillAsync("zapier@");
                await page.Locator(".ck-option").GetByText("zapier@commercekitty.example").ClickAsync();
                await Expect(dialog.GetByText("The new key loses")).ToBeVisibleAsync();
                await dialog.GetByLabel("Action for Nightly inventory sync script").SelectOptionAsync("Reissue");
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable user" }).ClickAsync();
                await Expect(dialog.GetByText("Choose the user the new key acts as.")).ToBeVisibleAsync();
                defects.AddRange(await visitor.InspectAsync("dialog-disable-user-reissue"));
            }

            await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(dialog).ToBeHiddenAsync();
        }

        await visitor.OpenAsync("/configuration/user-groups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add group" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add group" }).ClickAsync();
        await Expect(dialog.GetByText("Enter a name.")).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-add-group"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        foreach (var (item, name) in new[] { ("Duplicate…", "duplicate-group"), ("Delete…", "delete-group") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Actions for Operations" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
            await Expect(dialog).ToBeVisibleAsync();
            if (name == "delete-group")
                await dialog.GetByLabel("Move users to").SelectOptionAsync("support");
            defects.AddRange(await visitor.InspectAsync($"dialog-{name}"));
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(dialog).ToBeHiddenAsync();
        }

        await visitor.OpenAsync("/orders/400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await Expect(dialog).ToBeVisibleAsync();
        defects.AddRange(await visitor.InspectAsync("dialog-edit-order"));

        foreach (var (path, button, name) in new[]
        {
            ("/orders?status=open", "Ship", "ship"),
            ("/orders?status=open", "Cancel order", "cancel-order"),
            ("/orders", "Create order", "add-order"),
            ("/products", "Add product", "add-product"),
            ("/inventory/rotterdam/TREE-OAK-180", "Adjust", "adjust-stock"),
            ("/inventory/sources", "Add source", "add-source"),
        })
        {
            await visitor.OpenAsync(path);
            if (path.StartsWith("/orders?", StringComparison.Ordinal))
                await page.Locator(".ck-table tbody tr a").First.ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
            await Expect(dialog).ToBeVisibleAsync();
            defects.AddRange(await visitor.InspectAsync($"dialog-{name}"));
        }

        defects.AddRange(visitor.Complaints);
        string.Join('\n', defects.Distinct()).Should().BeEmpty();
    }

    /// <summary>Dialogs are looked at above in a narrow window; this works in one.</summary>
    [Fact]
    public async Task Narrow_MenuListAndDialog_AreReachable()
    {
        await using var visitor = await fixture.NewVisitorAsync(390, 844);
        var page = visitor.Page;
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/orders");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Actions for") }).First).ToBeVisibleAsync();
        // Rows are cards here and their headings hidden: the order is chosen in the panel.
        await page.Locator(".ck-display summary").ClickAsync();
        await Expect(page.GetByText("Compact")).ToBeHiddenAsync();
        await page.GetByLabel("Sort by").SelectOptionAsync("Email, ascending");
        await visitor.PictureAsync("narrow-users-sort");
        await Expect(page).ToHaveURLAsync(new Regex("sort=email-asc"));
        // Other tests add people, and with enough of them she is on the next page.
        await page.GetByLabel("Search by name or email").FillAsync("Yuki");
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for Yuki Tanaka" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Edit…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("First name").FillAsync("Yuki");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        visitor.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Inspect_PageWithDefects_FindsThemInTheLookTheyShowIn()
    {
        await using var visitor = await fixture.NewVisitorAsync();
        await visitor.SignInAsync("owner");
        await visitor.OpenAsync("/help");
        await visitor.Page.EvaluateAsync(
            """
            () => document.querySelector('main').insertAdjacentHTML('beforeend',
                '<img src="favicon.svg"><p style="color: #fff">White on white, fine on black</p>'
                + '<div style="width: 350px; height: 1px"></div>'
                + '<div class="ck-card" style="width: 200px"><button style="width: 300px">Too wide</button></div>')
            """);

        var defects = await visitor.InspectAsync("defects");

        defects
            .Where(d => d.Contains("image-alt", StringComparison.Ordinal))
            .Select(d => d.Split('-')[0])
            .Should()
            .Equal("light", "narrow", "narrowest", "dark");
        defects
            .Where(d => d.Contains("color-contrast", StringComparison.Ordinal))
            .Select(d => d.Split('-')[0])
            .Should()
            .Equal("light", "narrow");
        defects.Where(d => d.Contains("sticks out of its panel", StringComparison.Ordinal)).Should().HaveCount(4);
        defects
            .Where(d => d.EndsWith("px wider than the screen", StringComparison.Ordinal))
            .Select(d => d.Split('-')[0])
            .Should()
            .Equal("narrowest");
        (await visitor.Page.Locator("html").GetAttributeAsync("class")).Should()
            .MatchRegex(@"\blight\b", "it is left as it was").And.NotMatchRegex(@"\bdark\b");
    }

    /// <summary>Invites somebody and answers the token of the link.</summary>
    private async Task<string> InviteAsync(string email)
    {
        await using var acting = new Acting(fixture.App.Services, current => current.ActAs(Actor.CommandLine("tester")));
        var sent = await acting.Users.InviteAsync(
            new CreateUserRequest
            {
                Email = email,
                FirstName = "Nadia",
                LastName = "Berger",
                GroupCode = "viewer",
            });
        return MailBox.TokenIn(await File.ReadAllTextAsync(sent.Value!.File!));
    }
}
