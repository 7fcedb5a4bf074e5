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

public sealed class RevokeApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Revoke_UsedWithin7Days_NeedsTheNameTyped()
    {
        var (page, id) = await OpenKeyAsync(usedAgo: TimeSpan.FromDays(6));
        ChooseFromMenu(page, "Revoke…");
        page.ShouldSay("Anything using this key will stop working.");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeTrue();

        page.Find("#revoke-api-key-form").Submit();
        (await StoredAsync(id)).RevokedAt.Should().BeNull("Enter does not get around it");
        page.Find(".mud-dialog input").Input("Nightly synch");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeTrue();
        page.Find(".mud-dialog input").Input("Nightly sync");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeFalse();
        page.Find("#revoke-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("Nightly sync was revoked.");
        (await StoredAsync(id)).RevokedAt.Should().NotBeNull();
        page.ShouldSay("No API keys yet");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public async Task Revoke_NotUsedLately_NeedsNoName(int? daysAgo)
    {
        var (page, id) = await OpenKeyAsync(daysAgo is { } days ? TimeSpan.FromDays(days) : null);
        ChooseFromMenu(page, "Revoke…");
        page.FindAll(".mud-dialog input").Should().BeEmpty();

        page.Find("#revoke-api-key-form").Submit();

        page.ShouldShowNoDialog();
        (await StoredAsync(id)).RevokedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Revoke_PermissionTakenAwayMeanwhile_SaysSo_R3()
    {
        var (page, id) = await OpenKeyAsync();
        ChooseFromMenu(page, "Revoke…");
        await Shop.SetPermissionsAsync("viewer-group", Permissions.ApiKeys.ViewAll);

        page.Find("#revoke-api-key-form").Submit();

        page.ShouldSay("This needs the permission api-keys.delete");
        (await StoredAsync(id)).RevokedAt.Should().BeNull();
    }
}
