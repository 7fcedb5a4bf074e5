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
using Bunit;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class RenameApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Rename_NewName_IsStoredAndListed()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rename…");
        page.Find(".mud-dialog input").GetAttribute("value").Should().Be("Nightly sync");

        page.Find(".mud-dialog input").Input("Hourly sync");
        page.Find("#rename-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.WaitForAssertion(() => page.Column(1).Should().Equal("Hourly sync"));
        (await StoredAsync(id)).Name.Should().Be("Hourly sync");
    }

    [Fact]
    public async Task Rename_WrongName_SaysWhyAndKeepsIt()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Rename…");

        page.Find(".mud-dialog input").Input(new string('x', 81));
        page.Find("#rename-api-key-form").Submit();

        page.ShouldSay("Shorten it to 80 or fewer");
        page.Find(".mud-dialog input").GetAttribute("value").Should().HaveLength(81);
        (await StoredAsync(id)).Name.Should().Be("Nightly sync");
    }
}
