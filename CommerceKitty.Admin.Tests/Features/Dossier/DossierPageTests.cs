using Bunit;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Dossier;

/// <summary>The page about a user's dossier.</summary>
public sealed class DossierPageTests : PageContext
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    [Fact]
    public async Task Open_Everything_ShowsEachPartAndTheFile()
    {
        var bot = await Shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);
        await Shop.AddKeyAsync(bot, "<b>Nightly</b>");

        var page = await OpenWithAsync($"/configuration/users/{bot.Id}/dossier", Everything);

        page.WaitForElement("#audit-verification");
        page.FindAll(".ck-dossier h2").Select(h => h.TextContent).Should().Equal(
            "User", "API keys", "Usage by day and permission", "Recent calls", "Refusals", "Permissions over time", "Sessions", "Audit log",
            "Integrity of the audit log");
        page.ShouldSay("<b>Nightly</b>");
        page.Find("a[download]").GetAttribute("href").Should().Be($"/configuration/users/{bot.Id}/dossier/download");
        page.FindAll(".ck-note").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_SupportWithFewPermissions_SaysWhatIsLeftOut_R1()
    {
        var bot = await Shop.AddUserWithAsync("bot@example.com", Permissions.Orders.View);

        var page = await OpenWithAsync($"/configuration/users/{bot.Id}/dossier", Permissions.Users.View, Permissions.ApiKeys.View);

        page.WaitForElement(".ck-dossier");
        page.ShouldSay("Left out: API keys. It needs the permission api-keys.view-all.");
        page.FindAll(".ck-dossier h2").Select(h => h.TextContent).Should().Equal("User", "Sessions");
    }

    [Fact]
    public async Task Open_NoSuchUserOrNoPermission_SaysSo_R1()
    {
        var bot = await Shop.AddUserWithAsync("bot@example.com");
        var page = await OpenWithAsync($"/configuration/users/{bot.Id}/dossier", Permissions.Users.View);
        page.ShouldSay("This needs the permission api-keys.view.");

        Navigation.NavigateTo($"/configuration/users/{bot.Id}");

        page.WaitForElement("#user-permissions");
        page.FindAll("a[href$='/dossier']").Should().BeEmpty();
    }
}
