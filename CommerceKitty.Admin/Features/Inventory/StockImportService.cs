using System.Globalization;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Brings stock in from CSV files, by batches of <see cref="StockService"/>, which demands the permission and writes movements and
/// audit entries (R1, R8).</summary>
public sealed class StockImportService(Operations operations, StockService stock)
    : ICsvImport
{
    /// <summary>The columns that imports read.</summary>
    public static readonly string[] Needed = ["source", "sku", "onHand"];

    /// <summary>The columns of exports.</summary>
    public static readonly string[] Columns = ["source", "sku", "name", "onHand", "reserved", "available"];

    private const int Codes = 500;

    /// <inheritdoc/>
    public Task<Result<ImportPreview>> PreviewAsync(CsvTable table, CancellationToken ct = default) =>
        operations.ReadAsync<ImportPreview>(Requirement.Both(Permissions.Inventory.Edit, Permissions.Inventory.ViewAll), async (db, _) =>
        {
            if ((table.Find("source"), table.Find("sku"), table.Find("onHand")) is not ({ } source, { } sku, { } onHand))
                return Error.Invalid("file", "One of the columns source, sku and onHand is missing. The first line names them.");
            var sources = await db.InventorySources.AsNoTracking().Select(s => s.Code).ToListAsync(ct);
            var products = new HashSet<string>();
            var there = new Dictionary<(string, string), (int OnHand, int Reserved)>();
            foreach (
                var chunk in table.Records.Select(r => ProductCode.Read(r.Text(sku), "sku").Value).OfType<string>().Distinct().Chunk(Codes))
            {
                products.UnionWith(await db.Products.AsNoTracking().Where(p => chunk.Contains(p.Code)).Select(p => p.Code).ToListAsync(ct));
                foreach (var item in await db.StockItems.AsNoTracking().Where(i => chunk.Contains(i.Product!.Code))
                    .Select(i => new { Source = i.Source!.Code, Sku = i.Product!.Code, i.OnHand, i.Reserved }).ToListAsync(ct))
                {
                    there[(item.Source, item.Sku)] = (item.OnHand, item.Reserved);
                }
            }

            var seen = new Dictionary<(string, string), int>();
            return new ImportPreview(
                [.. table.Records.Select(Read)],
                [.. table.Columns.Where(c => !Columns.Contains(c, StringComparer.OrdinalIgnoreCase))]);

            ImportLine Read(CsvRecord record)
            {
                var key = $"{record.Text(sku)} at {record.Text(source)}";
                if (record.Problem is { } problem)
                    return Wrong(problem);
                var (at, code) = (InventoryService.ReadSource(record.Text(source), "source"), ProductCode.Read(record.Text(sku), "sku"));
                int? pieces = int.TryParse(record.Text(onHand), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : null;
                if (FieldErrors.Combine(at.Error, code.Error, StockService.RefuseQuantity(pieces, "onHand")) is { } error)
                    return Wrong(error.Message);
                if (!sources.Contains(at.Value!))
                    return Wrong($"There is no inventory source {at.Value}.");
                if (!products.Contains(code.Value!))
                    return Wrong($"There is no product {code.Value}.");
                if (!seen.TryAdd((at.Value!, code.Value!), record.Line))
                    return Wrong($"Line {seen[(at.Value!, code.Value!)]} is about the same stock.");
                var (was, reserved) = there.GetValueOrDefault((at.Value!, code.Value!));
                if (pieces < reserved)
                    return Wrong($"{StockPresentation.Count(reserved)} items are reserved for orders, so there cannot be fewer.");
                return new Line
                {
                    Record = record,
                    Key = $"{code.Value} at {at.Value}",
                    Kind =
                        pieces == was ? ImportKind.Unchanged
                        : there.ContainsKey((at.Value!, code.Value!)) ? ImportKind.Changed
                        : ImportKind.New,
                    Detail =
                        pieces == was ? string.Empty : $"on hand {StockPresentation.Count(was)} → {StockPresentation.Count(pieces!.Value)}",
                    Change = new StockBatchLine { Source = at.Value, Sku = code.Value, OnHand = pieces },
                };

                ImportLine Wrong(string why) => new() { Record = record, Key = key, Kind = ImportKind.Wrong, Detail = why };
            }
        }, ct);

    /// <inheritdoc/>
    public async Task<Error?> ApplyAsync(IReadOnlyList<ImportLine> lines, Func<Task> progressed, CancellationToken ct = default)
    {
        foreach (var chunk in lines.OfType<Line>().Where(l => l.Waits).Chunk(StockService.MaximumLines))
        {
            ct.ThrowIfCancellationRequested();
            var saved = await DatabaseFaults.GuardAsync(() =>
                stock.SetManyAsync(new StockBatchRequest { Lines = [.. chunk.Select(l => l.Change)], Note = "CSV import" }, ct));
            if (!saved.IsDone)
                return saved.Error;
            foreach (var (line, result) in chunk.Zip(saved.Value.Results))
                (line.Saved, line.Refusal) = (result.Status != BatchLineStatus.Refused, result.Detail);
            await progressed();
        }

        return null;
    }

    private sealed class Line : ImportLine
    {
        public required StockBatchLine Change { get; init; }
    }
}
