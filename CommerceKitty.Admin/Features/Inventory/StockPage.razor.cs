using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock of one product at one source, and its movements.</summary>
public partial class StockPage
{
    private StockResource? _stock;
    private Error? _error;
    private IReadOnlyList<ListColumn<StockMovementResource>>? _columns;
    private ListTable<StockMovementResource>? _table;
    private PermissionSet _may;

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
        var read = await DatabaseFaults.GuardAsync<(StockResource, PermissionSet)>(async () =>
        {
            var stock = await Inventory.GetAsync(Source, Sku);
            return stock.IsDone ? (stock.Value, await Current.PermissionsAsync()) : stock.Error;
        });
        (_stock, _may) = read.Value;
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
