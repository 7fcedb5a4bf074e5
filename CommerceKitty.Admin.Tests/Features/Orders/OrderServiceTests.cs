using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Orders;

public sealed class OrderServiceTests : IAsyncDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EditAsync_WithoutOrdersEdit_IsRefusedAndChangesNothing_R1()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll, Permissions.Orders.View);
        var order = await AddAsync(new OrderBuilder());

        var edited = await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = "mine" });

        edited.Error!.MissingPermission.Should().Be(Permissions.Orders.Edit);
        (await StoredAsync(order.Id)).Notes.Should().BeNull();
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task EveryMethod_WithoutItsPermission_IsRefused_R1()
    {
        await using var acting = await ActingWithAsync(Permissions.Products.ViewAll);
        var orders = acting.Get<OrderService>();

        (await orders.ListAsync(new OrderQuery())).Error!.MissingPermission.Should().Be(Permissions.Orders.ViewAll);
        (await orders.ListAsync(new OrderListRequest())).Error!.MissingPermission.Should().Be(Permissions.Orders.ViewAll);
        (await orders.ListChannelsAsync()).Error!.MissingPermission.Should().Be(Permissions.Orders.ViewAll);
        (await orders.GetAsync(1)).Error!.MissingPermission.Should().Be(Permissions.Orders.View);
    }

    [Fact]
    public async Task GetAsync_NobodySignedIn_IsRefused_R1()
    {
        await using var acting = _shop.AsNobody();

        (await acting.Get<OrderService>().GetAsync(1)).Error!.Kind.Should().Be(ErrorKind.Unauthenticated);
    }

    [Fact]
    public async Task EditAsync_UserDisabledMeanwhile_IsRefusedAtOnce_R3()
    {
        var user = await _shop.AddUserWithAsync("ops@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());
        await using var acting = _shop.As(user);
        (await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = "first" })).IsDone.Should().BeTrue();

        await _shop.SetEnabledAsync(user, enabled: false);
        var edited = await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = "second" });

        edited.Error!.Kind.Should().Be(ErrorKind.Unauthenticated);
        (await StoredAsync(order.Id)).Notes.Should().Be("first");
    }

    [Fact]
    public async Task EditAsync_TwoFieldsOfThree_AuditsOnceWithTheseFieldsOnly_R8()
    {
        var user = await _shop.AddUserWithAsync("ops@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder().By("Anna", "anna@example.com"));
        await using var acting = _shop.As(user);

        var edited = await acting.Get<OrderService>().EditAsync(
            order.Id,
            new OrderEdit
            {
                Notes = "  Ring twice.\r\nThen wait.  ",
                CustomerName = "Élodie",
                CustomerEmail = "anna@example.com",
            });

        edited.Value!.Notes.Should().Be("Ring twice.\nThen wait.");
        edited.Value.CustomerName.Should().Be("Élodie");
        edited.Value.Version.Should().Be(1);
        edited.Value.UpdatedAt.Should().Be(_shop.Time.GetUtcNow().UtcDateTime);
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        entry.Action.Should().Be(AuditActions.OrderEdited);
        (entry.TargetType, entry.TargetId, entry.Target).Should().Be(("orders", order.Id, order.Number));
        entry.ActorUserId.Should().Be(user.Id);
        entry.Before.Should().Be("""{"customerName":"Anna","notes":null}""");
        entry.After.Should().Be("""{"customerName":"Élodie","notes":"Ring twice.\nThen wait."}""");
    }

    [Fact]
    public async Task EditAsync_NothingDifferent_NeitherAuditsNorCounts_R8()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder().By("Anna", "anna@example.com").Noting("As it is"));
        var orders = acting.Get<OrderService>();

        var nothing = await orders.EditAsync(order.Id, new OrderEdit());
        var same = await orders.EditAsync(order.Id,
            new OrderEdit { Notes = " As it is ", CustomerName = "Anna", CustomerEmail = "anna@example.com" });

        nothing.Value!.Version.Should().Be(0);
        same.Value!.Version.Should().Be(0);
        same.Value.UpdatedAt.Should().Be(order.UpdatedAt);
        (await _shop.AuditAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task EditAsync_NoNotes_ClearsThem(string? notes)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder().Noting("old"));

        var edited = await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = notes });

        edited.Value!.Notes.Should().BeNull();
    }

    [Fact]
    public async Task EditAsync_OldVersion_IsStaleAndChangesNothing()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());
        var orders = acting.Get<OrderService>();
        (await orders.EditAsync(order.Id, new OrderEdit { Notes = "first" }, expectedVersion: 0)).Value!.Version.Should().Be(1);

        var second = await orders.EditAsync(order.Id, new OrderEdit { Notes = "second" }, expectedVersion: 0);

        second.Error!.Kind.Should().Be(ErrorKind.Stale);
        second.Error.Code.Should().Be("changed-meanwhile");
        (await StoredAsync(order.Id)).Notes.Should().Be("first");
        (await _shop.AuditAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task EditAsync_ManyAtOnceFromOneVersion_OneWinsTheOthersAreStale()
    {
        var user = await _shop.AddUserWithAsync("ops@example.com", Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            await using var acting = _shop.As(user);
            return await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { Notes = $"by {i}" }, expectedVersion: 0);
        })));

        results.Count(r => r.IsDone).Should().Be(1);
        results.Where(r => !r.IsDone).Should().OnlyContain(r => r.Error!.Kind == ErrorKind.Stale);
        (await StoredAsync(order.Id)).Version.Should().Be(1);
        (await _shop.AuditAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task EditAsync_NoSuchOrder_IsNotFound()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);

        (await acting.Get<OrderService>().EditAsync(4711, new OrderEdit { Notes = "x" })).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    public static TheoryData<string?, string> BadNames => new()
    {
        { null, "Enter a customer name." },
        { "", "Enter a customer name." },
        { " \t ", "Enter a customer name." },
        { new string('x', 81), "Customer name is 81 characters long" },
        { "two\nlines", "line breaks or control characters" },
        { "bell\a", "line breaks or control characters" },
        { "nul\0", "line breaks or control characters" },
        { "right\u202Eleft", "invisible characters" },
    };

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task EditAsync_BadName_IsInvalidForThatField(string? name, string message)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());

        var edited = await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { CustomerName = name });

        edited.Error!.Kind.Should().Be(ErrorKind.Invalid);
        edited.Error.Fields.Should().ContainSingle().Which.Key.Should().Be("customerName");
        edited.Error.Message.Should().Contain(message);
        (await StoredAsync(order.Id)).CustomerName.Should().Be(order.CustomerName);
    }

    [Fact]
    public async Task EditAsync_LoneSurrogate_IsInvalid()
    {
        // Not in the table above: test names cannot hold it.
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());

        (await acting.Get<OrderService>().EditAsync(order.Id, new OrderEdit { CustomerName = "half \uD83D" }))
            .Error!.Message.Should().Contain("broken character");
    }

    public static TheoryData<string> GoodNames => new()
    {
        "<script>alert(1)</script>",
        "'; DROP TABLE Orders; --",
        "ليلى حسن",
        "山田 花子",
        "🐈‍⬛ & 👩‍👩‍👧",
        new string('x', 80),
        string.Concat(Enumerable.Repeat("🐈", 80)),
    };

    [Theory]
    [MemberData(nameof(GoodNames))]
    public async Task EditAsync_NameInAnyScript_IsKeptLiterallyAndFound(string name)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit, Permissions.Orders.ViewAll);
        var order = await AddAsync(new OrderBuilder());
        var orders = acting.Get<OrderService>();

        var edited = await orders.EditAsync(order.Id, new OrderEdit { CustomerName = name });

        edited.Value!.CustomerName.Should().Be(name);
        (await StoredAsync(order.Id)).CustomerName.Should().Be(name);
        (await orders.ListAsync(new OrderQuery { Search = name })).Value!.Total.Should().Be(1);
    }

    [Fact]
    public async Task EditAsync_SeveralBadFields_ReportsAllTogether()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View, Permissions.Orders.Edit);
        var order = await AddAsync(new OrderBuilder());

        var edited = await acting.Get<OrderService>().EditAsync(
            order.Id, new OrderEdit { CustomerName = null, CustomerEmail = "nobody", Notes = new string('n', 2001) });

        edited.Error!.Fields.Keys.Should().BeEquivalentTo("customerName", "customerEmail", "notes");
    }

    [Theory]
    [InlineData("CK-10002", 1)]
    [InlineData("ck-1000", 3)]
    [InlineData("ÉLODIE", 1)]
    [InlineData("élodie", 1)]
    [InlineData("e\u0301lodie", 1)]
    [InlineData("100%", 1)]
    [InlineData("%", 1)]
    [InlineData("_", 0)]
    [InlineData("[a-z]", 0)]
    [InlineData("\\", 0)]
    [InlineData("example.org", 2)]
    [InlineData("  ", 3)]
    [InlineData(null, 3)]
    public async Task ListAsync_Search_FindsLiterallyWhateverTheCase(string? search, int found)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        await _shop.AddAsync(
            new OrderBuilder().Numbered("CK-10001").By("Élodie Lefèvre", "el@example.org").Build(),
            new OrderBuilder().Numbered("CK-10002").By("100% Cat", "cat@example.org").Build(),
            new OrderBuilder().Numbered("CK-10003").By("Bram", "bram@example.com").Build());

        var pages = await acting.Get<OrderService>().ListAsync(new OrderQuery { Search = search });
        var api = await acting.Get<OrderService>().ListAsync(new OrderListRequest(Q: search));

        pages.Value!.Total.Should().Be(found);
        api.Value!.Items.Select(o => o.Id).Should().BeEquivalentTo(pages.Value.Items.Select(o => o.Id));
    }

    [Fact]
    public async Task ListAsync_StatusAndChannel_FilterBothListsAlike()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        await _shop.AddAsync(
            new OrderBuilder().Numbered("CK-1").Over("Amazon").MovedTo(OrderStatus.PartiallyShipped).Build(),
            new OrderBuilder().Numbered("CK-2").Over("Amazon").Build(),
            new OrderBuilder().Numbered("CK-3").Over("Web shop").MovedTo(OrderStatus.PartiallyShipped).Build());
        var orders = acting.Get<OrderService>();

        var pages = await orders.ListAsync(new OrderQuery { Status = OrderStatus.PartiallyShipped, Channel = "Amazon" });
        var api = await orders.ListAsync(new OrderListRequest(Status: "partially-shipped", Channel: "Amazon"));

        pages.Value!.Items.Should().ContainSingle().Which.Number.Should().Be("CK-1");
        api.Value!.Items.Should().ContainSingle().Which.Number.Should().Be("CK-1");
        (await orders.ListChannelsAsync()).Value.Should().Equal("Amazon", "Web shop");
    }

    [Theory]
    [InlineData(OrderSort.Total, false, "CK-2 CK-3 CK-1")]
    [InlineData(OrderSort.Total, true, "CK-1 CK-3 CK-2")]
    [InlineData(OrderSort.Number, false, "CK-1 CK-2 CK-3")]
    [InlineData(OrderSort.Customer, false, "CK-3 CK-1 CK-2")]
    [InlineData(OrderSort.Channel, true, "CK-2 CK-1 CK-3")]
    [InlineData(OrderSort.Status, false, "CK-3 CK-2 CK-1")]
    [InlineData(OrderSort.Updated, true, "CK-1 CK-2 CK-3")]
    [InlineData(OrderSort.Placed, true, "CK-1 CK-2 CK-3")]
    public async Task ListAsync_Sorted_OrdersByMeaningNotByText(OrderSort sort, bool descending, string numbers)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        await _shop.AddAsync(
            new OrderBuilder()
                .Numbered("CK-1")
                .By("bram")
                .Over("B")
                .WithLine(1, 1000m)
                .MovedTo(OrderStatus.Cancelled)
                .PlacedAt(Noon)
                .Build(),
            new OrderBuilder()
                .Numbered("CK-2")
                .By("Chris")
                .Over("C")
                .WithLine(1, 9.99m)
                .MovedTo(OrderStatus.Shipped)
                .PlacedAt(Noon.AddDays(-1))
                .Build(),
            new OrderBuilder().Numbered("CK-3").By("Anna").Over("A").WithLine(1, 99.5m).PlacedAt(Noon.AddDays(-2)).Build());

        var page = await acting.Get<OrderService>().ListAsync(new OrderQuery { Sort = sort, Descending = descending });

        string.Join(' ', page.Value!.Items.Select(o => o.Number)).Should().Be(numbers);
    }

    [Fact]
    public async Task ListAsync_Window_GivesThatPartAndTheTotal()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        await AddManyAsync(25);

        var page = await acting.Get<OrderService>().ListAsync(
            new OrderQuery { Sort = OrderSort.Number, Descending = false, Window = new PageWindow(20, 10) });

        page.Value!.Total.Should().Be(25);
        page.Value.Items.Select(o => o.Number).Should().Equal("CK-10020", "CK-10021", "CK-10022", "CK-10023", "CK-10024");
    }

    [Theory]
    [InlineData("-placedAt")]
    [InlineData("placedAt")]
    public async Task ListAsync_ByCursor_VisitsEveryOrderOnceThoughOthersAreInserted(string sort)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        // Seven orders share each time, so that pages end among equals.
        await AddManyAsync(400, sameTime: 7);
        await using var db = _shop.OpenDatabase();
        var there = await db.Orders.Select(o => o.Id).ToListAsync();
        var visited = new List<OrderResource>();
        string? after = null;
        var pages = 0;

        do
        {
            var slice = await acting.Get<OrderService>().ListAsync(new OrderListRequest(Limit: "33", After: after, Sort: sort));
            visited.AddRange(slice.Value!.Items);
            after = slice.Value.Next;
            // One at each end and one amid the rest.
            await _shop.AddAsync(
                new OrderBuilder().Numbered($"NEW-{pages}-a").PlacedAt(Noon.AddDays(1)).Build(),
                new OrderBuilder().Numbered($"NEW-{pages}-b").PlacedAt(Noon.AddDays(-900)).Build(),
                new OrderBuilder().Numbered($"NEW-{pages}-c").PlacedAt(visited[^1].PlacedAt).Build());
            pages++;
        }
        while (after is not null && pages < 50);

        visited.Select(o => o.Id).Should().OnlyHaveUniqueItems().And.Contain(there);
        var times = visited.ConvertAll(o => o.PlacedAt);
        times.Should().Equal(sort == "placedAt" ? times.Order() : times.OrderDescending());
        (await acting.Get<OrderService>().ListAsync(new OrderListRequest())).Value!.Items.Should().HaveCount(50);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("201")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("ten")]
    [InlineData("99999999999")]
    [InlineData("1,2")]
    [InlineData(" 5")]
    public async Task ListAsync_BadLimit_IsInvalid(string limit) => await ShouldRefuseAsync("limit", new OrderListRequest(Limit: limit));

    [Theory]
    [InlineData("customer")]
    [InlineData("--number")]
    [InlineData("-")]
    [InlineData("+placedAt")]
    [InlineData("PlacedAt")]
    public async Task ListAsync_BadSort_IsInvalid(string sort) => await ShouldRefuseAsync("sort", new OrderListRequest(Sort: sort));

    [Theory]
    [InlineData("Open")]
    [InlineData("0")]
    [InlineData("partiallyShipped")]
    public async Task ListAsync_BadStatus_IsInvalid(string status) =>
        await ShouldRefuseAsync("status", new OrderListRequest(Status: status));

    [Fact]
    public async Task ListAsync_BadSearch_IsInvalid() => await ShouldRefuseAsync("q", new OrderListRequest(Q: "nul\0"));

    [Fact]
    public async Task ListAsync_SeveralBadParameters_ReportsAllTogether()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);

        var slice = await acting.Get<OrderService>().ListAsync(new OrderListRequest(Limit: "0", After: "x", Status: "new"));

        slice.Error!.Fields.Keys.Should().BeEquivalentTo("limit", "after", "status");
    }

    [Fact]
    public async Task ListAsync_TamperedCursor_IsInvalid()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);
        await AddManyAsync(3);
        var orders = acting.Get<OrderService>();
        var cursor = (await orders.ListAsync(new OrderListRequest(Limit: "1"))).Value!.Next!;

        cursor.Should().MatchRegex("^[A-Za-z0-9_-]+$");
        var tampered = Enumerable.Range(0, cursor.Length)
            .Select(i => cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..])
            .Concat([cursor[..^1], cursor + "A", cursor + "=", " " + cursor[1..], "é", new string('A', 28), new string('x', 5000), "\0"]);
        foreach (var text in tampered)
        {
            var slice = await orders.ListAsync(new OrderListRequest(After: text));
            slice.Error!.Fields.Keys.Should().Equal(["after"], "{0} is not the cursor", text);
        }

        (await orders.ListAsync(new OrderListRequest(After: cursor, Sort: "placedAt"))).Error!.Fields.Keys.Should().Equal("after");
        (await orders.ListAsync(new OrderListRequest(After: cursor))).Value!.Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task GetAsync_Order_HasItsLinesInOrderWithTotals()
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.View);
        var order = await AddAsync(new OrderBuilder().WithLine(2, 12.25m, "B").WithLine(1, 0.50m, "A"));

        var found = (await acting.Get<OrderService>().GetAsync(order.Id)).Value!;

        found.Total.Should().Be(25m);
        found.Lines.Select(l => (l.ProductCode, l.Total)).Should().Equal(("B", 24.50m), ("A", 0.50m));
    }

    [Fact]
    public async Task AddLine_LinesNotLoaded_AddsToTheStoredTotal()
    {
        var order = await AddAsync(new OrderBuilder().WithLine(1, 10m));
        await using (var db = _shop.OpenDatabase())
        {
            var loaded = await db.Orders.SingleAsync();
            loaded.AddLine("C", "C", 1, 2.5m);
            await db.SaveChangesAsync();
        }

        (await StoredAsync(order.Id)).Total.Should().Be(12.5m);
    }

    [Fact]
    public async Task Money_InTheDatabase_SumsComparesAndSortsExactly()
    {
        await _shop.AddAsync(Enumerable.Range(1, 10).Select(i => new OrderBuilder().Numbered($"CK-{i}").WithLine(i, 0.1m).Build()));
        await using var db = _shop.OpenDatabase();

        (await db.Orders.SumAsync(o => o.Total)).Should().Be(5.5m);
        (await db.Orders.MaxAsync(o => o.Total)).Should().Be(1.0m);
        (await db.Orders.CountAsync(o => o.Total > 0.7m)).Should().Be(3);
        (await db.Orders.OrderByDescending(o => o.Total).Select(o => o.Number).FirstAsync()).Should().Be("CK-10");
        (await db.Orders.GroupBy(o => o.Channel).Select(g => g.Sum(o => o.Total)).SingleAsync()).Should().Be(5.5m);
    }

    private async Task ShouldRefuseAsync(string field, OrderListRequest request)
    {
        await using var acting = await ActingWithAsync(Permissions.Orders.ViewAll);

        var slice = await acting.Get<OrderService>().ListAsync(request);

        slice.Error!.Kind.Should().Be(ErrorKind.Invalid);
        slice.Error.Fields.Keys.Should().Equal(field);
    }

    private async Task<Acting> ActingWithAsync(params string[] permissions) =>
        _shop.As(await _shop.AddUserWithAsync("tester@example.com", permissions));

    private async Task<Order> AddAsync(OrderBuilder builder)
    {
        var order = builder.Build();
        await _shop.AddAsync(order);
        return order;
    }

    private Task AddManyAsync(int count, int sameTime = 1) => _shop.AddAsync(Enumerable.Range(0, count)
        .Select(i => new OrderBuilder().Numbered($"CK-{10_000 + i}").PlacedAt(Noon.AddHours(-i / sameTime)).WithLine(1, 1m).Build()));

    private async Task<Order> StoredAsync(int id)
    {
        await using var db = _shop.OpenDatabase();
        return await db.Orders.AsNoTracking().SingleAsync(o => o.Id == id);
    }
}
