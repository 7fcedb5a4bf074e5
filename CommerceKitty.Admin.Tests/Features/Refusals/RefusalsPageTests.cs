using System.Globalization;
using Bunit;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Refusals;

public sealed class RefusalsPageTests : PageContext
{
    private const string Page = "/configuration/refusals";

    [Fact]
    public async Task Open_ListsReasonsAndCausesNewestFirst_R15()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(
            Row(1, RefusalReason.Unknown, address: "", count: 1_204),
            Row(5, RefusalReason.Revoked, key, "orders.edit", count: 3, cause: await RevocationAsync(key)));

        var page = await OpenWithAsync(Page, Permissions.ApiKeys.ViewAll, Permissions.AuditLog.View);

        page.Column(1).Should().Equal("Key revoked Revoked an API key · Command line (tester) just now", "Unknown key");
        page.Column(2).Should().Equal("<b>Zapier</b> kitty_Ab3d…".Replace("kitty_Ab3d", await HintAsync(key), StringComparison.Ordinal), "–");
        page.Column(3).Should().Equal("orders.edit", "–");
        page.Column(4).Should().Equal("203.0.113.7", "1,204 others");
        page.Column(5).Should().Equal("3", "1,204");
        page.Find(".ck-table a[href*='api-keys']").GetAttribute("href").Should().Be($"/configuration/api-keys/{key}/refusals");
        page.Find(".ck-table a[href*='audit-log']").GetAttribute("href").Should().StartWith("/configuration/audit-log/");
    }

    [Fact]
    public async Task Open_WithoutTheAuditLog_CauseIsNoLink()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(Row(5, RefusalReason.Revoked, key, cause: await RevocationAsync(key)));

        var page = await OpenWithAsync(Page, Permissions.ApiKeys.ViewAll);

        page.Column(1).Single().Should().Contain("Revoked an API key");
        page.FindAll(".ck-table a[href*='audit-log']").Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_ReasonPermissionKeyAndSearch_ListWhatTheySay()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(
            Row(1, RefusalReason.Forbidden, key, "orders.edit"),
            Row(2, RefusalReason.Malformed, address: "198.51.100.9"),
            Row(3, RefusalReason.NoCredentials, address: "2001:db8::1"));
        var page = await OpenWithAsync(Page, Permissions.ApiKeys.ViewAll);
        page.Column(4).Should().HaveCount(3);

        page.Choice("Reason").Change("malformed");
        page.ShouldSay("Reason: Not a key's format");
        page.Column(4).Should().Equal("198.51.100.9");
        page.Find(".ck-export").GetAttribute("href").Should().Be("/configuration/refusals/export?reason=malformed");
        Navigation.NavigateTo($"{Page}?permission=orders.edit");
        page.ShouldSay("Permission: Orders: Edit");
        page.Column(4).Should().Equal("203.0.113.7");
        Navigation.NavigateTo($"{Page}?key=0");
        page.ShouldSay("Without a known key");
        page.Column(4).Should().Equal("2001:db8::1", "198.51.100.9");
        foreach (var search in new[] { "zapier", "203.0.113", "request-1" })
        {
            Navigation.NavigateTo($"{Page}?q={search}");
            page.ShouldSay($"Search: {search}");
            page.Column(4).Should().Equal("203.0.113.7");
        }

        Navigation.NavigateTo($"{Page}?q=nothing");
        page.ShouldSay("No matching refusals");
    }

    [Fact]
    public async Task KeyPage_Tab_ListsTheKeysOwn_R15()
    {
        var key = await AddKeyAsync();
        await Shop.AddAsync(
            Row(1, RefusalReason.Forbidden, key, "orders.edit"), Row(2, RefusalReason.Revoked, key + 1), Row(3, RefusalReason.Unknown));

        var page = await OpenWithAsync($"/configuration/api-keys/{key}/refusals?key={key + 1}", Permissions.ApiKeys.View);

        page.Column(1).Should().Equal("Permission missing");
        page.Column(2).Should().Equal("orders.edit");
    }

    [Fact]
    public async Task Open_NoRefusals_SaysSo() => (await OpenWithAsync(Page, Permissions.ApiKeys.ViewAll)).ShouldSay("No refusals");

    [Fact]
    public async Task Open_WithoutPermission_IsNotAllowed() =>
        (await OpenWithAsync(Page, Permissions.ApiKeys.View)).ShouldSay("You don't have access to this page");

    private async Task<int> AddKeyAsync() =>
        (await Shop.AddKeyAsync(await Shop.AddUserWithAsync("bot@example.com"), "<b>Zapier</b>")).Key.Id;

    private async Task<string> HintAsync(int key)
    {
        await using var db = Shop.OpenDatabase();
        return (await db.ApiKeys.FindAsync(key))!.Hint;
    }

    private async Task<long> RevocationAsync(int key)
    {
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(key);
        return (await Shop.AuditAsync()).Last(e => e.Action == AuditActions.ApiKeyRevoked).Id;
    }

    private static Refusal Row(
        int minute, RefusalReason reason, int key = Refusal.NoKey, string permission = "", string address = "203.0.113.7", long count = 1,
        long? cause = null) => new()
        {
            Hour = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
            ApiKeyId = key,
            Reason = reason,
            Permission = permission,
            Address = address,
            Count = count,
            FirstAt = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
            LastAt = new DateTime(2026, 11, 23, 8, minute, 0, DateTimeKind.Utc),
            LastRequestId = string.Create(CultureInfo.InvariantCulture, $"request-{minute}"),
            CauseId = cause,
        };
}
