using System.Text;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceKitty.Admin.Tests.Data;

/// <summary>What the lists send to SQL Server: all of it translates, SQL Server's parser reads it, and a change shows in the review.
/// The services themselves run; nothing is asked for that they do not send.</summary>
[Trait("Database", "None")]
public sealed class SqlServerQueryTests : IDisposable
{
    private static readonly bool[] BothWays = [false, true];

    private static readonly OrderQuery EveryOrder = new()
    {
        Search = "Zoë",
        ToShip = true,
        Channel = "web",
        From = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
        Before = new(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private readonly SqlServerCommands _commands = new();

    public void Dispose() => _commands.Dispose();

    [Fact]
    public Task ApiKeys_Lists_AreTheSnapshot() => MatchAsync("ApiKeys",
        ("List", s => Keys(s).ListAsync(new ApiKeyQuery())),
        ("Counted up to a bound", CountKeysAsync),
        ("List, every filter", s => Keys(s).ListAsync(new ApiKeyQuery
        {
            Search = "50%_[night]ly",
            UserId = 3,
            Status = ApiKeyStatus.Active,
            GroupCode = "integration",
            UserEmail = "a@example.com",
            Finding = ApiKeyFinding.Unused,
            Sort = ApiKeySort.LastUsed,
            Window = new(50, 25),
        })),
        ("List, by the hint", s => Keys(s).ListAsync(new ApiKeyQuery { Search = "kitty_Ab3d", IncludeRevoked = true })),
        ("All, every filter, after a cursor", s => Keys(s).ListAllAsync(
            new ApiKeyQuery { Search = "nightly", Status = ApiKeyStatus.Disabled, GroupCode = "integration" },
            Cursor("-createdAt", "api-keys"))),
        ("Get", s => Keys(s).GetAsync(12)),
        ("Of a user", s => Keys(s).ListOfUserAsync(3)),
        ("Groups of holders", s => Keys(s).ListHolderGroupsAsync()));

    [Fact]
    public Task Orders_Lists_AreTheSnapshot() => MatchAsync("Orders",
        ("Page", s => Orders(s).ListAsync(new OrderQuery())),
        ("Page, every filter", s => Orders(s).ListAsync(new OrderQuery
        {
            Search = "Zoë",
            Status = OrderStatus.PartiallyShipped,
            Channel = "web",
            Sort = OrderSort.Status,
            Window = new(50, 25),
        })),
        ("Slice", s => Orders(s).ListAsync(new OrderListRequest())),
        (
            "Slice, newest first, after a cursor",
            s => Orders(s).ListAsync(new OrderListRequest { After = Cursor("-placedAt"), Limit = "10" })),
        ("Slice, oldest first, after a cursor, every filter", s => Orders(s).ListAsync(new OrderListRequest
        {
            After = Cursor("placedAt"),
            Sort = "placedAt",
            Q = "Zoë",
            Status = "open",
            Channel = "web",
        })),
        ("Get", s => Orders(s).GetAsync(12)),
        ("All, every filter, after a cursor", s => Orders(s).ListAllAsync(EveryOrder, Cursor("-placedAt"))),
        ("Counts, every filter", s => Orders(s).CountByStatusAsync(EveryOrder)),
        ("Channels", s => Orders(s).ListChannelsAsync()));

    [Fact]
    public Task Users_Lists_AreTheSnapshot() => MatchAsync("Users",
        ("List", s => Users(s).ListAsync(new UserQuery())),
        ("List, every filter", s => Users(s).ListAsync(new UserQuery
        {
            Search = "olivia",
            Enabled = true,
            Kind = UserKind.Person,
            GroupCode = "admin",
            Sort = UserSort.Group,
            Window = new(50, 25),
        })),
        ("Slice, by name, after a cursor, every filter", s => Users(s).ListAsync(new UserListRequest(
            After: new SliceCursor("olivia owner", 12).Write("users name"),
            Sort: "name",
            Q: "olivia",
            Group: "admin",
            Kind: "person",
            Enabled: "true"))),
        ("All, every filter, after a cursor", s => Users(s).ListAllAsync(
            new UserQuery
            {
                Search = "olivia",
                Kind = UserKind.Person,
                Enabled = true,
                GroupCode = "admin",
                Sort = UserSort.Created,
                Descending = true,
            },
            Cursor("-createdAt", "users"))),
        ("Find by email", s => Users(s).FindByEmailAsync("a@example.com")));

    [Fact]
    public Task UserGroups_Lists_AreTheSnapshot() => MatchAsync("UserGroups",
        ("List", s => s.GetRequiredService<UserGroupService>().ListAsync()),
        (
            "Slice, after a cursor",
            s =>
                s.GetRequiredService<UserGroupService>()
                    .ListAsync(new UserGroupListRequest(After: new SliceCursor("admin", 1).Write("user-groups code")))));

    [Fact]
    public Task AuditLog_Lists_AreTheSnapshot() => MatchAsync("AuditLog",
        ("List", s => Audit(s).ListAsync(new AuditQuery())),
        ("List, every filter", s => Audit(s).ListAsync(new AuditQuery
        {
            Search = "olivia",
            TargetType = "api-keys",
            TargetId = 12,
            ActorKind = ActorKind.ApiKey,
            Address = "203.0.113.7",
            Window = new(50, 25),
        })),
        ("List, by and about a user", s => Audit(s).ListAsync(new AuditQuery { UserId = 3 })),
        ("List, what a user did", s => Audit(s).ListAsync(new AuditQuery { UserId = 3, Side = AuditSide.Did })),
        ("List, what others did to a user", s => Audit(s).ListAsync(new AuditQuery { UserId = 3, Side = AuditSide.DoneTo })),
        ("Slice, every filter", s => Audit(s).ListAsync(new AuditListRequest(
            From: "2026-11-01",
            To: "2026-11-23T09:00:00Z",
            ActorId: "3",
            KeyId: "12",
            ActorKind: "api-key",
            Address: "203.0.113.7",
            Action: "order.edited",
            TargetType: "orders",
            TargetId: "7",
            Q: "ck-10"))),
        ("All, every filter, after a cursor", s => Audit(s).ListAllAsync(
            new AuditQuery
            {
                Search = "olivia",
                TargetType = "users",
                Action = "user.edited",
                UserId = 3,
                From = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
                Before = new(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc),
            },
            Cursor("-at", "audit-log"))),
        ("Get", s => Audit(s).GetAsync(12)),
        ("List, by a key's hint", s => Audit(s).ListAsync(new AuditQuery { Search = "kitty_Ab3d" })));

    [Fact]
    public Task Commerce_Lists_AreTheSnapshot() => MatchAsync("Commerce",
        ("Products", s => s.GetRequiredService<ProductService>().ListAsync(new ProductQuery { Search = "collar" })),
        ("Stock", s => s.GetRequiredService<InventoryService>().ListAsync(new InventoryQuery { Search = "collar", SourceId = 1 })),
        ("Products, slice", s => s.GetRequiredService<ProductService>().ListAsync(new ProductListRequest(Code: "A-1", Q: "collar"))),
        ("Product", s => s.GetRequiredService<ProductService>().GetAsync(12)),
        (
            "Stock, slice",
            s =>
                s.GetRequiredService<InventoryService>()
                    .ListAsync(new InventoryListRequest(Source: "north", Sku: "A-1", Q: "collar", Sort: "-id"))),
        ("Stock of one", s => s.GetRequiredService<InventoryService>().GetAsync("north", "A-1")),
        ("Stock of a product", s => s.GetRequiredService<InventoryService>().ListOfProductAsync(12)),
        (
            "Movements",
            s => s.GetRequiredService<InventoryService>().ListMovementsAsync(new StockMovementQuery("north", "A-1", new(50, 25)))),
        ("Products, slice by name after a cursor", s => s.GetRequiredService<ProductService>().ListAsync(
            new ProductListRequest(After: new SliceCursor("collar", 12).Write("products -name"), Sort: "-name"))),
        ("Stock, all, low", s => s.GetRequiredService<InventoryService>().ListAllAsync(
            new InventoryQuery { Search = "collar", SourceCode = "north", AtMost = 5 }, null)),
        ("Products, all", s => s.GetRequiredService<ProductService>().ListAllAsync(new ProductQuery { Search = "collar" }, null)),
        ("Sources", s => s.GetRequiredService<InventoryService>().ListSourcesAsync()));

    [Fact]
    public Task AccessReader_Queries_AreTheSnapshot() => MatchAsync("AccessReader",
        ("User", s => s.GetRequiredService<AccessReader>().FindUserAsync(3)),
        ("Key", s => s.GetRequiredService<AccessReader>().FindKeyAsync([0xAB, 0x3D])),
        ("User without group", s => s.GetRequiredService<AccessReader>().FindUserStateAsync(3)),
        ("Group", s => s.GetRequiredService<AccessReader>().FindGroupAsync(2)),
        ("Hashes of keys", s => s.GetRequiredService<AccessReader>().ListKeyHashesAsync([3, 4])),
        ("Enabled users", async s =>
        {
            await using var db = await s.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();
            await AccessReader.ListUsersAsync(db, db.Users.Where(u => u.Enabled));
        }
    ));

    [Fact]
    public async Task Lists_EverySort_Translate()
    {
        (string, Func<IServiceProvider, Task>)[] sorted =
        [
            .. Sorts<ApiKeySort>((s, sort, down) => Keys(s).ListAsync(new ApiKeyQuery { Sort = sort, Descending = down })),
            .. Sorts<OrderSort>((s, sort, down) => Orders(s).ListAsync(new OrderQuery { Sort = sort, Descending = down })),
            .. Sorts<UserSort>((s, sort, down) => Users(s).ListAsync(new UserQuery { Sort = sort, Descending = down })),
            .. Sorts<ProductSort>((s, sort, down) =>
                s.GetRequiredService<ProductService>().ListAsync(new ProductQuery { Sort = sort, Descending = down })),
            .. Sorts<InventorySort>((s, sort, down) =>
                s.GetRequiredService<InventoryService>().ListAsync(new InventoryQuery { Sort = sort, Descending = down })),
        ];

        foreach (var (name, operation) in sorted)
        {
            var list = (await _commands.OfAsync(operation))[^1];
            list.Should().Contain("OFFSET", $"{name} is paged by the database");
            SqlServerSchema.Parse(list).Errors.Should().BeEmpty(name);
        }
    }

    [Fact]
    public async Task Files_EverySortAfterACursor_Translate()
    {
        (string Name, Func<IServiceProvider, Task> Operation)[] sorted =
        [
            .. Sorts<OrderSort>((s, sort, down) => Orders(s).ListAllAsync(new OrderQuery { Sort = sort, Descending = down }, null)),
            .. Sorts<UserSort>((s, sort, down) => Users(s).ListAllAsync(new UserQuery { Sort = sort, Descending = down }, null)),
            .. Sorts<ProductSort>((s, sort, down) =>
                s.GetRequiredService<ProductService>().ListAllAsync(new ProductQuery { Sort = sort, Descending = down }, null)),
            .. Sorts<InventorySort>((s, sort, down) =>
                s.GetRequiredService<InventoryService>().ListAllAsync(new InventoryQuery { Sort = sort, Descending = down }, null)),
        ];

        foreach (var (name, operation) in sorted)
        {
            var list = (await _commands.OfAsync(operation))[^1];
            list.Should().Contain("ORDER BY", name).And.NotContain("OFFSET", $"{name} goes on behind a row");
            SqlServerSchema.Parse(list).Errors.Should().BeEmpty(name);
        }
    }

    [Fact]
    public async Task Of_WhatDoesNotTranslate_Throws()
    {
        var running = () => _commands.OfAsync(async s =>
        {
            await using var db = await s.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();
            await db.Orders.Where(o => o.Number.Normalize() == "x").OrderBy(o => o.Id).ToListAsync();
        });

        await running.Should().ThrowAsync<InvalidOperationException>().WithMessage("*could not be translated*");
    }

    private static ApiKeyQueries Keys(IServiceProvider services) => services.GetRequiredService<ApiKeyQueries>();

    private static OrderService Orders(IServiceProvider services) => services.GetRequiredService<OrderService>();

    private static UserService Users(IServiceProvider services) => services.GetRequiredService<UserService>();

    private static AuditLogService Audit(IServiceProvider services) => services.GetRequiredService<AuditLogService>();

    private static string Cursor(string sort, string list = "orders") =>
        new SliceCursor(
            new DateTime(2026, 11, 23, 9, 0, 0, DateTimeKind.Utc).Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture),
            4711).Write($"{list} {sort}");

    private static async Task CountKeysAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<CommerceKittyDbContext>>().CreateDbContextAsync();
        await PageReader.CountAsync(db.ApiKeys.Where(k => k.Enabled).OrderBy(k => k.Name), CancellationToken.None);
    }

    private static IEnumerable<(string, Func<IServiceProvider, Task>)> Sorts<TSort>(Func<IServiceProvider, TSort, bool, Task> list)
        where TSort : struct, Enum =>
        from sort in Enum.GetValues<TSort>()
        from down in BothWays
        select ($"{typeof(TSort).Name}.{sort}, {(down ? "falling" : "rising")}", (Func<IServiceProvider, Task>)(s => list(s, sort, down)));

    private async Task MatchAsync(string name, params (string Name, Func<IServiceProvider, Task> Run)[] operations)
    {
        var text = new StringBuilder();
        foreach (var operation in operations)
        {
            var commands = await _commands.OfAsync(operation.Run);
            foreach (var command in commands)
                SqlServerSchema.Parse(command).Errors.Should().BeEmpty(command);
            text.Append("==== ").Append(operation.Name).Append("\n\n").AppendJoin("\n\n", commands).Append("\n\n");
        }

        Snapshot.Match(text.ToString(), $"SqlServerQueries.{name}");
    }
}
