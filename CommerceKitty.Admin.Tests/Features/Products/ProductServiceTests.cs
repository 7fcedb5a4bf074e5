using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Tests.Features.Products;

public sealed class ProductServiceTests : IAsyncDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private readonly TestShop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task ListAsync_WithoutViewAll_IsRefused_R1()
    {
        await using var acting = _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Products.View));

        (await acting.Get<ProductService>().ListAsync(new ProductQuery()))
            .Error!.MissingPermission.Should()
            .Be(Permissions.Products.ViewAll);
    }

    [Theory]
    [InlineData(null, false, "B-2 A-1")]
    [InlineData(null, true, "B-2 A-1 C-3")]
    [InlineData("wand", true, "A-1")]
    [InlineData("ÉPÉE", false, "B-2")]
    [InlineData("c-3", false, "")]
    [InlineData("100%", false, "")]
    public async Task ListAsync_SearchAndArchived_ListsExactlyThose(string? search, bool includeArchived, string codes)
    {
        await using var acting = await WithThreeProductsAsync();

        var page = await acting.Get<ProductService>().ListAsync(new ProductQuery { Search = search, IncludeArchived = includeArchived });

        string.Join(' ', page.Value!.Items.Select(p => p.Code)).Should().Be(codes);
        page.Value.Total.Should().Be(page.Value.Items.Count);
    }

    [Theory]
    [InlineData(ProductSort.Price, false, "B-2 C-3 A-1")]
    [InlineData(ProductSort.Price, true, "A-1 C-3 B-2")]
    [InlineData(ProductSort.Code, true, "C-3 B-2 A-1")]
    [InlineData(ProductSort.Updated, false, "A-1 B-2 C-3")]
    public async Task ListAsync_Sorted_OrdersByMeaning(ProductSort sort, bool descending, string codes)
    {
        await using var acting = await WithThreeProductsAsync();

        var page = await acting.Get<ProductService>().ListAsync(
            new ProductQuery { IncludeArchived = true, Sort = sort, Descending = descending });

        string.Join(' ', page.Value!.Items.Select(p => p.Code)).Should().Be(codes);
    }

    [Fact]
    public async Task ListAsync_Window_GivesThatPartAndTheTotal()
    {
        await using var acting = await WithThreeProductsAsync();

        var page = await acting.Get<ProductService>().ListAsync(
            new ProductQuery { IncludeArchived = true, Sort = ProductSort.Code, Window = new PageWindow(1, 1) });

        page.Value!.Total.Should().Be(3);
        page.Value.Items.Should().ContainSingle().Which.Code.Should().Be("B-2");
    }

    [Fact]
    public async Task Database_SameCodeTwice_Refuses()
    {
        await _shop.AddAsync(New("A-1", "One", 1m));

        var again = () => _shop.AddAsync(New("A-1", "Two", 1m));

        await again.Should().ThrowAsync<DbUpdateException>();
    }

    private async Task<Acting> WithThreeProductsAsync()
    {
        await _shop.AddAsync(
            New("A-1", "feather Wand", 1000m),
            New("B-2", "Antique Épée", 9.99m, 1),
            New("C-3", "Zoo", 99.5m, 2, archived: true));
        return _shop.As(await _shop.AddUserWithAsync("a@example.com", Permissions.Products.ViewAll));
    }

    private static Product New(string code, string name, decimal price, int days = 0, bool archived = false) => new()
    {
        Code = code,
        Name = name,
        Price = price,
        Currency = "EUR",
        Archived = archived,
        CreatedAt = Noon,
        UpdatedAt = Noon.AddDays(days),
    };
}
