using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using CommerceKitty.Admin.Tests.Fixtures;

namespace CommerceKitty.Admin.Tests.Features.Products;

public sealed class ProductChangeTests : IAsyncDisposable
{
    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task EveryMethod_WithoutItsPermission_IsRefused_R1()
    {
        var product = await _shop.AddProductAsync("WAND");
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Inventory.ViewAll));
        var products = acting.Get<ProductService>();

        (await products.ListAsync(new ProductListRequest())).Error!.MissingPermission.Should().Be(Permissions.Products.ViewAll);
        (await products.GetAsync(product.Id)).Error!.MissingPermission.Should().Be(Permissions.Products.View);
        (await products.CreateAsync(New("BALL"))).Error!.MissingPermission.Should().Be(Permissions.Products.Create);
        (await products.EditAsync(product.Id, new() { Name = "x" })).Error!.MissingPermission.Should().Be(Permissions.Products.Edit);
        (await products.ArchiveAsync(product.Id)).Error!.MissingPermission.Should().Be(Permissions.Products.Delete);
    }

    [Fact]
    public async Task EditAsync_WithoutView_IsRefusedAndAnswersNothing_R1()
    {
        var product = await _shop.AddProductAsync("WAND");
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Products.Edit));

        (await acting.Get<ProductService>().EditAsync(product.Id, new() { Name = "x" }))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Products.View);
        (await acting.Get<ProductService>().EditAsync(product.Id, new()))
            .Value.Should()
            .BeNull("an edit of nothing would be a way to look");
    }

    [Fact]
    public async Task EditAsync_ArchivingWithoutDelete_IsRefused_R1()
    {
        var product = await _shop.AddProductAsync("WAND");
        await using var acting = _shop.As(
            await _shop.AddUserWithAsync("a@example.com", Permissions.Products.Edit, Permissions.Products.View));
        var products = acting.Get<ProductService>();

        (await products.EditAsync(product.Id, new() { Archived = true })).Error!.MissingPermission.Should().Be(Permissions.Products.Delete);
        (await products.EditAsync(product.Id, new() { Archived = false })).Value!.Archived.Should().BeFalse();
    }

    [Fact]
    public async Task CreateAsync_Whole_IsCleanedStoredAndAuditedOnce_R8()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Products.Create));

        var product = (
            await acting
                .Get<ProductService>()
                .CreateAsync(
                    new()
                    {
                        Code = " toy-wand ",
                        Name = " Feather  wand ",
                        Price = 7.950000m,
                        Currency = "eur",
                    })).Value!;

        (product.Code, product.Name, product.Price, product.Currency, product.Archived, product.Version).Should()
            .Be(("TOY-WAND", "Feather  wand", 7.95m, "EUR", false, 0));
        var entry = (await _shop.AuditAsync()).Should().ContainSingle().Subject;
        (entry.Action, entry.TargetType, entry.TargetId).Should().Be((AuditActions.ProductCreated, "products", product.Id));
    }

    [Fact]
    public async Task CreateAsync_CodeTakenInOtherCase_IsRefusedAlsoWhenArchived()
    {
        var old = await _shop.AddProductAsync("WAND");
        await using var acting = _shop.AsCommandLine();
        await acting.Get<ProductService>().ArchiveAsync(old.Id);

        (await acting.Get<ProductService>().CreateAsync(New("wand"))).Error!.Code.Should().Be("code-taken");
    }

    [Fact]
    public async Task CreateAsync_SameCodeAtOnce_MakesOne()
    {
        await using var otherNode = _shop.OtherNode();
        TestShop[] nodes = [_shop, otherNode];
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            await using var acting = nodes[i % 2].AsCommandLine();
            return await acting.Get<ProductService>().CreateAsync(New("WAND"));
        })));

        outcomes.Count(o => o.IsDone).Should().Be(1);
        outcomes.Where(o => !o.IsDone).Should().OnlyContain(o => o.Error!.Code == "code-taken");
    }

    public static TheoryData<CreateProductRequest, string> Wrong => new()
    {
        { new(), "code name price currency" },
        { New("WA ND"), "code" },
        { New("-WAND"), "code" },
        { New("WAND/1"), "code" },
        { New("WÄND"), "code" },
        { New("WAND\u0000"), "code" },
        { New(new string('W', 41)), "code" },
        { New("WAND") with { Name = "a\tb" }, "name" },
        { New("WAND") with { Name = new string('n', 81) }, "name" },
        { New("WAND") with { Price = -0.01m }, "price" },
        { New("WAND") with { Price = 1.00001m }, "price" },
        { New("WAND") with { Price = 100_000_000m }, "price" },
        { New("WAND") with { Price = decimal.MinValue }, "price" },
        { New("WAND") with { Currency = "EURO" }, "currency" },
        { New("WAND") with { Currency = "XAU" }, "currency" },
        { New("WAND") with { Currency = "ＥＵＲ" }, "currency" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task CreateAsync_WrongFields_AreNamed(CreateProductRequest request, string fields)
    {
        await using var acting = _shop.AsCommandLine();

        string.Join(' ', (await acting.Get<ProductService>().CreateAsync(request)).Error!.Fields.Keys).Should().Be(fields);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0001")]
    [InlineData("99999999.9999")]
    public async Task CreateAsync_BoundaryPrices_AreKeptExactly(string text)
    {
        var price = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var product = await _shop.AddProductAsync("WAND", price: price);
        await using var acting = _shop.AsCommandLine();

        (await acting.Get<ProductService>().GetAsync(product.Id)).Value!.Price.Should().Be(price);
    }

    [Fact]
    public async Task EditAsync_OneField_ChangesAuditsAndCountsOnlyThat()
    {
        var product = await _shop.AddProductAsync("WAND", price: 5);
        await using var acting = _shop.AsCommandLine();
        var products = acting.Get<ProductService>();
        _shop.Time.Advance(TimeSpan.FromHours(1));

        var edited = (await products.EditAsync(product.Id, new() { Price = 6.5m, Name = "WAND" }, product.Version)).Value!;

        (edited.Price, edited.Name, edited.Currency, edited.Version, edited.UpdatedAt)
            .Should()
            .Be((6.5m, "WAND", "EUR", 1, product.UpdatedAt.AddHours(1)));
        var entry = (await _shop.AuditAsync())[^1];
        (entry.Action, entry.Before, entry.After).Should().Be((AuditActions.ProductEdited, """{"price":5}""", """{"price":6.5}"""));
        (await products.EditAsync(product.Id, new() { Price = 6.5000m })).Value!.Version.Should().Be(1, "nothing is different");
        (await products.EditAsync(product.Id, new() { Price = 7 }, expectedVersion: 0)).Error!.Kind.Should().Be(ErrorKind.Stale);
        (await products.EditAsync(product.Id, new() { Name = null, Price = null, Currency = null, Archived = null })).Error!.Fields.Keys
            .Should().Equal("name", "price", "currency", "archived");
        (await products.EditAsync(4711, new() { Price = 1 })).Error!.Kind.Should().Be(ErrorKind.NotFound);
    }

    [Fact]
    public async Task ArchiveAsync_Twice_AuditsOnceAndCanBeTakenBack()
    {
        var product = await _shop.AddProductAsync("WAND");
        await using var acting = _shop.AsCommandLine();
        var products = acting.Get<ProductService>();

        (await products.ArchiveAsync(product.Id, product.Version)).IsDone.Should().BeTrue();
        (await products.ArchiveAsync(product.Id)).IsDone.Should().BeTrue();
        (await products.ArchiveAsync(product.Id, product.Version)).Error!.Kind.Should().Be(ErrorKind.Stale);

        (await _shop.AuditAsync()).Count(e => e.Action == AuditActions.ProductArchived).Should().Be(1);
        (await products.EditAsync(product.Id, new() { Archived = false })).Value!.Archived.Should().BeFalse();
    }

    [Fact]
    public async Task EditAsync_ManyAtOnceWithTheSameVersion_OneWins()
    {
        var product = await _shop.AddProductAsync("WAND");
        await using var otherNode = _shop.OtherNode();
        TestShop[] nodes = [_shop, otherNode];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(async () =>
        {
            await using var acting = nodes[i % 2].AsCommandLine();
            return await acting.Get<ProductService>().EditAsync(product.Id, new() { Price = 100 + i }, product.Version);
        })));

        outcomes.Count(o => o.IsDone).Should().Be(1);
        outcomes.Where(o => !o.IsDone).Should().OnlyContain(o => o.Error!.Kind == ErrorKind.Stale);
    }

    [Theory]
    [InlineData("-createdAt")]
    [InlineData("createdAt")]
    public async Task ListAsync_PageByPage_GivesEachOnceAlsoWhenSomeAreAdded(string sort)
    {
        for (var i = 0; i < 5; i++)
        {
            await _shop.AddProductAsync($"P-{i}");
            if (i % 2 == 0)
                _shop.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await using var acting = _shop.AsCommandLine();
        var (codes, after) = (new List<string>(), (string?)null);
        do
        {
            var slice = (await acting.Get<ProductService>().ListAsync(new ProductListRequest(Limit: "2", After: after, Sort: sort))).Value!;
            codes.AddRange(slice.Items.Select(p => p.Code));
            after = slice.Next;
            if (codes.Count == 2)
                await _shop.AddProductAsync("NEW");
        }
        while (after is not null);

        codes
            .Where(c => c != "NEW")
            .Should()
            .Equal(sort == "createdAt" ? ["P-0", "P-1", "P-2", "P-3", "P-4"] : ["P-4", "P-3", "P-2", "P-1", "P-0"]);
    }

    [Fact]
    public async Task ListAsync_Filters_ListExactlyThose()
    {
        var (wand, old) = (
            await _shop.AddProductAsync("WAND-1", name: "Feather wand"),
            await _shop.AddProductAsync("WAND-2", name: "Old wand"));
        await using var acting = _shop.AsCommandLine();
        var products = acting.Get<ProductService>();
        await products.ArchiveAsync(old.Id);

        (await CodesAsync(new())).Should().Equal("WAND-1");
        (await CodesAsync(new(Archived: "true"))).Should().Equal("WAND-2");
        (await CodesAsync(new(Q: "FEATHER"))).Should().Equal(wand.Code);
        (await CodesAsync(new(Code: "wand-1"))).Should().Equal(wand.Code);
        (await CodesAsync(new(Code: "WAND"))).Should().BeEmpty();
        (await products.ListAsync(new ProductListRequest("0", "x", "yes", "\0", "a b")))
            .Error!.Fields.Keys.Should()
            .Equal("limit", "q", "code", "archived", "after");
        (await products.ListAsync(new ProductListRequest(Sort: "price"))).Error!.Fields.Keys.Should().Equal("sort");

        async Task<IEnumerable<string>> CodesAsync(ProductListRequest request) =>
            (await products.ListAsync(request)).Value!.Items.Select(p => p.Code);
    }

    private static CreateProductRequest New(string code) => new() { Code = code, Name = "Wand", Price = 5, Currency = "EUR" };
}
