using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Everything that can be done to stock (R1).</summary>
public sealed class InventoryService(CurrentActor current, IDbContextFactory<CommerceKittyDbContext> databases)
{
    /// <summary>A page of stock.</summary>
    public async Task<Result<Page<StockRow>>> ListAsync(InventoryQuery query, CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Inventory.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        var search = SearchText.Pattern(query.Search, "search");
        if (!search.IsDone)
            return search.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        var items = db.StockItems.AsNoTracking();
        if (query.SourceId is { } source)
            items = items.Where(i => i.SourceId == source);
        if (query.SourceCode is { } code)
            items = items.Where(i => i.Source!.Code == code);
        if (search.Value.Length > 0)
            items = items.Where(i => EF.Functions.Like(i.Product!.SearchText, search.Value, SearchPattern.Escape));
        var total = await items.CountAsync(ct);
        var rows = await Order(items, query).Skip(query.Window.SafeSkip).Take(query.Window.SafeTake)
            .Select(i => new StockRow
            {
                Id = i.Id,
                SourceId = i.SourceId,
                SourceName = i.Source!.Name,
                ProductId = i.ProductId,
                ProductCode = i.Product!.Code,
                ProductName = i.Product.Name,
                ProductArchived = i.Product.Archived,
                OnHand = i.OnHand,
                Reserved = i.Reserved,
            })
            .ToListAsync(ct);
        return new Page<StockRow>(rows, total);
    }

    /// <summary>All sources, in the order in which stock is taken from them.</summary>
    public async Task<Result<IReadOnlyList<InventorySourceRow>>> ListSourcesAsync(CancellationToken ct = default)
    {
        var actor = await current.DemandAsync(Permissions.Inventory.ViewAll, ct);
        if (!actor.IsDone)
            return actor.Error;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.InventorySources.AsNoTracking()
            .OrderBy(s => s.Priority).ThenBy(s => s.Id)
            .Select(s => new InventorySourceRow(s.Id, s.Code, s.Name, s.Priority))
            .ToListAsync(ct);
    }

    private static IOrderedQueryable<StockItem> Order(IQueryable<StockItem> items, InventoryQuery query)
    {
        var ordered = query.Sort switch
        {
            InventorySort.Code => items.OrderBy(i => i.Product!.Code, query.Descending),
            InventorySort.Source => items.OrderBy(i => i.Source!.Name.ToLower(), query.Descending),
            InventorySort.OnHand => items.OrderBy(i => i.OnHand, query.Descending),
            InventorySort.Reserved => items.OrderBy(i => i.Reserved, query.Descending),
            InventorySort.Available => items.OrderBy(i => i.OnHand - i.Reserved, query.Descending),
            _ => items.OrderBy(i => i.Product!.Name.ToLower(), query.Descending),
        };
        return query.Descending ? ordered.ThenByDescending(i => i.Id) : ordered.ThenBy(i => i.Id);
    }
}
