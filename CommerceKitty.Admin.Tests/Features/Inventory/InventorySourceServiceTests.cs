using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Inventory;

public sealed class InventorySourceServiceTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task CreateAndEdit_WithoutEdit_AreRefused_R1()
    {
        await _shop.AddSourcesAsync();
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("a@example.com", Commerce.Everything.Except([Permissions.Inventory.Edit])));
        var sources = acting.Get<InventorySourceService>();

        (await sources.CreateAsync(Source("east"))).Error!.MissingPermission.Should().Be(Permissions.Inventory.Edit);
        (await sources.EditAsync(await IdAsync("north"), Source("north", "Renamed")))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Inventory.Edit);

        (await StoredAsync()).Should().Equal("north North 1", "south South 2");
    }

    [Fact]
    public async Task CreateAsync_Whole_IsStoredAndAuditedOnce_R8()
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<InventorySourceService>().CreateAsync(Source("east-2", " East ", 7))).Error.Should().BeNull();

        (await StoredAsync()).Should().Equal("east-2 East 7");
        var entry = (await _shop.AuditAsync()).Should().ContainSingle(e => e.Action == AuditActions.InventorySourceCreated).Subject;
        entry.After.Should().Be("""{"code":"east-2","name":"East","priority":7}""");
    }

    [Fact]
    public async Task EditAsync_NamePriorityAndCode_KeepsTheCodeAndAuditsOnlyADifference_R8()
    {
        await _shop.AddSourcesAsync();
        await using var acting = _shop.AsCommandLine();
        var (sources, id) = (acting.Get<InventorySourceService>(), await IdAsync("north"));

        (await sources.EditAsync(id, Source("another", "Northern", 9))).Error.Should().BeNull();
        (await sources.EditAsync(id, Source("another", "Northern", 9))).Error.Should().BeNull();

        (await StoredAsync()).Should().Equal("north Northern 9", "south South 2");
        var entry = (await _shop.AuditAsync()).Should().ContainSingle(e => e.Action == AuditActions.InventorySourceEdited).Subject;
        (entry.Before, entry.After).Should().Be(("""{"name":"North","priority":1}""", """{"name":"Northern","priority":9}"""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("East")]
    [InlineData("-east")]
    [InlineData("east-")]
    [InlineData("ea--st")]
    [InlineData("ost\u00e9")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task CreateAsync_WithoutTheFormOfACode_IsRefused(string? code)
    {
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<InventorySourceService>().CreateAsync(Source(code))).Error!.Message.Should().Contain("code");

        (await StoredAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(InventorySourceService.MaximumPriority + 1)]
    public async Task CreateAndEdit_WithoutAPriority_AreRefused(int? priority)
    {
        await _shop.AddSourcesAsync();
        await using var acting = _shop.AsCommandLine();
        var sources = acting.Get<InventorySourceService>();

        (await sources.CreateAsync(Source("east", priority: priority))).Error!.Message.Should().Contain("priority");
        (await sources.EditAsync(await IdAsync("north"), Source("north", priority: priority))).Error!.Message.Should().Contain("priority");

        (await StoredAsync()).Should().Equal("north North 1", "south South 2");
    }

    [Fact]
    public async Task CreateAsync_ACodeThatIsThere_AndEditAsync_ASourceThatIsNot_SaySo()
    {
        await _shop.AddSourcesAsync();
        await using var acting = _shop.AsCommandLine();
        var sources = acting.Get<InventorySourceService>();

        (await sources.CreateAsync(Source("north"))).Error!.Message.Should().Contain("already");
        (await sources.EditAsync(int.MaxValue, Source("north"))).Error!.Kind.Should().Be(Admin.Common.ErrorKind.NotFound);
    }

    private static InventorySourceRequest Source(string? code, string name = "East", int? priority = 3) =>
        new() { Code = code, Name = name, Priority = priority };

    private async Task<int> IdAsync(string code)
    {
        await using var db = _shop.OpenDatabase();
        return await db.InventorySources.Where(s => s.Code == code).Select(s => s.Id).SingleAsync();
    }

    private async Task<List<string>> StoredAsync()
    {
        await using var db = _shop.OpenDatabase();
        return await db.InventorySources.OrderBy(s => s.Code).Select(s => s.Code + " " + s.Name + " " + s.Priority).ToListAsync();
    }
}
