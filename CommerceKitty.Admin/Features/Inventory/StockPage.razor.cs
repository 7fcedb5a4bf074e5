using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>One product at one source: how much there is, and every movement that made it so.</summary>
public partial class StockPage
{
    private StockResource? _stock;
    private Error? _error;
    private IReadOnlyList<ListColumn<StockMovementResource>>? _columns;
    private ListTable<StockMovementResource>? _table;
    private bool _mayAdjust;
    private bool _mayOpenOrders;

    /// <summary>The source's code.</summary>
    [Parameter]
    public string Source { get; set; } = string.Empty;

    /// <summary>The product's code.</summary>
    [Parameter]
    public string Sku { get; set; } = string.Empty;

    [Inject]
    public required InventoryService Inventory { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips => [];

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        // Only the page of the movements stands in the address's query.
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (
            !string.Equals(_stock?.Source, Source, StringComparison.OrdinalIgnoreCase)
            || !string.Equals(_stock?.Sku, Sku, StringComparison.OrdinalIgnoreCase))
            await LoadAsync();
    }

    private async Task LoadAsync()
    {
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(StockResource, bool, bool)>(async () =>
        {
            var stock = await Inventory.GetAsync(Source, Sku);
            return stock.IsDone
                ? (stock.Value, await Current.MayAsync(Permissions.Inventory.Edit), await Current.MayAsync(Permissions.Orders.View))
                : stock.Error;
        });
        (_stock, _mayAdjust, _mayOpenOrders) = read.Value;
        _error = read.Error;
    }

    private Task<Result<Page<StockMovementResource>>> LoadMovementsAsync(PageWindow window, CancellationToken ct) =>
        Inventory.ListMovementsAsync(new StockMovementQuery(_stock!.Source, _stock.Sku, window), ct);

    private async Task AdjustAsync()
    {
        if (_stock is null)
            return;
        await AdjustStockDialog.ShowAsync(Dialogs, Snackbar, _stock);
        await LoadAsync();
        if (_table is not null)
            await _table.ReloadAsync();
    }
}
