using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Csv;

public sealed class CsvImportServiceTests : IAsyncLifetime
{
    private readonly TestShop _shop = new();

    public async ValueTask InitializeAsync()
    {
        await _shop.AddSourcesAsync();
        await _shop.AddProductAsync("WAND", north: 5, price: 7.95m, name: "Wand");
        await _shop.AddProductAsync("BALL", price: 3m, name: "Ball");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Products_EveryKindOfLine_IsPreviewedThenSavedAsSaid()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("ops@example.com", Commerce.Everything));
        var import = acting.Get<ProductImportService>();
        var audits = (await _shop.AuditAsync()).Count;

        var preview = await PreviewAsync(import, """
            Code,Name,Price,Currency,Archived,Colour
            wand,Feather wand,8.50,,,red
            BALL,Ball,3,EUR,false,
            MOUSE,=Mouse,1.25,usd,,
            mouse,Again,1,EUR,,
            BELL,Bell,"1,250",EUR,,
            RING,Ring,,EUR,,
            GONE,Gone,1,EUR,true,
            WA ND,x,1,EUR,,
            HAT,Hat,1,EUR,perhaps,
            NINES,Nines,9.99999999999999999999999999999999999,EUR,,
            """);

        preview.IgnoredColumns.Should().Equal("Colour");
        preview.Lines.Select(l => (l.Record.Line, l.Key, l.Kind)).Should().Equal(
            (2, "WAND", ImportKind.Changed),
            (3, "BALL", ImportKind.Unchanged),
            (4, "MOUSE", ImportKind.New),
            (5, "mouse", ImportKind.Wrong),
            (6, "BELL", ImportKind.Wrong),
            (7, "RING", ImportKind.Wrong),
            (8, "GONE", ImportKind.Wrong),
            (9, "WA ND", ImportKind.Wrong),
            (10, "HAT", ImportKind.Wrong),
            (11, "NINES", ImportKind.Wrong));
        preview.Lines[0].Detail.Should().Be("name Wand → Feather wand; price €\u00A07.95 → €\u00A08.50");
        preview.Lines[3].Detail.Should().Be("Line 4 is about the same product.");
        (await _shop.AuditAsync()).Should().HaveCount(audits, "a preview changes nothing");

        (await ApplyAsync(import, preview)).Should().BeNull();

