using Bunit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class RevokeApiKeyDialogTests : ApiKeyPages
{
    [Fact]
    public async Task Revoke_UsedWithin7Days_NeedsTheNameTyped()
    {
        var (page, id) = await OpenKeyAsync(usedAgo: TimeSpan.FromDays(6));
        ChooseFromMenu(page, "Revoke…");
        page.ShouldSay("What uses it will stop working.");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeTrue();

        page.Find("#revoke-api-key-form").Submit();
        (await StoredAsync(id)).RevokedAt.Should().BeNull("Enter does not get around it");
        page.Find(".mud-dialog input").Input("Nightly synch");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeTrue();
        page.Find(".mud-dialog input").Input("Nightly sync");
        page.Button("Revoke key").HasAttribute("disabled").Should().BeFalse();
        page.Find("#revoke-api-key-form").Submit();

        page.ShouldShowNoDialog();
        page.ShouldSay("Nightly sync is revoked.");
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
