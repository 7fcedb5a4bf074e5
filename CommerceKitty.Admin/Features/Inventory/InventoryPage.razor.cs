using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock of every product at every source.</summary>
public partial class InventoryPage
{
    private IReadOnlyList<ListColumn<StockRow>> _columns = [];
    private ListTable<StockRow>? _table;
    private bool _mayView;
    private bool _mayAdjust;
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
        var sources = await DatabaseFaults.GuardAsync(() => Inventory.ListSourcesAsync());
        _sources = sources.Value ?? [];
        _mayView = await Current.MayAsync(Permissions.Inventory.View);
        _mayAdjust = _mayView && await Current.MayAsync(Permissions.Inventory.Edit);
    }

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        if (_columns.Count == 0)
            _columns = NewColumns();
        _query = new InventoryQuery
        {
            Search = Given(Search),
            SourceCode = Given(Source),
            Sort = Order.Sort,
            Descending = Order.Descending,
        };
    }

    private async Task AdjustAsync(StockRow row)
    {
        // The row may be old: what is adjusted is read anew.
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