        preview.Lines.Count(l => l.Saved).Should().Be(2);
        (await _shop.AuditAsync())
            .Skip(audits)
            .Select(e => e.Action)
            .Should()
            .Equal(AuditActions.ProductEdited, AuditActions.ProductCreated);
        var saved = (await acting.Get<ProductService>().ListAsync(new ProductQuery { Sort = ProductSort.Code })).Value!.Items;
        saved.Select(p => (p.Code, p.Name, p.Price, p.Currency)).Should().Equal(
            ("BALL", "Ball", 3m, "EUR"), ("MOUSE", "=Mouse", 1.25m, "USD"), ("WAND", "Feather wand", 8.5m, "EUR"));
    }

    [Fact]
    public async Task Products_ChangedSinceThePreview_RefusesThatLineOnly()
    {
        await using var acting = _shop.AsCommandLine();
        var import = acting.Get<ProductImportService>();
        var preview = await PreviewAsync(import, "code,price\nWAND,9\nBALL,4\n");
        var wand = (await acting.Get<ProductService>().ListAsync(new ProductListRequest(Code: "WAND"))).Value!.Items[0];
        await acting.Get<ProductService>().EditAsync(wand.Id, new() { Price = 100 });

        await ApplyAsync(import, preview);

        preview
            .Lines.Select(l => (l.Saved, l.Refusal?.Split('.')[0]))
            .Should()
            .Equal((false, "Someone else changed this product since you looked at it"), (true, null));
    }

    [Fact]
    public async Task Products_EditTakenAwayAfterThePreview_StopsAndLeavesTheRestWaiting_R3()
    {
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync(
                "a@example.com",
                Permissions.Products.ViewAll, Permissions.Products.View, Permissions.Products.Create, Permissions.Products.Edit));
        var import = acting.Get<ProductImportService>();
        var preview = await PreviewAsync(import, "code,name,price,currency\nNEW,New,1,EUR\nWAND,Other,9,EUR\nBALL,Other,4,EUR\n");

        await _shop.SetPermissionsAsync("a-group", Permissions.Products.ViewAll, Permissions.Products.View, Permissions.Products.Create);

        var error = await ApplyAsync(import, preview);

        error!.MissingPermission.Should().Be(Permissions.Products.Edit);
        preview.Lines.Select(l => (l.Saved, l.Waits)).Should().Equal((true, false), (false, true), (false, true));
    }

    [Fact]
    public async Task Stock_EveryKindOfLine_IsPreviewedThenSavedInOneBatch()
    {
        await _shop.OrderAsync(("WAND", 3));
        await using var acting = _shop.As(await _shop.AddUserWithAsync("ops@example.com", Commerce.Everything));
        var import = acting.Get<StockImportService>();
        var audits = (await _shop.AuditAsync()).Count;

        var preview = await PreviewAsync(import, """
            source;sku;onHand
            north;wand;9
            south;WAND;0
            south;BALL;4
            north;BALL;2,5
            north;NONE;1
            moon;WAND;1
            NORTH;WAND;8
            north;BALL;-1
            """);
        var fewer = await PreviewAsync(import, "source,sku,onHand\nnorth,WAND,2\n");

        preview.Lines.Select(l => l.Kind).Should().Equal(
            ImportKind.Changed,
            ImportKind.Unchanged,
            ImportKind.New,
            ImportKind.Wrong,
            ImportKind.Wrong,
            ImportKind.Wrong,
            ImportKind.Wrong,
            ImportKind.Wrong);
        fewer.Lines[0].Detail.Should().Be("3 items are reserved for orders, so there cannot be fewer.");
        (await ApplyAsync(import, preview)).Should().BeNull();
        (await _shop.StockAsync("WAND")).Should().Be("9/3 0/0");
        (await _shop.StockAsync("BALL")).Should().Be("0/0 4/0");
        (await _shop.AuditAsync()).Skip(audits).Should().ContainSingle().Which.Action.Should().Be(AuditActions.StockBatchSet);
        await _shop.ShouldAddUpAsync();
    }

    [Fact]
    public async Task Stock_ReservedSinceThePreview_RefusesThatLineOnly()
    {
        await using var acting = _shop.AsCommandLine();
        var import = acting.Get<StockImportService>();
        var preview = await PreviewAsync(import, "source,sku,onHand\nnorth,WAND,1\nnorth,BALL,1\n");
        await _shop.OrderAsync(("WAND", 3));

        await ApplyAsync(import, preview);

        preview.Lines.Select(l => l.Saved).Should().Equal(false, true);
        preview.Lines[0].Refusal.Should().Contain("reserved for orders");
        (await _shop.StockAsync("WAND")).Should().Be("5/3 0/0");
    }

    [Fact]
    public async Task Apply_Stopped_LeavesTheRestWaitingAndGoesOnLater()
    {
        await using var acting = _shop.AsCommandLine();
        var import = acting.Get<ProductImportService>();
        var preview = await PreviewAsync(
            import,
            "code,name,price,currency\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"P-{i},P,1,EUR\n")));
        using var stop = new CancellationTokenSource();

        var applying = () =>
            import.ApplyAsync(
                preview.Lines,
                () => preview.Lines.Count(l => l.Saved) == 2 ? stop.CancelAsync() : Task.CompletedTask,
                stop.Token);

        await applying.Should().ThrowAsync<OperationCanceledException>();
        preview.Lines.Select(l => l.Waits).Should().Equal(false, false, true, true, true);
        await ApplyAsync(import, preview);
        preview.Lines.Should().OnlyContain(l => l.Saved);
    }

    [Fact]
    public async Task Preview_WithoutViewAllOrColumns_IsRefused_R1()
    {
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("a@example.com", Permissions.Products.Edit, Permissions.Inventory.Edit));
        var table = await TableAsync("code\nWAND\n");

        (await acting.Get<ProductImportService>().PreviewAsync(table)).Error!.MissingPermission.Should().Be(Permissions.Products.ViewAll);
        (await acting.Get<StockImportService>().PreviewAsync(table)).Error!.MissingPermission.Should().Be(Permissions.Inventory.ViewAll);
        await using var all = _shop.AsCommandLine();
        (await all.Get<StockImportService>().PreviewAsync(table)).Error!.Message.Should().Contain("source, sku and onHand");
        (await all.Get<ProductImportService>().PreviewAsync(await TableAsync("sku\nWAND\n")))
            .Error!.Message.Should()
            .Contain("column code is missing");
    }

    private static async Task<ImportPreview> PreviewAsync(ICsvImport import, string text) =>
        (await import.PreviewAsync(await TableAsync(text))).Value!;

    private static Task<Error?> ApplyAsync(ICsvImport import, ImportPreview preview) =>
        import.ApplyAsync(preview.Lines, () => Task.CompletedTask);

    private static async Task<CsvTable> TableAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return (await CsvTable.ReadAsync(stream, CultureInfo.InvariantCulture)).Value!;
    }
}
