using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>One product, and its stock at every source.</summary>
public partial class ProductPage
{
    private ProductResource? _product;
    private IReadOnlyList<StockResource>? _stock;
    private Error? _error;
    private PermissionSet _may;
    private int _loads;

    [Parameter]
    public int Id { get; set; }

    [Inject]
    public required ProductService Products { get; init; }

    [Inject]
    public required InventoryService Inventory { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    private bool MayEdit => _may.Contains(Permissions.Products.Edit);

    private bool MayAdjust => _may.Contains(Permissions.Inventory.View) && _may.Contains(Permissions.Inventory.Edit);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_product?.Id != Id)
            (_product, _stock, _error) = (null, null, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        var read = await DatabaseFaults.GuardAsync(() => Products.GetAsync(Id));
        // Without the permission to list stock the product is shown without it.
        var stock = await DatabaseFaults.GuardAsync(() => Inventory.ListOfProductAsync(Id));
        // What the viewer may do may have changed as well (R3).
        var may = await DatabaseFaults.GuardAsync<PermissionSet>(async () => await Current.PermissionsAsync());
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_product, _error, _stock, _may) = (read.Value, read.Error, stock.Value, may.Value);
    }

    private async Task EditAsync()
    {
        if (_product is null)
            return;
        var dialog = await Dialogs.ShowAsync<ProductDialog>(null, new DialogParameters<ProductDialog> { { d => d.Product, _product } });
        if (await dialog.Result is { Canceled: false })
            Snackbar.Saved();
        await LoadAsync();
    }

    private async Task ArchiveAsync()
    {
        if (_product is not { } product)
            return;
        var sure = await Dialogs.ShowMessageBoxAsync(
            $"Archive {product.Name.Isolated()}?",
            "It can no longer be ordered. Existing orders and stock stay. You can restore it later.",
            yesText: "Archive",
            cancelText: "Cancel");
        if (sure == true)
            Snackbar.Tell(
                await DatabaseFaults.GuardAsync(() => Products.ArchiveAsync(product.Id, product.Version)),
                $"{product.Name.Isolated()} was archived.");
        await LoadAsync();
    }

    private async Task RestoreAsync()
    {
        if (_product is not { } product)
            return;
        Snackbar.Tell(
            await DatabaseFaults.GuardAsync(() => Products.EditAsync(product.Id, new ProductEdit { Archived = false }, product.Version)),
            $"{product.Name.Isolated()} was restored.");
        await LoadAsync();
    }

    private async Task AdjustAsync(StockResource stock)
    {
        await AdjustStockDialog.ShowAsync(Dialogs, Snackbar, stock);
        await LoadAsync();
    }
}
