using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceKitty.Admin.Tests.Data;

public sealed class DemoShopTests : IAsyncDisposable
{
    private readonly TestShop _shop = new(Environments.Development);

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task SeedAsync_EmptyDatabase_FillsAShop()
    {
        (await SeedAsync(_shop)).Should().BeTrue();

        await using var db = _shop.OpenDatabase();
        (await db.Roles.Select(g => g.Code).ToListAsync()).Should()
            .BeEquivalentTo("viewer", "operations", "admin", "support", "integration", "zapier");
        (await db.Products.CountAsync()).Should().BeInRange(55, 65);
        (await db.InventorySources.CountAsync()).Should().Be(2);
        (await db.StockItems.CountAsync()).Should().Be(2 * await db.Products.CountAsync());
        (await db.Orders.CountAsync()).Should().Be(400);
        (await db.ApiKeys.CountAsync()).Should().Be(0, "the value of a seeded key would be known");
        var names = await db.Products.Select(p => p.Name).ToListAsync();
        names.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task SeedAsync_Users_HaveTheirGroupsAndOnlyPeopleCanSignIn()
    {
        await SeedAsync(_shop);

        await using var scope = _shop.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        foreach (var (mailbox, group, person) in new[]
        {
            ("owner", "Admin", true), ("admin", "Admin", true), ("ops", "Operations", true), ("viewer", "Viewer", true),
            ("support", "Support", true), ("integration", "Integration", false), ("zapier", "Zapier", false),
        })
        {
            var user = await users.FindByEmailAsync($"{mailbox}@commercekitty.example");
            user!.EmailConfirmed.Should().BeTrue();
            user.IsOwner.Should().Be(mailbox == "owner");
            user.Kind.Should().Be(person ? UserKind.Person : UserKind.Integration);
            (await users.GetRolesAsync(user)).Should().Equal(group);
            (await users.CheckPasswordAsync(user, TestShop.Password)).Should().Be(person);
            (await users.HasPasswordAsync(user)).Should().Be(person);
        }
    }

    [Fact]
    public async Task SeedAsync_Groups_GrantWhatTheDesignSays()
    {
        await SeedAsync(_shop);

        var all = PermissionCatalogue.All.Select(p => p.Name).ToList();
        (await GrantedAsync("viewer")).Should().BeEquivalentTo(all.Where(p => p.Split('.')[1] is "view" or "view-all"));
        (await GrantedAsync("operations")).Should().BeEquivalentTo(
            all.Where(p => p.Split('.')[0] is "orders" or "products" or "inventory"));
        (await GrantedAsync("admin")).Should().BeEquivalentTo(all.Except(["users.delete", "user-groups.delete"]));
        (await GrantedAsync("integration")).Should().BeEquivalentTo(
            "orders.view-all", "orders.view", "orders.edit", "inventory.view-all", "inventory.view", "inventory.edit");
        (await GrantedAsync("zapier")).Should().BeEquivalentTo("orders.view-all", "orders.view");
        (await GrantedAsync("support")).Should().BeEquivalentTo(
            "api-keys.view-all", "api-keys.view", "users.view-all", "users.view",
            "user-groups.view-all", "user-groups.view", "audit-log.view-all", "audit-log.view");
    }

    [Fact]
    public async Task SeedAsync_UsersAndGroups_AreAuditedOnceEachAsSystem_R8()
    {
        await SeedAsync(_shop);

        var entries = await _shop.AuditAsync();
        entries.Should().OnlyContain(e => e.ActorKind == ActorKind.System);
        entries.Count(e => e.Action == AuditActions.UserGroupCreated).Should().Be(6);
        entries.Count(e => e.Action == AuditActions.UserCreated).Should().Be(7);
        entries.Should().HaveCount(13);
        string.Concat(entries.Select(e => e.After)).Should().NotContain(TestShop.Password);
    }

    [Fact]
    public async Task SeedAsync_Orders_ArePlausible()
    {
        await SeedAsync(_shop);

        await using var db = _shop.OpenDatabase();
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines).OrderBy(o => o.Id).ToListAsync();
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        orders.Should().OnlyContain(o => o.PlacedAt <= now && o.UpdatedAt <= now && o.UpdatedAt >= o.PlacedAt);
        orders.Should().OnlyContain(o => o.PlacedAt >= now.AddDays(-DemoShop.Days));
        orders.Should().OnlyContain(o => o.Lines.Count >= 1 && o.Lines.Count <= 5);
        orders.Should().OnlyContain(o => o.Total == o.Lines.Sum(l => l.Quantity * l.UnitPrice));
        orders.Should().OnlyContain(o => (o.ShippedAt != null) == (o.Status == OrderStatus.Shipped));
        orders.Should().OnlyContain(o => (o.CancelledAt != null) == (o.Status == OrderStatus.Cancelled));
        orders.Select(o => o.PlacedAt).Should().BeInAscendingOrder();
        orders.Select(o => o.Status).Distinct().Should().HaveCount(4);
        orders.Where(o => o.PlacedAt < now.AddDays(-22)).Should().NotContain(o => o.Status == OrderStatus.Open);
        orders.Should().Contain(o => o.Notes != null).And.Contain(o => o.Notes == null);
        (await db.Orders.SumAsync(o => o.Total)).Should().Be(orders.Sum(o => o.Total));
        (await db.Orders.OrderBy(o => o.Total).ThenBy(o => o.Id).Select(o => o.Id).ToListAsync())
            .Should().Equal(orders.OrderBy(o => o.Total).ThenBy(o => o.Id).Select(o => o.Id));
        (await db.Orders.CountAsync(o => o.Total >= 99.95m)).Should().Be(orders.Count(o => o.Total >= 99.95m)).And.BeInRange(10, 300);
    }

