using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>Everything that can be done to products (R1).</summary>
public sealed class ProductService(CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases)
{
    /// <summary>A page of products.</summary>
    public async Task<Result<Page<ProductRow>>> ListAsync(ProductQuery query, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Products.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        var search = SearchText.Pattern(query.Search, "search");
        if (!search.IsDone)
            return search.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var products = db.Products.AsNoTracking().Where(p => query.IncludeArchived || !p.Archived);
        if (search.Value.Length > 0)
            products = products.Where(p => EF.Functions.Like(p.SearchText, search.Value, SearchPattern.Escape));
        var total = await products.CountAsync(ct);
        var rows = await Order(products, query).Skip(query.Window.SafeSkip).Take(query.Window.SafeTake)
            .Select(p => new ProductRow
            {
                Id = p.Id,
                Code = p.Code,
                Name = p.Name,
                Price = p.Price,
                Currency = p.Currency,
                Archived = p.Archived,
                UpdatedAt = p.UpdatedAt,
            })
            .ToListAsync(ct);
        return new Page<ProductRow>(rows, total);
    }

    private static IOrderedQueryable<Product> Order(IQueryable<Product> products, ProductQuery query)
    {
        var ordered = query.Sort switch
        {
            ProductSort.Code => products.OrderBy(p => p.Code, query.Descending),
            ProductSort.Price => products.OrderBy(p => p.Price, query.Descending),
            ProductSort.Updated => products.OrderBy(p => p.UpdatedAt, query.Descending),
            _ => products.OrderBy(p => p.Name.ToLower(), query.Descending),
        };
        return query.Descending ? ordered.ThenByDescending(p => p.Id) : ordered.ThenBy(p => p.Id);
    }
}
