using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>One product: what it is, and its stock at every source.</summary>
public partial class ProductPage
{
    private ProductResource? _product;
    private IReadOnlyList<StockResource>? _stock;
    private Error? _error;
    private bool _mayEdit;
    private bool _mayArchive;
    private bool _mayAdjust;
    private bool _mayViewStock;
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
        // Who may not list stock sees the product without it.
        var stock = await DatabaseFaults.GuardAsync(() => Inventory.ListOfProductAsync(Id));
        // What the viewer may do may have changed as well (R3).
        var may = await DatabaseFaults.GuardAsync<bool[]>(async () => new[]
        {
            await Current.MayAsync(Permissions.Products.Edit),
            await Current.MayAsync(Permissions.Products.Delete),
            await Current.MayAsync(Permissions.Inventory.View),
            await Current.MayAsync(Permissions.Inventory.Edit),
        });
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_product, _error, _stock) = (read.Value, read.Error, stock.Value);
        if (may.Value is [var edit, var archive, var view, var adjust])
            (_mayEdit, _mayArchive, _mayViewStock, _mayAdjust) = (edit, archive, view, view && adjust);
    }

    private async Task EditAsync()
    {
        if (_product is null)
            return;
        var dialog = await Dialogs.ShowAsync<ProductDialog>(null, new DialogParameters<ProductDialog> { { d => d.Product, _product } });
        if (await dialog.Result is { Canceled: false, Data: ProductResource product })
            Snackbar.Add($"{product.Name} is saved.", Severity.Normal);
        await LoadAsync();
    }

    private async Task ArchiveAsync()
    {
        if (_product is not { } product)
            return;
        var sure = await Dialogs.ShowMessageBoxAsync(
            $"Archive {product.Name}?",
            "It can no longer be ordered. Orders that have it and its stock stay, and you can sell it again.",
            yesText: "Archive",
            cancelText: "Cancel");
        if (sure == true)
            Tell(await DatabaseFaults.GuardAsync(() => Products.ArchiveAsync(product.Id, product.Version)), $"{product.Name} is archived.");
        await LoadAsync();
    }

    private async Task SellAgainAsync()
    {
        if (_product is not { } product)
            return;
        Tell(
            await DatabaseFaults.GuardAsync(() => Products.EditAsync(product.Id, new ProductEdit { Archived = false }, product.Version)),
            $"{product.Name} is for sale.");
        await LoadAsync();
    }

    private async Task AdjustAsync(StockResource stock)
    {
        await AdjustStockDialog.ShowAsync(Dialogs, Snackbar, stock);
        await LoadAsync();
    }

    private void Tell<T>(Result<T> result, string done) =>
        Snackbar.Add(result.Error?.Message ?? done, result.IsDone ? Severity.Normal : Severity.Error);
}
