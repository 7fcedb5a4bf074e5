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
        await Expect(visitor.Page.GetByText($"{group} saved.").First).ToBeVisibleAsync();
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
