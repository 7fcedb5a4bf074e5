using Bunit;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.ApiKeys;

public sealed class ApiKeyPageTests : ApiKeyPages
{
    [Fact]
    public async Task Open_ActiveKey_SaysItsStateInOneSentence()
    {
        var id = await AddKeyAsync(usedAgo: TimeSpan.FromMinutes(4), expiresInDays: 31);

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-state").Words()
            .Should().Be("Active; used 4 min ago from 198.51.100.7; expires in 31 days");
    }

    [Fact]
    public async Task Open_NeverUsedDisabledAndEndless_SaysSo()
    {
        var id = await AddKeyAsync();
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.DisableAsync(id);

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-state").Words().Should().Be("Disabled; never used; never expires");
        page.ShouldSay("None while the key is disabled. If it is enabled again:");
    }

    [Fact]
    public async Task Open_Permissions_SayWhoGrantsThemAndWhichWereUsedIn90Days()
    {
        var bot = await AddIntegrationAsync("bot@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var (id, _) = await Shop.Services.AddKeyAsync(bot);
        await AddUsageAsync(id, Permissions.Orders.View, daysAgo: 2, count: 1200);
        await AddUsageAsync(id, Permissions.Orders.View, daysAgo: 5, count: 4);
        await AddUsageAsync(id, Permissions.Orders.Edit, daysAgo: 91, count: 7);
        await AddUsageAsync(id, Permissions.Products.Edit, daysAgo: 3, count: 1);

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement(".ck-lines");
        page.FindAll(".ck-lines tbody tr").Select(r => r.Words()).Should().Equal(
            "Orders: View bot-group 1,204 times last 2 days ago",
            "Orders: Edit bot-group Not used",
            "Products: Edit No longer granted Once last 3 days ago");
        page.ShouldSay("1 of 2 used in the last 90 days.");
    }

    [Fact]
    public async Task Open_KeySentOverPlainHttp_SaysWhenAndFromWhere_R14()
    {
        var id = await AddKeyAsync();
        await using (var db = Shop.OpenDatabase())
        {
            var key = await db.ApiKeys.SingleAsync(k => k.Id == id);
            key.Expose(Shop.Time.GetUtcNow().UtcDateTime.AddMinutes(-4), "203.0.113.7", key.Hint);
            _ = new Admin.Data.Work(Shop.Services, db, Actor.System);
            await db.SaveChangesAsync();
        }

        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-findings").Words().Should().Be("Findings");
        page.ShouldSay("Exposed in the clear");
        page.ShouldSay("was sent over plain HTTP from 203.0.113.7. Rotate the key.");
    }

    [Fact]
    public async Task Open_KeyThatDoesNotExist_SaysSo()
    {
        var page = await OpenWithAsync($"{Keys}/404", Permissions.ApiKeys.View);

        page.ShouldSay("API key not found");
    }

    [Fact]
    public async Task Open_TabThatDoesNotExist_SaysSo()
    {
        var id = await AddKeyAsync();

        var page = await OpenWithAsync($"{Keys}/{id}/nothing", Permissions.ApiKeys.View);

        page.ShouldSay("API key not found");
    }

    [Fact]
    public async Task Open_ViewerWithoutOtherPermissions_OffersNoActionNoLinkAndNoHistory_R1()
    {
        var id = await AddKeyAsync();

        var page = await OpenWithAsync($"{Keys}/{id}/history", Permissions.ApiKeys.View);

        page.ShouldSay("You don't have access to this tab");
        page.FindAll(".ck-page-actions button").Should().BeEmpty();
        page.FindAll(".ck-tab").Select(t => t.TextContent).Should().NotContain("History").And.Contain("Overview");
        page.FindAll("a[href^='/configuration/users']").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_HistoryTab_ListsWhatWasDoneToThisKeyOnly()
    {
        var id = await AddKeyAsync();
        var (other, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync("other@example.com"), "Other");
        await using (var acting = Shop.AsCommandLine())
        {
            await acting.ApiKeys.RenameAsync(id, "Renamed");
            await acting.ApiKeys.DisableAsync(other);
        }

        var page = await OpenWithAsync($"{Keys}/{id}/history", Permissions.ApiKeys.View, Permissions.AuditLog.ViewAll);

        page.Column(1).Should().HaveCount(2).And.OnlyContain(a => a.Contains("Nightly sync"));
        page.Find(".ck-tab[aria-current=page]").TextContent.Should().Be("History");
    }

    [Fact]
    public async Task Open_UsageTab_ShowsTheSameFiguresAsChartAndTable()
    {
        var id = await AddKeyAsync();
        await AddUsageAsync(id, Permissions.Orders.View, daysAgo: 2, count: 1200);
        await AddUsageAsync(id, Permissions.Orders.Edit, daysAgo: 40, count: 4);

        var page = await OpenWithAsync($"{Keys}/{id}/usage", Permissions.ApiKeys.View);

        page.WaitForElement("#api-key-usage").TextContent.Should().Be("1,200 requests in 7 days");
        page.FindAll(".ck-usage-table tbody tr").Should().HaveCount(7);
        page.Find(".ck-usage-table tfoot").Words().Should().Be("Total 1,200 1,200");
        page.Find(".ck-chart svg[role=img]").GetAttribute("aria-label").Should().StartWith("1,200 requests in 7 days");
        page.Find(".ck-usage-export").GetAttribute("href").Should().Be($"{Keys}/{id}/usage/export?range=7d");

        page.Button("90 days").Click();
        page.WaitForAssertion(() => page.Find("#api-key-usage").TextContent.Should().Be("1,204 requests in 90 days"));
        Address.Should().Be($"{Keys}/{id}/usage?range=90d");
        page.Choice("By").Change("permission");
        page.WaitForAssertion(() => page.Find(".ck-usage-table tfoot").Words().Should().Be("Total 1,200 4 1,204"));
        page.Find(".ck-usage-table thead").Words().Should().Be("Day Orders: View Orders: Edit Total");
    }

    [Fact]
    public async Task Open_UsageTabOfAnUnusedKey_SaysSo()
    {
        var id = await AddKeyAsync();

        var page = await OpenWithAsync($"{Keys}/{id}/usage?range=24h", Permissions.ApiKeys.View);

        page.ShouldSay("This key was not used in the last 24 hours.");
    }

    [Fact]
    public async Task OpenList_UsedKey_SaysItsRequestsOf7Days()
    {
        var id = await AddKeyAsync();
        await AddUsageAsync(id, Permissions.Orders.View, daysAgo: 2, count: 1204);

        var page = await OpenWithAsync(Keys, KeyManager);

        page.Rows().Single().Should().Contain("1,204 1,204 requests in 7 days");
        page.Find(".ck-table a.ck-row-link").GetAttribute("href").Should().Be($"{Keys}/{id}");
    }

    [Fact]
    public async Task Disable_FromThePage_DisablesAndShowsIt()
    {
        var id = await AddKeyAsync();
        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);

        page.WaitForElement("#switch-api-key").Click();
        page.WaitForElement(".mud-dialog");
        page.ShouldSay("This key has never been used.");
        page.Find("#disable-api-key-form").Submit();

        page.ShouldSay("Nightly sync is disabled. Its next request is rejected.");
        (await StoredAsync(id)).Enabled.Should().BeFalse();
        page.WaitForAssertion(() => page.Find("#switch-api-key").TextContent.Trim().Should().Be("Enable"));
    }

    [Fact]
    public async Task Revoke_FromThePage_RevokesAndOffersNothingMore()
    {
        var id = await AddKeyAsync();
        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);

        page.WaitForElement("#revoke-api-key").Click();
        page.WaitForElement(".mud-dialog");
        page.Find("#revoke-api-key-form").Submit();

        page.ShouldSay("Nightly sync was revoked.");
        page.WaitForAssertion(() => page.FindAll(".ck-page-actions button").Should().BeEmpty());
        (await StoredAsync(id)).RevokedAt.Should().NotBeNull();
        page.Button("Receipt").Click();
        page.WaitForAssertion(() => Address.Should().Be($"{Keys}/{id}/receipt"));
        page.ShouldSay("No rejected request with this key is on record.");
    }

