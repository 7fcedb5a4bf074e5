using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Components;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>The stock of every product at every source.</summary>
public partial class InventoryPage
{
    /// <summary>So few pieces, or fewer, are marked as low.</summary>
    public const int LowStock = 5;

    private InventoryQuery _query = new();
    private IReadOnlyList<InventorySourceRow> _sources = [];

    [Inject]
    public required InventoryService Inventory { get; init; }

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
    }

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new InventoryQuery
    {
        Search = Given(Search),
        SourceCode = Given(Source),
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    private static string Count(int pieces) => pieces.ToString("N0", CultureInfo.InvariantCulture);

    private static string? Shortage(StockRow stock) => stock.Available switch
    {
        <= 0 => "Sold out",
        <= LowStock => "Low",
        _ => null,
    };

    private Task<Result<Page<StockRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Inventory.ListAsync(_query with { Window = window }, ct);
}
