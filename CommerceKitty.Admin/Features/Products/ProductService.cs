using System.Linq.Expressions;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>Everything that can be done to products (R1).</summary>
public sealed class ProductService(Operations operations)
{
    /// <summary>A page of products.</summary>
    public Task<Result<Page<ProductRow>>> ListAsync(ProductQuery query, CancellationToken ct = default) =>
        operations.ReadAsync<Page<ProductRow>>(Permissions.Products.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            var products = SortBy(query.Sort).Order(Filter(db.Products.AsNoTracking(), search.Value, query), query.Descending);
            return await PageReader.ReadAsync(products, query.Window, some => some.Select(ToRow), ct);
        }, ct);

    /// <summary>The products of a page's list, some at a time and in its order, for its file.</summary>
    public Task<Result<Slice<ProductRow>>> ListAllAsync(ProductQuery query, string? after, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<ProductRow>>(Permissions.Products.ViewAll, async (db, _) =>
        {
            var search = SearchText.Pattern(query.Search, "search");
            if (!search.IsDone)
                return search.Error;
            if (SortBy(query.Sort).TryFollow("products", query.Descending, after, out var order) is { } error)
                return error;
            return await order!.ReadAsync(Filter(db.Products.AsNoTracking(), search.Value, query), SliceLimit.Maximum, ToRow, ct);
        }, ct);

    /// <summary>Some products and where the list goes on, for the API. Each product that was there from the first call to the last
    /// comes exactly once, whatever is added between.</summary>
    public Task<Result<Slice<ProductResource>>> ListAsync(ProductListRequest request, CancellationToken ct = default) =>
        operations.ReadAsync<Slice<ProductResource>>(Permissions.Products.ViewAll, async (db, _) =>
        {
            var errors = new FieldErrors();
            var limit = errors.Take(SliceLimit.Read(request.Limit));
            var search = errors.Take(SearchText.Pattern(request.Q, "q"));
            var code = string.IsNullOrEmpty(request.Code) ? null : errors.Take(ProductCode.Read(request.Code, "code"));
            if (request.Archived is not (null or "" or "true" or "false"))
                errors.Add(Error.Invalid("archived", "Archived is not one of true and false."));
            errors.Add(Sorts.TryRead(request.Sort, request.After, out var order));
            if (errors.ToError() is { } error)
                return error;

            var archived = request.Archived == "true";
            var products = db.Products.AsNoTracking().Where(p => p.Archived == archived);
            if (code is not null)
                products = products.Where(p => p.Code == code);
            if (search!.Length > 0)
                products = products.Where(p => EF.Functions.Like(p.SearchText, search, SearchPattern.Escape));
            return await order!.ReadAsync(products, limit, ToResource, ct);
        }, ct);

    /// <summary>One product.</summary>
    public Task<Result<ProductResource>> GetAsync(int id, CancellationToken ct = default) =>
        operations.ReadAsync<ProductResource>(Permissions.Products.View, async (db, _) =>
        {
            return await FindAsync(db, id, ct);
        }, ct);

    /// <summary>Adds a product, for sale from now on.</summary>
    public Task<Result<ProductResource>> CreateAsync(CreateProductRequest request, CancellationToken ct = default) =>
        operations.ChangeAsync<NewProduct, ProductResource>(ToCreate, _ => Validate(request), async (work, input) =>
        {
            var (code, name, price, currency) = input;
            if (await work.Db.Products.AnyAsync(p => p.Code == code, ct))
                return new Error(
                    ErrorKind.Conflict,
                    "code-taken",
                    $"There is a product {code} already. It may be archived; codes are never used again.");
            var product = new Product
            {
                Code = code,
                Name = name,
                Price = price,
                Currency = currency,
                CreatedAt = work.Now,
                UpdatedAt = work.Now,
            };
            work.Db.Products.Add(product);
            await work.Db.SaveChangesAsync(ct);
            work.Audit(AuditActions.ProductCreated,
                Target(product),
                after: new
                {
                    product.Code,
                    product.Name,
                    product.Price,
                    product.Currency,
                });
            return ToResourceOf(product);
        }, ct);

    private static Result<NewProduct> Validate(CreateProductRequest request)
    {
        var errors = new FieldErrors();
        var code = errors.Take(ProductCode.Read(request.Code, "code"));
        var name = errors.Take(TextRules.Line(request.Name, "name", "Name"));
        var price = errors.Take(ReadPrice(request.Price));
        var currency = errors.Take(Money.ReadCurrency(request.Currency, "currency"));
        return errors.ToError() is { } error ? error : new NewProduct(code!, name!, price!.Value, currency!);
    }

    /// <summary>The valid input of a new product.</summary>
    private sealed record NewProduct(string Code, string Name, decimal Price, string Currency);

    /// <summary>Changes a product, or sells an archived one again. Nothing given or nothing different changes nothing, the version
    /// included.
    /// The answer is the whole product, so it needs <c>products.view</c> as well; archiving needs <c>products.delete</c>.</summary>
    /// <param name="id">The product.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="expectedVersion">The version that was looked at; with another one nothing changes. Null: whichever it is.</param>
    /// <param name="ct">Cancels.</param>
    public Task<Result<ProductResource>> EditAsync(
        int id,
        ProductEdit edit,
        ExpectedVersion? expectedVersion = null,
        CancellationToken ct = default) =>
        ChangeAsync(id, expectedVersion, ToEdit(edit), AuditActions.ProductEdited, () => Validate(edit), ct);

    /// <summary>Archives a product: it is no longer for sale. Orders that name it and its stock stay. One that is archived already stays as
    /// it is.</summary>
    public async Task<Result<Done>> ArchiveAsync(int id, ExpectedVersion? expectedVersion = null, CancellationToken ct = default)
    {
        var archived = await ChangeAsync(
            id,
            expectedVersion,
            Permissions.Products.Delete,
            AuditActions.ProductArchived,
            () => new Action<Product>(product => product.Archived = true),
            ct);
        return archived.Map(_ => Done.Value);
    }

    /// <summary>What adding a product requires.</summary>
    internal static readonly Requirement ToCreate = Permissions.Products.Create;

    /// <summary>What an edit requires.</summary>
    internal static Requirement ToEdit(ProductEdit edit)
    {
        var requirement = Requirement.Both(Permissions.Products.Edit, Permissions.Products.View);
        return edit.Archived is { IsGiven: true, Value: true } ? requirement.And(Permissions.Products.Delete) : requirement;
    }

    private static Result<Action<Product>> Validate(ProductEdit edit)
    {
        var errors = new FieldErrors();
        var name = edit.Name.IsGiven ? errors.Take(TextRules.Line(edit.Name.Value, "name", "Name")) : null;
        var price = edit.Price.IsGiven ? errors.Take(ReadPrice(edit.Price.Value)) : null;
        var currency = edit.Currency.IsGiven ? errors.Take(Money.ReadCurrency(edit.Currency.Value, "currency")) : null;
        if (edit.Archived is { IsGiven: true, Value: null })
            errors.Add(Error.Invalid("archived", "Archived is not one of true and false."));
        if (errors.ToError() is { } error)
            return error;
        return new Action<Product>(product =>
        {
            product.Name = name ?? product.Name;
            product.Price = price ?? product.Price;
            product.Currency = currency ?? product.Currency;
            product.Archived = edit.Archived.Value ?? product.Archived;
        });
    }

    /// <summary>What the API's list can be sorted by.</summary>
    internal static readonly SliceSorts<Product> Sorts = new("products", "-createdAt",
        SliceSort<Product>.By("createdAt", p => p.CreatedAt, p => p.Id),
        SliceSort<Product>.By("updatedAt", p => p.UpdatedAt, p => p.Id),
        SliceSort<Product>.By("code", p => p.Code, p => p.Id),
        SliceSort<Product>.By("name", p => p.Name.ToLower(), p => p.Id));

    /// <summary>What a page's list and its file can be sorted by.</summary>
    private static readonly Dictionary<ProductSort, SliceSort<Product>> PageSorts = new()
    {
        [ProductSort.Code] = SliceSort<Product>.By("code", p => p.Code, p => p.Id),
        [ProductSort.Name] = SliceSort<Product>.By("name", p => p.Name.ToLower(), p => p.Id),
        [ProductSort.Price] = SliceSort<Product>.By("price", p => p.Price, p => p.Id),
        [ProductSort.Updated] = SliceSort<Product>.By("updatedAt", p => p.UpdatedAt, p => p.Id),
    };

    private static IQueryable<Product> Filter(IQueryable<Product> products, string searchPattern, ProductQuery query)
    {
        if (!query.IncludeArchived)
            products = products.Where(p => !p.Archived);
        if (searchPattern.Length > 0)
            products = products.Where(p => EF.Functions.Like(p.SearchText, searchPattern, SearchPattern.Escape));
        return products;
    }

    private static readonly Expression<Func<Product, ProductRow>> ToRow = p => new ProductRow
    {
        Id = p.Id,
        Code = p.Code,
        Name = p.Name,
        Price = p.Price,
        Currency = p.Currency,
        Archived = p.Archived,
        UpdatedAt = p.UpdatedAt,
    };

    private static readonly Expression<Func<Product, ProductResource>> ToResource = p => new ProductResource
    {
        Id = p.Id,
        Code = p.Code,
        Name = p.Name,
        Price = p.Price,
        Currency = p.Currency,
        Archived = p.Archived,
        CreatedAt = p.CreatedAt,
        UpdatedAt = p.UpdatedAt,
        Version = p.Version,
    };

    private static readonly Func<Product, ProductResource> ToResourceOf = ToResource.Compile();

    private static AuditTarget Target(Product product) => new("products", product.Id, $"{product.Code} {product.Name}");

    private static Result<decimal?> ReadPrice(decimal? price) =>
        price is { } given ? Money.ReadPrice(given, "price") : TextRules.Missing("price", "The price");

    private async Task<Result<ProductResource>> ChangeAsync(
        int id,
        ExpectedVersion? expectedVersion,
        Requirement requirement,
        string action,
        Func<Result<Action<Product>>> validate,
        CancellationToken ct)
    {
        var changed = await operations.ChangeAsync<Action<Product>, ProductResource>(requirement, _ => validate(), async (work, change) =>
        {
            var product = await work.Db.Products.SingleOrDefaultAsync(p => p.Id == id, ct);
            if (product is null)
                return Error.NotFound("product");
            if (ExpectedVersion.RefuseOther(expectedVersion, product.Version, "product") is { } stale)
                return stale;
            var was = ToResourceOf(product);
            change(product);
            Dictionary<string, object?> before = [], after = [];
            Compare("name", was.Name, product.Name);
            Compare("price", was.Price, product.Price);
            Compare("currency", was.Currency, product.Currency);
            Compare("archived", was.Archived, product.Archived);
            if (after.Count == 0)
                return was;
            product.UpdatedAt = work.Now;
            product.Version++;
            work.Audit(action, Target(product), before, after);
            return ToResourceOf(product);

            void Compare<T>(string field, T old, T now)
            {
                if (!EqualityComparer<T>.Default.Equals(old, now))
                    (before[field], after[field]) = (old, now);
            }
        }, ct);
        return changed.OrStale(expectedVersion, "product");
    }

    private static async Task<Result<ProductResource>> FindAsync(CommerceKittyDbContext db, int id, CancellationToken ct) =>
        await db.Products.AsNoTracking().Where(p => p.Id == id).Select(ToResource).SingleOrDefaultAsync(ct) is { } product
            ? product
            : Error.NotFound("product");

    private static SliceSort<Product> SortBy(ProductSort sort) => PageSorts.GetValueOrDefault(sort) ?? PageSorts[ProductSort.Name];
}
