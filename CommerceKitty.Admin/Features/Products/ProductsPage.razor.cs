using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>The list of products.</summary>
public partial class ProductsPage
{
    private static readonly ListExport File = new(ProductExportEndpoints.Address, "product", "products");

    private IReadOnlyList<ListColumn<ProductRow>>? _columns;
    private ListTable<ProductRow>? _table;
    private ProductQuery _query = new();
    private PermissionSet _may;

    [Inject]
    public required ProductService Products { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [SupplyParameterFromQuery(Name = "archived")]
    public string? Archived { get; set; }

    private bool MayCreate => _may.Contains(Permissions.Products.Create);

    /// <inheritdoc/>
    protected override (ProductSort Sort, bool Descending) UsualOrder => (ProductSort.Name, false);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (_query.IncludeArchived)
                yield return new("archived", "Including archived");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _may = await Current.PermissionsAsync();

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new ProductFilters(Search, Archived).ToQuery() with
    {
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    private string? AddressOf(ProductRow product) => _may.Contains(Permissions.Products.View) ? $"/products/{product.Id}" : null;

    private Task<Result<Page<ProductRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Products.ListAsync(_query with { Window = window }, ct);

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<ProductDialog>();
        if (await dialog.Result is { Canceled: false, Data: ProductResource product })
            Snackbar.Add($"{product.Name.Isolated()} was added.", Severity.Normal);
        if (_table is not null)
            await _table.ReloadAsync();
    }
}