    [Fact]
    public async Task SeedAsync_Stock_AddsUpAndTellsAStory()
    {
        await SeedAsync(_shop);

        await _shop.ShouldAddUpAsync();
        await using var db = _shop.OpenDatabase();
        var reasons = await db.StockMovements.Select(m => m.Reason).Distinct().ToListAsync();
        reasons
            .Should()
            .Contain([
                StockReason.Opening,
                StockReason.Received,
                StockReason.Counted,
                StockReason.OrderPlaced,
                StockReason.OrderShipped,
                StockReason.OrderCancelled,
            ]);
        (await db.StockMovements.OrderBy(m => m.Id).Select(m => m.At).ToListAsync()).Should().BeInAscendingOrder();
        (await db.Orders.CountAsync(o => o.Status == OrderStatus.PartiallyShipped)).Should().BeGreaterThan(3);
        (await db.Orders.CountAsync(o => o.Shipments.Count > 1)).Should().BeGreaterThan(5);
        (await db.StockItems.CountAsync(i => i.OnHand == i.Reserved && !i.Product!.Archived))
            .Should()
            .BeGreaterThan(3, "some are sold out");
    }

    [Fact]
    public async Task SeedAsync_Twice_DoesNothingTheSecondTime()
    {
        await SeedAsync(_shop);
        var before = await PrintAsync(_shop);

        (await SeedAsync(_shop)).Should().BeFalse();

        (await PrintAsync(_shop)).Should().Equal(before);
    }

