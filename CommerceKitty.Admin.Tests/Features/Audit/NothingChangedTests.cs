using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Features.Audit;

/// <summary>What changes nothing writes no entry (R8), by every operation that can be repeated.</summary>
public sealed class NothingChangedTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EveryRepeatedChange_WritesNoSecondEntry_R8()
    {
        await _shop.AddOwnerAsync();
        await _shop.AddGroupAsync("robots", Permissions.Orders.View);
        var robot = await _shop.AddUserAsync("robot@example.com", "robots", UserKind.Integration);
        var (key, _) = await _shop.AddKeyAsync(robot);
        var (gone, _) = await _shop.AddKeyAsync(robot);
        await _shop.AddSourcesAsync();
        var product = await _shop.AddProductAsync("MUG", north: 5);
        var order = new OrderBuilder().Build();
        await _shop.AddAsync(order);
        await using var acting = _shop.AsCommandLine();
        var source = (await acting.Get<InventoryService>().ListSourcesAsync()).Value![0];
        (string Name, Func<Task<Error?>> Run)[] changes =
        [
            ("rename a key", async () => (await acting.ApiKeys.RenameAsync(key.Id, "Other")).Error),
            ("limit a key", async () => (await acting.ApiKeys.LimitAsync(key.Id, 60)).Error),
            ("set a key's end", async () => (await acting.ApiKeys.EndInAsync(key.Id, 24)).Error),
            ("disable a key", async () => (await acting.ApiKeys.DisableAsync(key.Id)).Error),
            ("edit a key", async () => (await acting.ApiKeys.EditAsync(key.Id, new() { Name = "Other", Enabled = false })).Error),
            ("revoke a key", async () => (await acting.ApiKeys.RevokeAsync(gone.Id)).Error),
            ("edit a user", async () =>
                (await acting.Users.EditAsync(robot.Id, await EditAsync(robot.Id), await StampAsync(robot.Id))).Error),
            ("disable a user", async () => (await acting.Users.DisableAsync(robot.Id)).Error),
            ("rename a group", async () => (await acting.UserGroups.RenameAsync("robots", "Machines")).Error),
            ("set a group", async () => (await acting.UserGroups.SetPermissionsAsync("robots", [Permissions.Orders.ViewAll])).Error),
            ("edit a product", async () => (await acting.Get<ProductService>().EditAsync(product.Id, new() { Name = "Cup" })).Error),
            ("archive a product", async () => (await acting.Get<ProductService>().ArchiveAsync(product.Id)).Error),
            ("count stock", async () => (await acting.Get<StockService>().SetAsync("north", "MUG", new() { OnHand = 9 })).Error),
            ("count much stock", async () => (await acting.Get<StockService>().SetManyAsync(
                new() { Lines = [new() { Source = "north", Sku = "MUG", OnHand = 9 }] })).Error),
            ("edit a source", async () => (await acting.Get<InventorySourceService>().EditAsync(
                source.Id, new() { Code = source.Code, Name = "Harbour", Priority = 3 })).Error),
            ("edit an order", async () => (await acting.Get<OrderService>().EditAsync(order.Id, new() { Notes = "Ring twice" })).Error),
        ];
        foreach (var (name, run) in changes)
            (await run()).Should().BeNull(name);
        var written = (await _shop.AuditAsync()).Count;

        foreach (var (name, run) in changes)
        {
            (await run()).Should().BeNull(name);
            (await _shop.AuditAsync()).Should().HaveCount(written, name);
        }
    }

    [Fact]
    public async Task Audit_EqualBeforeAndAfter_WritesNone_R8()
    {
        var target = new AuditTarget("orders", 1, "CK-1");

        await _shop.Services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.System, work =>
        {
            work.Audit(AuditActions.OrderEdited, target, new { Notes = "a" }, new { Notes = "a" });
            work.Audit(AuditActions.OrderEdited, target, new { Notes = "a" }, new { Notes = "b" });
            work.Audit(AuditActions.UserSignedOut, target);
            return Task.FromResult<Result<Done>>(Done.Value);
        });

        (await _shop.AuditAsync()).Select(e => (e.Action, e.After))
            .Should().Equal((AuditActions.OrderEdited, """{"notes":"b"}"""), (AuditActions.UserSignedOut, null));
    }

    private async Task<UserEdit> EditAsync(int id)
    {
        await using var db = _shop.OpenDatabase();
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == id);
        return new UserEdit { Email = user.Email, FirstName = "Robbie", LastName = user.LastName, GroupCode = "robots" };
    }

    private async Task<string> StampAsync(int id)
    {
        await using var db = _shop.OpenDatabase();
        return (await db.Users.AsNoTracking().SingleAsync(u => u.Id == id)).ConcurrencyStamp!;
    }
}
