using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>Brings products in from CSV files. Each line is saved by <see cref="ProductService"/>, which demands the permission and writes
/// the audit entry (R1, R8).</summary>
public sealed class ProductImportService(Operations operations, ProductService products)
    : ICsvImport
{
    /// <summary>The columns of exports and imports.</summary>
    public static readonly string[] Columns = ["code", "name", "price", "currency", "archived"];

    private const int Codes = 500;

    private static readonly Requirement Importing =
        Requirement.Either(Permissions.Products.Edit, Permissions.Products.Create).And(Permissions.Products.ViewAll);

    /// <inheritdoc/>
    public Task<Result<ImportPreview>> PreviewAsync(CsvTable table, CancellationToken ct = default) =>
        operations.ReadAsync<ImportPreview>(Importing, async (db, actor) =>
        {
            if (table.Find("code") is not { } code)
                return Error.Invalid(
                    "file",
                    $"The column code is missing. The first line names the columns: {string.Join(", ", Columns)}.");
            var there = new Dictionary<string, Product>();
            foreach (
                var chunk in table
                    .Records.Select(r => ProductCode.Read(r.Text(code), "code").Value)
                    .OfType<string>()
                    .Distinct()
                    .Chunk(Codes))
            {
                foreach (var product in await db.Products.AsNoTracking().Where(p => chunk.Contains(p.Code)).ToListAsync(ct))
                    there[product.Code] = product;
            }

            var seen = new Dictionary<string, int>();
            return new ImportPreview(
                [.. table.Records.Select(record => RefuseUnless(actor, Read(record, table, there, seen)))],
                [.. table.Columns.Where(c => !Columns.Contains(c, StringComparer.OrdinalIgnoreCase))]);
        }, ct);

    /// <inheritdoc/>
    public async Task<Error?> ApplyAsync(IReadOnlyList<ImportLine> lines, Func<Task> progressed, CancellationToken ct = default)
    {
        foreach (var line in lines.OfType<Line>().Where(l => l.Waits))
        {
            ct.ThrowIfCancellationRequested();
            var saved = await DatabaseFaults.GuardAsync(() => line.There is { } there
                ? products.EditAsync(there.Id, line.Edit, there.Version, ct)
                : products.CreateAsync(line.Create, ct));
            if (
                !saved.IsDone
                && (saved.Error.Kind is ErrorKind.Unauthenticated or ErrorKind.Forbidden || saved.Error == DatabaseFaults.Unavailable))
                return saved.Error;
            (line.Saved, line.Refusal) = (saved.IsDone, saved.Error?.Message);
            await progressed();
        }

        return null;
    }

    /// <summary>The line, or why the actor cannot save it: said before they try.</summary>
    private static ImportLine RefuseUnless(Actor actor, ImportLine line)
    {
        Requirement? needed = line switch
        {
            { Kind: ImportKind.New } => ProductService.ToCreate,
            Line { Kind: ImportKind.Changed } changed => ProductService.ToEdit(changed.Edit),
            _ => null,
        };
        return needed?.Refuse(actor) is { } refusal
            ? new ImportLine { Record = line.Record, Key = line.Key, Kind = ImportKind.Wrong, Detail = refusal.Message }
            : line;
    }

    /// <summary>An empty cell, or a column that is not there, leaves what there is.</summary>
    private static ImportLine Read(CsvRecord record, CsvTable table, Dictionary<string, Product> there, Dictionary<string, int> seen)
    {
        var (key, name, priceText, currencyText, archivedText) = (record.Text(table.Find("code")), record.Text(table.Find("name")),
            record.Text(table.Find("price")), record.Text(table.Find("currency")), record.Text(table.Find("archived")));
        if (record.Problem is { } problem)
            return Wrong(problem);
        var code = ProductCode.Read(key, "code");
        var old = code.IsDone ? there.GetValueOrDefault(code.Value) : null;
        var errors = new FieldErrors();
        errors.Add(code.Error);
        var newName = name.Length == 0 && old is not null ? null : errors.Take(TextRules.Line(name, "name", "Name"));
        var price = priceText.Length == 0 && old is not null ? null : errors.Take(Money.ParsePrice(priceText, "price", table.Culture));
        var currency = currencyText.Length == 0 && old is not null ? null : errors.Take(Money.ReadCurrency(currencyText, "currency"));
        if (ReadArchived(archivedText) is not { Value: var archived })
            return Wrong("Archived is not one of true and false.");
        if (errors.ToError() is { } error)
            return Wrong(error.Message);
        if (!seen.TryAdd(code.Value!, record.Line))
            return Wrong($"Line {seen[code.Value!]} is about the same product.");
        if (old is null)
        {
            if (archived == true)
                return Wrong("Product not found, so it cannot be archived.");
            return new Line
            {
                Record = record,
                Key = code.Value!,
                Kind = ImportKind.New,
                Detail = $"{newName.Isolated()}, {Money.ToDisplayText(price!.Value, currency!)}",
                Create = new CreateProductRequest { Code = code.Value, Name = newName, Price = price, Currency = currency },
            };
        }

        var changes = new List<string>();
        if (newName is not null && newName != old.Name)
            changes.Add($"name {old.Name.Isolated()} → {newName.Isolated()}");
        if (price is not null && price != old.Price)
        {
            var (before, after) =
                (Money.ToDisplayText(old.Price, old.Currency), Money.ToDisplayText(price.Value, currency ?? old.Currency));
            changes.Add($"price {before} → {after}");
        }

        if (currency is not null && currency != old.Currency)
            changes.Add($"currency {old.Currency} → {currency}");
        if (archived is not null && archived != old.Archived)
            changes.Add(archived.Value ? "is archived" : "is sold again");
        return new Line
        {
            Record = record,
            Key = old.Code,
            Kind = changes.Count == 0 ? ImportKind.Unchanged : ImportKind.Changed,
            Detail = string.Join("; ", changes),
            There = old,
            Edit = new ProductEdit
            {
                Name = newName ?? old.Name,
                Price = price ?? old.Price,
                Currency = currency ?? old.Currency,
                Archived = archived is { } given && given != old.Archived ? new Optional<bool?>(given) : default,
            },
        };

        ImportLine Wrong(string why) => new() { Record = record, Key = key, Kind = ImportKind.Wrong, Detail = why };
    }

    /// <summary>True, false, or nothing said; null when it is neither.</summary>
    private static Said? ReadArchived(string text) => text.ToLowerInvariant() switch
    {
        "" => new Said(null),
        "true" or "yes" or "1" => new Said(true),
        "false" or "no" or "0" => new Said(false),
        _ => null,
    };

    private readonly record struct Said(bool? Value);

    private sealed class Line : ImportLine
    {
        public Product? There { get; init; }

        public ProductEdit Edit { get; init; } = new();

        public CreateProductRequest Create { get; init; } = new();
    }
}
