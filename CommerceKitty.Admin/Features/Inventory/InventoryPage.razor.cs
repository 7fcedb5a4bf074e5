using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock of every product at every source.</summary>
public partial class InventoryPage
{
    private static readonly ListExport File = new(StockExportEndpoints.Address, "row", "rows");
    private static readonly (string Value, string Text)[] Levels =
        [(InventoryFilters.Low, "Low or sold out"), (InventoryFilters.SoldOut, "Sold out")];

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

    /// <summary>How much can still be sold, one of <see cref="Levels"/>.</summary>
    [SupplyParameterFromQuery(Name = "stock")]
    public string? Stock { get; set; }

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
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (_query.SourceCode is { } code)
                yield return new("source", $"Source: {_sources.FirstOrDefault(s => s.Code == code)?.Name ?? code}");
            if (_query.AtMost is not null)
                yield return new("stock", $"Available: {Levels.FirstOrDefault(l => l.Value == Stock).Text}");
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
    protected override void ReadAddress() => _query = new InventoryFilters(Search, Source, Stock).ToQuery() with
    {
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
