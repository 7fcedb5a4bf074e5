using Bunit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Home;

/// <summary>What needs attention, each with the list of exactly those, and only what the viewer may list.</summary>
public sealed class HomePageTests : PageContext
{
    private static readonly string[] Everything = [.. PermissionCatalogue.All.Select(p => p.Name)];

    [Fact]
    public async Task Open_ThingsToDo_AreCountedAndLeadToExactlyThose()
    {
        await FillAsync();
        var viewer = await Shop.AddUserWithAsync("viewer@example.com", Everything);

        var page = Open(viewer, "/");

        var items = page.FindAll(".ck-attention a").Select(a => (a.Words(), a.GetAttribute("href")!)).ToList();
        items.Should().Equal(
            ("2 orders to ship Paid for and waiting.", "/orders?status=to-ship"),
            ("1 stock item sold out A product of which a source has nothing left to sell.", "/inventory?stock=sold-out"),
            ("2 stock items running low A product of which a source has few left to sell.", "/inventory?stock=low"),
            ("1 API key failing Requests were rejected in the last 24 hours.", "/configuration/api-keys?finding=failing"),
            ("1 API key expiring Within the next 14 days.", "/configuration/api-keys?finding=expiring"),
            ("1 API key never used Created more than 7 days ago.", "/configuration/api-keys?finding=never-used"),
            ("1 API key unused Not used for 90 days.", "/configuration/api-keys?finding=unused"),
            ("1 open invitation No password chosen yet.", "/configuration/users?status=invited"));
        page.ShouldSay("Recent changes");
        foreach (var (text, address) in items)
        {
            var count = int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            Navigation.NavigateTo(address);
            page.WaitForAssertion(() => page.Rows().Should().HaveCount(count, address));
        }
    }

    [Theory]
    [InlineData(Permissions.Orders.ViewAll, "orders to ship", "API key")]
    [InlineData(Permissions.ApiKeys.ViewAll, "API key failing", "to ship")]
    public async Task Open_OnePermission_ShowsNothingElse_R1(string permission, string shown, string hidden)
    {
        await FillAsync();

        var page = await OpenWithAsync("/", permission);

        page.Find("main").TextContent.Should().Contain(shown).And.NotContain(hidden).And.NotContain("Recent changes");
    }

    [Fact]
    public async Task Open_TwoWeeks_ShowsOrdersAndRequestsByDayAsTextToo()
    {
        await FillAsync();

        var page = await OpenWithAsync("/", Everything);

        page.Find("#home-orders + p").Words().Should().Be("2 orders");
        page.Find("#home-calls + p").Words().Should().Be("0 requests accepted, 3 rejected");
        var tables = page.FindAll("details table");
        tables.Select(t => t.QuerySelectorAll("tbody tr").Length).Should().Equal(14, 14);
        tables[0].QuerySelector("tbody tr")!.Words().Should().Be("Mon 23 Nov 2");
        tables[1].QuerySelector("tbody tr")!.Words().Should().Be("Mon 23 Nov 0 3");
    }

    [Fact]
    public async Task Open_EmptyShop_ShowsTheFirstStepsTheViewerMayTake()
    {
        await Shop.AddSourcesAsync();

        var page = await OpenWithAsync("/", Everything);

        page.FindAll("#home-steps + ol li").Select(s => s.Words()).Should().Equal(
            "Invite your team Each person signs in as themselves.",
            "Add an inventory source Done",
            "Add products One by one, or from a CSV file.",
            "Create an API key Your shop and tools send orders with it.");
        page.ShouldSay("Nothing needs your attention.");
    }

    [Fact]
    public async Task Open_EmptyShopAsAViewer_ShowsNoSteps()
    {
        var page = await OpenWithAsync("/", Permissions.Orders.ViewAll);

        page.ShouldSay("Nothing needs your attention.");
        page.FindAll("#home-steps").Should().BeEmpty();
    }

    [Fact]
    public async Task Open_WithoutAnyPermission_SaysWhomToAsk()
    {
        var page = await OpenWithAsync("/");

        page.ShouldSay("You don't have access to anything yet");
    }

    private async Task FillAsync()
    {
        await Shop.AddSourcesAsync();
        await Shop.AddProductAsync("WAND", north: 500, price: 7.95m, name: "Wand");
        await Shop.AddProductAsync("BALL", north: 3, price: 2m, name: "Ball");
        await Shop.AddProductAsync("BELL", north: 1, price: 2m, name: "Bell");
        await Shop.OrderAsync(("WAND", 2));
        await Shop.OrderAsync(("BELL", 1));
        var robot = await Shop.AddUserWithAsync("robot@example.com", Permissions.Orders.View);
        var now = Shop.Time.GetUtcNow().UtcDateTime;
        await Shop.Services.AddKeyAsync(robot, "New key");
        await AddKeyAsync("Failing", now.AddDays(-2), usedAt: now.AddHours(-1), result: KeyUseResult.Forbidden);
        await AddKeyAsync("Failed last month", now.AddDays(-40), usedAt: now.AddDays(-30), result: KeyUseResult.Limited);
        await AddKeyAsync("Expiring", now.AddDays(-80), usedAt: now.AddDays(-1), expiresAt: now.AddDays(13));
        await AddKeyAsync("Never used", now.AddDays(-8));
        await AddKeyAsync("Unused", now.AddDays(-200), usedAt: now.AddDays(-100));
        await AddKeyAsync("Unused and disabled", now.AddDays(-200), usedAt: now.AddDays(-100), enabled: false);
        await Shop.AddAsync([new User
        {
            UserName = "new@example.com",
            Email = "new@example.com",
            FirstName = "New",
            LastName = "Person",
            Kind = UserKind.Person,
            Enabled = true,
            CreatedAt = now,
        }]);

        async Task AddKeyAsync(
            string name, DateTime createdAt, DateTime? usedAt = null, DateTime? expiresAt = null, KeyUseResult? result = null,
            bool enabled = true)
        {
            var key = new ApiKey
            {
                Name = name,
                UserId = robot.Id,
                Hash = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32),
                Hint = "kitty_Ab3d",
                Enabled = enabled,
                CreatedAt = createdAt,
                CreatedBy = "tester",
                ExpiresAt = expiresAt,
                LastUse = usedAt is { } at
                    ? new ApiKeyLastUse { ApiKeyId = 0, At = at, Address = "203.0.113.7", UserAgent = "curl" }
                    : null,
            };
            await Shop.AddAsync([key]);
            if (result is { } rejected)
            {
                await Shop.AddAsync([new ApiKeyUsage
                {
                    ApiKeyId = key.Id,
                    Hour = usedAt!.Value.Date.AddHours(usedAt.Value.Hour),
                    Permission = Permissions.Orders.View,
                    Result = rejected,
                    Node = Guid.NewGuid(),
                    Count = 3,
                }]);
            }
        }
    }
}