    [Fact]
    public async Task SeedAsync_AnyUserThere_DoesNothing()
    {
        await _shop.AddOwnerAsync();

        (await SeedAsync(_shop)).Should().BeFalse();

        await using var db = _shop.OpenDatabase();
        (await db.Orders.AnyAsync()).Should().BeFalse();
        (await db.Roles.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task SeedAsync_TwoShopsWithTheSameClock_AreTheSame()
    {
        await using var other = new TestShop(Environments.Development);
        await SeedAsync(_shop);
        await SeedAsync(other);

        (await PrintAsync(other)).Should().Equal(await PrintAsync(_shop));
    }

    [Fact]
    public async Task SeedAsync_WithKeys_GivesThemAPastThatAddsUp_R15()
    {
        var now = _shop.Time.GetUtcNow().UtcDateTime;
        await SeedWithKeysAsync(_shop);

        await using var db = _shop.OpenDatabase();
        var keys = await db.ApiKeys.AsNoTracking().Include(k => k.LastUse).Include(k => k.User).OrderBy(k => k.Id).ToListAsync();
        keys.Should().HaveCount(15);
        keys.Should().OnlyContain(k => k.CreatedAt < now && k.CreatedById != null);
        keys.Select(k => Convert.ToHexString(k.Hash)).Should().OnlyHaveUniqueItems();
        keys.Should().ContainSingle(k => k.RevokedAt != null).And.ContainSingle(k => !k.Enabled)
            .And.ContainSingle(k => k.ExpiresAt < now).And.ContainSingle(k => !k.User!.Enabled).And.ContainSingle(k => k.LastUse == null);
        (await db.ApiKeyUsages.Select(u => u.Hour).MinAsync()).Should().BeAfter(now.AddDays(-DemoShop.Days - 1));
        (await db.ApiKeyUsages.AllAsync(u => u.Hour < now && u.Count > 0)).Should().BeTrue();
        var refusals = await db.Refusals.AsNoTracking().ToListAsync();
        refusals.Select(r => r.Reason).Distinct().Should().HaveCount(6);
        var entries = (await _shop.AuditAsync()).ToDictionary(e => e.Id);
        refusals.Should().OnlyContain(r => r.CauseId != null && entries[r.CauseId.Value].At <= r.FirstAt, "each refusal has its cause (R9)");
        entries.Values.Where(e => e.ActorKind == ActorKind.Person).Select(e => e.At).Should().OnlyContain(at => at <= now);
        foreach (var key in keys)
        {
            var accepted = await db.ApiKeyUsages
                .Where(u => u.ApiKeyId == key.Id && u.Result == KeyUseResult.Accepted)
                .Select(u => (DateTime?)u.Hour)
                .MaxAsync();
            (key.LastUse == null).Should().Be(accepted == null, key.Name);
            if (accepted is { } hour)
                key.LastUse!.At.Should().BeOnOrAfter(hour).And.BeBefore(hour.AddHours(1));
        }
    }

    [Fact]
    public async Task SeedAsync_WithKeysInTwoShopsWithTheSameClock_IsTheSame()
    {
        await using var other = new TestShop(Environments.Development);
        await SeedWithKeysAsync(_shop);
        await SeedWithKeysAsync(other);

        (await PrintKeysAsync(other)).Should().Equal(await PrintKeysAsync(_shop));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task SeedAsync_NotDevelopment_ThrowsAndAddsNothing(string environment)
    {
        await using var shop = new TestShop(environment);

        var seeding = () => SeedAsync(shop);

        (await seeding.Should().ThrowAsync<InvalidOperationException>()).WithMessage($"*Development only*{environment}*Demo:Seed*");
        await using var db = shop.OpenDatabase();
        (await db.Users.AnyAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task StandardGroups_EnsuredTwice_LeavesWhatPeopleMadeOfThem()
    {
        await using var shop = new TestShop();
        await shop.AddGroupAsync("viewer", Permissions.Orders.View);
        var unitOfWork = shop.Services.GetRequiredService<UnitOfWork>();

        for (var i = 0; i < 2; i++)
        {
            await unitOfWork.RunAsync<Admin.Common.Done>(Actor.System, async work =>
            {
                await StandardGroups.EnsureAsync(work);
                return Admin.Common.Done.Value;
            });
        }

        await using var db = shop.OpenDatabase();
        (await db.Roles.Select(g => g.Code).ToListAsync()).Should().BeEquivalentTo("viewer", "operations", "admin");
        var viewer = await db.Roles.SingleAsync(g => g.Code == "viewer");
        (await db.RoleClaims.Where(c => c.RoleId == viewer.Id).Select(c => c.ClaimValue).ToListAsync()).Should().Equal("orders.view");
        (await shop.AuditAsync()).Should().HaveCount(2);
    }

    private static Task<bool> SeedAsync(TestShop shop) => shop.Services.GetRequiredService<DemoShop>().SeedAsync();

    private static async Task SeedWithKeysAsync(TestShop shop)
    {
        shop.Services.GetRequiredService<IConfiguration>()["Demo:Keys"] = "true";
        (await SeedAsync(shop)).Should().BeTrue();
    }

    private static async Task<List<string>> PrintKeysAsync(TestShop shop)
    {
        await using var db = shop.OpenDatabase();
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(k => k.Id).ToListAsync();
        var usages = await db.ApiKeyUsages.AsNoTracking()
            .OrderBy(u => u.ApiKeyId).ThenBy(u => u.Hour).ThenBy(u => u.Permission).ThenBy(u => u.Result)
            .Select(u => $"{u.ApiKeyId} {u.Hour:O} {u.Permission} {u.Result} {u.Count}")
            .ToListAsync();
        return [.. keys.Select(k => $"{k.Id} {k.Name} {k.Hint} {Convert.ToHexString(k.Hash)} {k.CreatedAt:O}"), .. usages];
    }

    private async Task<List<string>> GrantedAsync(string code)
    {
        await using var db = _shop.OpenDatabase();
        return await db.RoleClaims.Where(c => db.Roles.Any(g => g.Id == c.RoleId && g.Code == code))
            .Select(c => c.ClaimValue!)
            .ToListAsync();
    }

    private static async Task<List<string>> PrintAsync(TestShop shop)
    {
        await using var db = shop.OpenDatabase();
        var orders = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Id)).OrderBy(o => o.Id).ToListAsync();
        var stock = await db.StockItems.AsNoTracking()
            .OrderBy(i => i.Id)
            .Select(i => $"{i.SourceId} {i.Product!.Code} {i.OnHand} {i.Reserved}")
            .ToListAsync();
        var movements = await db.StockMovements.AsNoTracking()
            .OrderBy(m => m.Id)
            .Select(m => $"{m.At:O} {m.StockItemId} {m.Reason} {m.OnHandChange} {m.ReservedChange} {m.OrderId}")
            .ToListAsync();
        var products = await db.Products.AsNoTracking()
            .OrderBy(p => p.Id)
            .Select(p => $"{p.Id} {p.Code} {p.Name} {p.Price} {p.UpdatedAt:O}")
            .ToListAsync();
        var users = await db.Users.AsNoTracking().OrderBy(u => u.Id).Select(u => $"{u.Id} {u.Email} {u.Name}").ToListAsync();
        return
        [
            .. users, .. products, .. stock, .. movements,
            .. orders.Select(o =>
                $"{o.Id} {o.Number} {o.Channel} {o.CustomerName} {o.Status} {o.PlacedAt:O} {o.UpdatedAt:O} {o.Total} {o.Notes} "
                + string.Join(',', o.Lines.Select(l => $"{l.ProductCode}×{l.Quantity}"))),
        ];
    }
}
