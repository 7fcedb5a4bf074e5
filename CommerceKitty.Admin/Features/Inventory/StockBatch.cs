using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock that a batch names, read at once, and what becomes of each line.</summary>
internal sealed class StockBatch
{
    private readonly Work _work;
    private readonly HashSet<(string Source, string Sku)> _seen = [];
    private Dictionary<string, InventorySource> _sources = [];
    private Dictionary<string, Product> _products = [];
    private Dictionary<(int SourceId, int ProductId), StockItem> _items = [];

    private StockBatch(Work work) => _work = work;

    /// <summary>Reads the sources, products and stock that these lines name.</summary>
    public static async Task<StockBatch> LoadAsync(Work work, IReadOnlyList<StockBatchLine?> lines, CancellationToken ct)
    {
        var db = work.Db;
        var codes = lines.Select(l => ProductCode.Read(l?.Sku, "sku").Value).OfType<string>().Distinct().ToList();
        var products = await db.Products.Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, ct);
        var ids = products.Values.Select(p => p.Id).ToList();
        return new StockBatch(work)
        {
            _products = products,
            _sources = await db.InventorySources.ToDictionaryAsync(s => s.Code, ct),
            _items = await db.StockItems.Where(i => ids.Contains(i.ProductId)).ToDictionaryAsync(i => (i.SourceId, i.ProductId), ct),
        };
    }

    /// <summary>Does what one line says, or refuses it.</summary>
    public StockBatchResult Set(StockBatchLine? line, StockCause cause)
    {
        var (sourceCode, sku) = (InventoryService.ReadSource(line?.Source, "source"), ProductCode.Read(line?.Sku, "sku"));
        if (FieldErrors.Combine(sourceCode.Error, sku.Error, StockService.RefuseQuantity(line?.OnHand, "onHand")) is { } wrong)
            return Refused(line, wrong);
        if (!_sources.TryGetValue(sourceCode.Value!, out var source))
            return Refused(line, new Error(ErrorKind.NotFound, "no-such-source", $"There is no inventory source {sourceCode.Value}."));
        if (!_products.TryGetValue(sku.Value!, out var product))
            return Refused(line, new Error(ErrorKind.NotFound, "no-such-product", $"There is no product {sku.Value}."));
        if (!_seen.Add((source.Code, product.Code)))
            return Refused(
                line,
                new Error(ErrorKind.Conflict, "duplicate-line", "An earlier line of this batch sets the same stock. Say it once."));
        var item =
            _items.GetValueOrDefault((source.Id, product.Id))
            ?? new StockItem
            {
                Source = source,
                Product = product,
                OnHand = 0,
                Reserved = 0,
            };
        if (item.OnHand == line!.OnHand)
            return new StockBatchResult(line.Source, line.Sku, BatchLineStatus.Unchanged);
        var moved = item.Move(line.OnHand!.Value - item.OnHand, 0, cause);
        if (!moved.IsDone)
            return Refused(line, moved.Error);
        _work.Db.StockMovements.Add(moved.Value);
        return new StockBatchResult(line.Source, line.Sku, BatchLineStatus.Changed);
    }

    private static StockBatchResult Refused(StockBatchLine? line, Error error) =>
        new(Shortened(line?.Source), Shortened(line?.Sku), BatchLineStatus.Refused, error.Code, error.Message);

    /// <summary>Enough to find the line by: an answer must not grow with what someone writes into it.</summary>
    private static string? Shortened(string? text) =>
        text is { Length: > StockBatchResult.EchoLength } ? string.Concat(text.AsSpan(0, StockBatchResult.EchoLength - 1), "…") : text;
}
