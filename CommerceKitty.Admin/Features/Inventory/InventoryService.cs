using System.Linq.Expressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Shows stock (R1); <see cref="StockService"/> changes it.</summary>
public sealed class InventoryService(Operations operations)
{
    /// <summary>A page of stock.</summary>
    public Task<Result<Page<StockRow>>> ListAsync(InventoryQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<StockRow>>(Permissions.Inventory.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            var items = SortBy(query.Sort).Order(Filter(db.StockItems.AsNoTracking(), search.Value, query), query.Descending);
            return await PageReader.ReadAsync(items, query.Window, some => some.Select(ToRow), ct);
        }, ct);

    /// <summary>The stock of a page's list, some at a time and in its order, for its file.</summary>
    public Task<Result<Slice<StockRow>>> ListAllAsync(InventoryQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<StockRow>>(Permissions.Inventory.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            if (SortBy(query.Sort).TryFollow("inventory", query.Descending, after, out var order) is { } error)
                return error;
            return await order!.ReadAsync(Filter(db.StockItems.AsNoTracking(), search.Value, query), SliceLimit.Maximum, ToRow, ct);
        }, ct);

    /// <summary>All sources, in the order in which stock is taken from them.</summary>
    public Task<Result<IReadOnlyList<InventorySourceRow>>> ListSourcesAsync(CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<InventorySourceRow>>(Permissions.Inventory.ViewAll, async (db, _) =>
        {
            return await db.InventorySources.AsNoTracking()
                .OrderBy(s => s.Priority).ThenBy(s => s.Id)
                .Select(s => new InventorySourceRow(s.Id, s.Code, s.Name, s.Priority))
                .ToListAsync(ct);
        }, ct);

    /// <summary>Some stock and where the list goes on, for the API. Each that was there from the first call to the last comes exactly
    /// once, whatever is added between.</summary>
    public Task<Result<Slice<StockResource>>> ListAsync(InventoryListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<StockResource>>(Permissions.Inventory.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            var search = errors.Take(SearchText.Pattern(request.Q, "q"));
            var source = string.IsNullOrEmpty(request.Source) ? null : errors.Take(ReadSource(request.Source, "source"));
            var sku = string.IsNullOrEmpty(request.Sku) ? null : errors.Take(ProductCode.Read(request.Sku, "sku"));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var items = db.StockItems.AsNoTracking();
            if (source is not null)
                items = items.Where(i => i.Source!.Code == source);
            if (sku is not null)
                items = items.Where(i => i.Product!.Code == sku);
            if (search!.Length > 0)
                items = items.Where(i => EF.Functions.Like(i.Product!.SearchText, search, SearchPattern.Escape));
            return await order!.ReadAsync(items, limit, ToListed, ct);
        }, ct);

    /// <summary>The stock of one product at one source.</summary>
    public Task<Result<StockResource>> GetAsync(string source, string sku, CancellationToken ct = default) =>
        operations.ReadAsync<StockResource>(Permissions.Inventory.View, async (db, _) =>
        {
            return await FindAsync(db, source, sku, ct);
        }, ct);

    /// <summary>The stock of one product at every source, in the order in which stock is taken from them.</summary>
    public Task<Result<IReadOnlyList<StockResource>>> ListOfProductAsync(int productId, CancellationToken ct = default) =>
        operations.ReadAsync<IReadOnlyList<StockResource>>(Permissions.Inventory.ViewAll, async (db, _) =>
        {
            return await Everywhere(db).Where(s => s.Product.Id == productId).OrderBy(s => s.Source.Priority).ThenBy(s => s.Source.Id)
                .Select(ToResource).ToListAsync(ct);
        }, ct);

    /// <summary>A page of what happened to one stock, newest first.</summary>
    public Task<Result<Page<StockMovementResource>>> ListMovementsAsync(StockMovementQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<StockMovementResource>>(Permissions.Inventory.View, async (db, _) =>
        {
            var movements = db.StockMovements.AsNoTracking()
                .Where(m => m.StockItem!.Source!.Code == query.Source && m.StockItem.Product!.Code == query.Sku);
            return await PageReader.ReadAsync(movements.OrderByDescending(m => m.Id), query.Window, some => some.Select(ToMovement), ct);
        }, ct);

    /// <summary>Some of what happened to one stock and where the list goes on, for the API; newest first.</summary>
    public Task<Result<Slice<StockMovementResource>>> ListMovementsAsync(
        string source, string sku, StockMovementListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<StockMovementResource>>(Permissions.Inventory.View, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            errors.Add(MovementSorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;
            var stock = await FindAsync(db, source, sku, ct);
            if (!stock.IsDone)
                return stock.Error;
            var (sourceCode, code) = (stock.Value.Source, stock.Value.Sku);
            var movements = db.StockMovements.AsNoTracking()
                .Where(m => m.StockItem!.Source!.Code == sourceCode && m.StockItem.Product!.Code == code);
            return await order!.ReadAsync(movements, limit, ToMovement, ct);
        }, ct);

    /// <summary>The stock as it is in this context's transaction; for the services of stock, which demanded the permission.</summary>
    internal static async Task<Result<StockResource>> FindAsync(CommerceKittyDbContext db, string source, string sku, CancellationToken ct)
    {
        var (sourceCode, code) = (ReadSource(source, "source").Value, ProductCode.Read(sku, "sku").Value);
        return
            await Everywhere(db)
                .Where(s => s.Source.Code == sourceCode && s.Product.Code == code)
                .Select(ToResource)
                .SingleOrDefaultAsync(ct)
                is { } stock
            ? stock
            : Error.NotFound("inventory source or product");
    }

    /// <summary>Reads the code of a source, in whichever case.</summary>
    internal static Result<string> ReadSource(string? text, string field) =>
        TextRules.Line(text?.ToLowerInvariant(), field, "The source", InventorySource.CodeLength);

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<StockItem> Sorts = new("inventory", "id",
        SliceSort<StockItem>.By("id", i => i.Id, i => i.Id),
        SliceSort<StockItem>.By("sku", i => i.Product!.Code, i => i.Id));

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<StockMovement> MovementSorts = new("movements", "-id",
        SliceSort<StockMovement>.By("id", m => m.Id, m => m.Id));

    /// <summary>What a page's list and its file can be sorted by.</summary>
    private static readonly Dictionary<InventorySort, SliceSort<StockItem>> PageSorts = new()
    {
        [InventorySort.Product] = SliceSort<StockItem>.By("product", i => i.Product!.Name.ToLower(), i => i.Id),
        [InventorySort.Code] = SliceSort<StockItem>.By("sku", i => i.Product!.Code, i => i.Id),
        [InventorySort.Source] = SliceSort<StockItem>.By("source", i => i.Source!.Name.ToLower(), i => i.Id),
        [InventorySort.OnHand] = SliceSort<StockItem>.By("onHand", i => i.OnHand, i => i.Id),
        [InventorySort.Reserved] = SliceSort<StockItem>.By("reserved", i => i.Reserved, i => i.Id),
        [InventorySort.Available] = SliceSort<StockItem>.By("available", i => i.OnHand - i.Reserved, i => i.Id),
    };

    private static IQueryable<StockItem> Filter(IQueryable<StockItem> items, string searchPattern, InventoryQuery query)
    {
        if (query.SourceId is { } source)
            items = items.Where(i => i.SourceId == source);
        if (query.SourceCode is { } code)
            items = items.Where(i => i.Source!.Code == code);
        if (query.AtMost is { } most)
            items = items.Where(i => i.OnHand - i.Reserved <= most && !i.Product!.Archived);
        if (searchPattern.Length > 0)
            items = items.Where(i => EF.Functions.Like(i.Product!.SearchText, searchPattern, SearchPattern.Escape));
        return items;
    }

    private static readonly Expression<Func<StockItem, StockRow>> ToRow = i => new StockRow
    {
        Id = i.Id,
        SourceId = i.SourceId,
        SourceCode = i.Source!.Code,
        SourceName = i.Source.Name,
        ProductId = i.ProductId,
        ProductCode = i.Product!.Code,
        ProductName = i.Product.Name,
        ProductArchived = i.Product.Archived,
        OnHand = i.OnHand,
        Reserved = i.Reserved,
    };

    private static readonly Expression<Func<StockItem, StockResource>> ToListed = i => new StockResource
    {
        Source = i.Source!.Code,
        SourceName = i.Source.Name,
        Sku = i.Product!.Code,
        ProductName = i.Product.Name,
        OnHand = i.OnHand,
        Reserved = i.Reserved,
        Version = i.Version,
    };

    private static readonly Expression<Func<StockMovement, StockMovementResource>> ToMovement = m => new StockMovementResource
    {
        Id = m.Id,
        At = m.At,
        Reason = m.Reason,
        OnHandChange = m.OnHandChange,
        ReservedChange = m.ReservedChange,
        OnHand = m.OnHand,
        Reserved = m.Reserved,
        Note = m.Note,
        OrderId = m.OrderId,
        OrderNumber = m.Order!.Number,
        Actor = m.Actor,
        ApiKeyId = m.ActorApiKeyId,
    };

    private static readonly Expression<Func<Place, StockResource>> ToResource = s => new StockResource
    {
        Source = s.Source.Code,
        SourceName = s.Source.Name,
        Sku = s.Product.Code,
        ProductName = s.Product.Name,
        OnHand = s.Item == null ? 0 : s.Item.OnHand,
        Reserved = s.Item == null ? 0 : s.Item.Reserved,
        Version = s.Item == null ? 0 : s.Item.Version,
    };

    /// <summary>Every product at every source, also where nothing ever was.</summary>
    private static IQueryable<Place> Everywhere(CommerceKittyDbContext db) =>
        from source in db.InventorySources.AsNoTracking()
        from product in db.Products.AsNoTracking()
        from item in db.StockItems.AsNoTracking().Where(i => i.SourceId == source.Id && i.ProductId == product.Id).DefaultIfEmpty()
        select new Place { Source = source, Product = product, Item = item };

    private static SliceSort<StockItem> SortBy(InventorySort sort) =>
        PageSorts.GetValueOrDefault(sort) ?? PageSorts[InventorySort.Product];

    /// <summary>A product at a source; the item is there once anything was.</summary>
    private sealed class Place
    {
        public required InventorySource Source { get; init; }

        public required Product Product { get; init; }

        public required StockItem? Item { get; init; }
    }
}
