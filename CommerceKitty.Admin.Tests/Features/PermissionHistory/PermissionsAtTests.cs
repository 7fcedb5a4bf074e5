using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.PermissionHistory;

public sealed class PermissionsAtTests : PageContext
{
    [Fact]
    public async Task Show_ATimeInTheViewersZone_SaysWhatItCouldDo()
    {
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        await Shop.BeginHistoryAsync();
        var (key, _) = await Shop.AddKeyAsync(robot);
        Shop.Time.Advance(TimeSpan.FromMinutes(5));
        await using (var acting = Shop.AsCommandLine())
            (await acting.ApiKeys.DisableAsync(key.Id)).Error.Should().BeNull();
        var page = await OpenAsync(key.Id);

        Choose(page, "2026-11-23T10:03");

        page.ShouldSay("On 23 Nov 2026, 10:03:00 (UTC+01:00) the key acted as");
        page.ShouldSay("and had 1 permission from the group");
        page.ShouldSay("Removed: Orders: View");
        page.Find("section[aria-labelledby='permissions-at'] a[href^='/configuration/audit-log/']").Should().NotBeNull();
        Choose(page, "2026-11-23T10:05");
        page.ShouldSay("the key could do nothing: it was disabled");
        Choose(page, "2026-11-23T09:59");
        page.ShouldSay("the key did not exist yet");
    }

    [Theory]
    [InlineData("2026-03-29T02:30", "02:30 does not exist on this day in Europe/Amsterdam: the clocks went forward")]
    [InlineData("2026-10-25T02:30", "02:30 came twice on this day; this is the first one.")]
    [InlineData("2027-01-01T00:00", "This time is in the future")]
    [InlineData("", "Choose a date and a time.")]
    public async Task Show_OddTimes_SaysSo(string time, string text)
    {
        var (key, _) = await Shop.AddKeyAsync(await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View));
        var page = await OpenAsync(key.Id);

        Choose(page, time);

        page.ShouldSay(text);
    }

    [Fact]
    public async Task Show_OnAUsersPage_IsAboutTheUser()
    {
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        await Shop.BeginHistoryAsync();
        var page = await OpenWithAsync(
            $"/configuration/users/{robot.Id}", Permissions.Users.View, Permissions.AuditLog.ViewAll, Permissions.AuditLog.View);
        page.WaitForElement("#permissions-at");

        Choose(page, "2026-11-23T10:00");

        page.ShouldSay("On 23 Nov 2026, 10:00:00 (UTC+01:00) the user had 1 permission from the group");
    }

    [Fact]
    public async Task Open_UserWithoutTheAuditLog_HasNoTimeTravel()
    {
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);

        var page = await OpenWithAsync($"/configuration/users/{robot.Id}", Permissions.Users.View);

        page.ShouldSay("Permissions");
        page.FindAll("#permissions-at").Should().BeEmpty();
    }

    private static void Choose(IRenderedComponent<Routes> page, string time)
    {
        page.Find("section[aria-labelledby='permissions-at'] input").Change(time);
        page.Find("section[aria-labelledby='permissions-at'] form").Submit();
    }

    private async Task<IRenderedComponent<Routes>> OpenAsync(int key)
    {
        var page = await OpenWithAsync(
            $"/configuration/api-keys/{key}/history", Permissions.ApiKeys.View, Permissions.AuditLog.ViewAll, Permissions.AuditLog.View);
        page.WaitForElement("#permissions-at");
        await page.InvokeAsync(() => Services.GetRequiredService<ViewerClock>().UseZone("Europe/Amsterdam"));
        return page;
    }
}