    [Fact]
    public async Task Disable_KeyUsedEveryNight_SaysWhatWillStopAndWhenItIsExpectedNext()
    {
        var id = await AddKeyAsync(usedAgo: TimeSpan.FromHours(3));
        for (var day = 1; day <= 20; day++)
            await AddUsageAsync(id, Permissions.Orders.View, daysAgo: day, count: 100);
        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);

        page.WaitForElement("#switch-api-key").Click();

        page.ShouldSay("100 requests in the last 24 hours, 2,000 in 30 days.");
        page.ShouldSay("Used: Orders: View");
        page.ShouldSay("Used every day. Next request expected within the hour.");
        page.ShouldSay("Anything using this key will stop working.");
    }

    [Fact]
    public async Task AcceptFinding_FromThePage_ShowsUntilWhenAndWhy()
    {
        var id = await AddKeyAsync();
        var page = await OpenWithAsync($"{Keys}/{id}", KeyManager);

        page.WaitForElement("#api-key-findings");
        page.Button("Accept: Never expires").Click();
        page.WaitForElement("#accept-finding-reason").Input("Reviewed every quarter");
        page.Find("#accept-finding-form").Submit();

        page.ShouldSay("by viewer Test: Reviewed every quarter");
        page.Button("Reopen: Never expires").Click();
        page.WaitForAssertion(() => page.Buttons("Accept: Never expires").Should().ContainSingle());
    }

    [Fact]
    public async Task OpenList_Findings_AreCountedAndFilterTheList()
    {
        var id = await AddKeyAsync();
        await Shop.Services.AddKeyAsync(await AddIntegrationAsync("other@example.com"), "Ends", expiresInDays: 5);

        var page = await OpenWithAsync(Keys, KeyManager);

        page.WaitForAssertion(() => page.FindAll(".ck-finding").Select(f => f.Words())
            .Should().Equal("1 Expiring in 14 days", "1 Never expires"));
        page.FindAll(".ck-finding")[1].GetAttribute("href").Should().EndWith($"{Keys}?finding=never-expires");
        (await StoredAsync(id)).ExpiresAt.Should().BeNull();
    }

    [Fact]
    public async Task Open_ReceiptWhileSomethingStillUsesTheKey_CountsLive()
    {
        var id = await AddKeyAsync();
        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.RevokeAsync(id);
        var page = await OpenWithAsync($"{Keys}/{id}/receipt", Permissions.ApiKeys.View);
        page.ShouldSay("No rejected request with this key is on record.");

        var now = Shop.Time.GetUtcNow().UtcDateTime;
        await Shop.AddAsync(new Refusal
        {
            Hour = UsageSpan.Floor(now, UsageInterval.Hour),
            ApiKeyId = id,
            Reason = RefusalReason.Revoked,
            Permission = string.Empty,
            Address = "203.0.113.7",
            Count = 1204,
            FirstAt = now,
            LastAt = now,
            LastRequestId = "request",
        });
        Shop.Time.Advance(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => page.Find(".ck-figure").TextContent.Should().Be("1,204"));
        page.ShouldSay("Something still uses this key.");
        page.ShouldSay("203.0.113.7");
    }

    [Fact]
    public async Task Open_ReceiptOfAKeyThatIsNotRevoked_SaysSo()
    {
        var id = await AddKeyAsync();

        var page = await OpenWithAsync($"{Keys}/{id}/receipt", Permissions.ApiKeys.View);

        page.ShouldSay("This key is not revoked");
    }

    [Fact]
    public async Task Open_KeyRenamedElsewhere_ShowsItWithoutAClick_R3()
    {
        var id = await AddKeyAsync();
        var page = await OpenWithAsync($"{Keys}/{id}", Permissions.ApiKeys.View);
        page.WaitForElement("h1");

        await using (var acting = Shop.AsCommandLine())
            await acting.ApiKeys.RenameAsync(id, "Renamed elsewhere");
        Shop.Time.Advance(ListChanges.Interval);

        page.WaitForAssertion(() => page.Find("h1").TextContent.Should().Be("Renamed elsewhere"));
    }

    [Fact]
    public async Task GetDetails_WithoutPermission_IsRefused_R1()
    {
        var id = await AddKeyAsync();
        await using var acting = Shop.As(await Shop.AddUserWithAsync("viewer@example.com", Permissions.ApiKeys.ViewAll));

        (await acting.Get<ApiKeyQueries>().GetDetailsAsync(id)).Error!.MissingPermission.Should().Be(Permissions.ApiKeys.View);
    }

    private async Task<int> AddKeyAsync(TimeSpan? usedAgo = null, int? expiresInDays = null)
    {
        var (id, _) = await Shop.Services.AddKeyAsync(await AddIntegrationAsync(), "Nightly sync", expiresInDays: expiresInDays);
        if (usedAgo is { } ago)
        {
            var at = Shop.Time.GetUtcNow().UtcDateTime - ago;
            await Shop.AddAsync(new ApiKeyLastUse { ApiKeyId = id, At = at, Address = "198.51.100.7", UserAgent = "curl" });
        }

        return id;
    }

    private Task AddUsageAsync(int id, string permission, int daysAgo, long count)
    {
        var at = Shop.Time.GetUtcNow().UtcDateTime.AddDays(-daysAgo);
        return Shop.AddAsync(new ApiKeyUsage
        {
            ApiKeyId = id,
            Hour = at.Date.AddHours(at.Hour),
            Permission = permission,
            Result = KeyUseResult.Accepted,
            Node = Guid.Empty,
            Count = count,
        });
    }
}
