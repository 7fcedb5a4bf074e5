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

/// <summary>The stock of every product at every source.</summary>
public partial class InventoryPage
{
    private IReadOnlyList<ListColumn<StockRow>>? _columns;
    private ListTable<StockRow>? _table;
    private PermissionSet _may;
    private InventoryQuery _query = new();
    private IReadOnlyList<InventorySourceRow> _sources = [];

    [Inject]
    public required InventoryService Inventory { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>A source's code.</summary>
    [SupplyParameterFromQuery(Name = "source")]
    public string? Source { get; set; }

    private bool MayView => _may.Contains(Permissions.Inventory.View);

    private bool MayAdjust => MayView && _may.Contains(Permissions.Inventory.Edit);

    /// <inheritdoc/>
    protected override (InventorySort Sort, bool Descending) UsualOrder => (InventorySort.Product, false);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (_query.SourceCode is { } code)
                yield return new("source", $"Source: {_sources.FirstOrDefault(s => s.Code == code)?.Name ?? code}");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _may = await Current.PermissionsAsync();
        _columns = null;
        var sources = await DatabaseFaults.GuardAsync(() => Inventory.ListSourcesAsync());
        _sources = sources.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new InventoryQuery
    {
        Search = Given(Search),
        SourceCode = Given(Source),
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    private string? AddressOf(StockRow stock) =>
        MayView ? StockPresentation.Address(stock.SourceCode, stock.ProductCode) : null;

    private async Task AdjustAsync(StockRow row)
    {
        // The row may be old: the stock is read again.
        var stock = await DatabaseFaults.GuardAsync(() => Inventory.GetAsync(row.SourceCode, row.ProductCode));
        if (stock.IsDone)
            await AdjustStockDialog.ShowAsync(Dialogs, Snackbar, stock.Value);
        else
            Snackbar.Add(stock.Error.Message, Severity.Error);
        if (_table is not null)
            await _table.ReloadAsync();
    }

    private Task<Result<Page<StockRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Inventory.ListAsync(_query with { Window = window }, ct);
}
