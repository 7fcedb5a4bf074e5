using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Settings;

public sealed class SettingsPageTests : PageContext
{
    private const string Page = "/configuration/settings";

    [Fact]
    public async Task Save_StricterRule_ShowsTheKeysAndTakesADecision()
    {
        var (key, _) = await Shop.Services.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"), "Till");
        var page = await OpenWithAsync(Page, Permissions.Settings.View, Permissions.Settings.Edit, Permissions.ApiKeys.Edit,
            Permissions.ApiKeys.ViewAll);

        page.WaitForElement("#endless-keys").Change(nameof(EndlessKeys.Refused));
        page.ShouldSay("1 existing key is beyond the new rules");
        page.Find("#affected-keys tbody tr").Words().Should().Be("Till bot Test Never");
        page.Find(".ck-save-bar strong").TextContent.Should().Be("Keys that never expire: Allowed with a reason → Not allowed");
        page.Find("#save-settings").Click();
        page.ShouldSay("Say what becomes of them");
        page.Find("#existing-keys").Change("End");
        page.Find("#end-in-days").Input("7");
        page.Find("#save-settings").Click();

        page.ShouldSay("Saved");
        page.WaitForAssertion(() => page.FindAll(".ck-save-bar").Should().BeEmpty());
        await using var db = Shop.OpenDatabase();
        (await db.ApiKeys.SingleAsync(k => k.Id == key)).ExpiresAt.Should().Be(Shop.Time.GetUtcNow().UtcDateTime.AddDays(7));
        (await db.AccountSettings.SingleAsync()).EndlessKeys.Should().Be(EndlessKeys.Refused);
    }

    [Fact]
    public async Task Save_Nonsense_IsSaidAtTheField_AndDiscardTakesItBack()
    {
        var page = await OpenWithAsync(Page, Permissions.Settings.View, Permissions.Settings.Edit);

        page.WaitForElement("#idle-days").Input("");
        page.Find("#notice-days").Input("soon");
        page.Find("#save-settings").Click();

        page.ShouldSay("Enter a whole number of days from 1 to 3,650.");
        page.ShouldSay("Enter up to 6 numbers from 0 to 365, for example 14, 3, 0.");
        page.Button("Discard").Click();
        page.WaitForAssertion(() => page.Find("#notice-days").GetAttribute("value").Should().Be("14, 3, 0"));
    }

    [Fact]
    public async Task Save_ChangedElsewhere_LosesNothingUnseen()
    {
        var page = await OpenWithAsync(Page, Permissions.Settings.View, Permissions.Settings.Edit);
        page.WaitForElement("#idle-days").Input("30");
        await using (var db = Shop.OpenDatabase())
            await db.AccountSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1));

        page.Find("#save-settings").Click();

        page.ShouldSay("Someone else changed this");
        page.Button("Discard my changes and load the new version").Click();
        page.WaitForAssertion(() => page.Find("#idle-days").GetAttribute("value").Should().Be("90"));
    }

    [Fact]
    public async Task Open_WithoutEdit_ShowsThemAlone()
    {
        var page = await OpenWithAsync(Page, Permissions.Settings.View);

        page.ShouldSay("To change them you need the permission Settings: Edit.");
        page.Find(".ck-settings").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task Open_WithoutView_IsNotAllowed() =>
        (await OpenWithAsync(Page, Permissions.Orders.ViewAll)).ShouldSay("You don't have access");
}
