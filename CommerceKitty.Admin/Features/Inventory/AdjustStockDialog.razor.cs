using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Says what happened to one stock: so many came, so many are gone, or somebody counted.</summary>
public partial class AdjustStockDialog
{
    private What _what;
    private int? _quantity;
    private string? _note;

    [Inject]
    public required StockService Service { get; init; }

    /// <summary>The stock as it was looked at.</summary>
    [Parameter, EditorRequired]
    public StockResource Stock { get; set; } = default!;

    private IReadOnlyList<string> QuantityErrors => [.. ErrorsOf("change"), .. ErrorsOf("onHand")];

    private int? Change => _what is What.Damaged or What.Lost ? -_quantity : _quantity;

    private string Effect
    {
        get
        {
            var now =
                $"{StockPresentation.Count(Stock.OnHand)} on hand at {Stock.SourceName}, {StockPresentation.Count(Stock.Reserved)} of them reserved";
            if (_quantity is null or < 0)
                return now + ".";
            var then = _what == What.Counted ? _quantity.Value : Stock.OnHand + (long)Change!.Value;
            return then is < 0 or > StockItem.MaximumQuantity
                ? now + "."
                : $"{now}. Afterwards {StockPresentation.Count((int)then)} on hand.";
        }
    }

    /// <summary>Shows the dialog, and says what it did.</summary>
    internal static async Task ShowAsync(IDialogService dialogs, ISnackbar snackbar, StockResource stock)
    {
        var dialog = await dialogs.ShowAsync<AdjustStockDialog>(null, new DialogParameters<AdjustStockDialog> { { d => d.Stock, stock } });
        if (await dialog.Result is { Canceled: false, Data: StockResource now })
            snackbar.Add($"{now.ProductName}: {StockPresentation.Count(now.OnHand)} on hand at {now.SourceName}.", Severity.Normal);
    }

    // A count replaces the number that was looked at, so nobody else may have changed it; what came or went adds to any number.
    private Task SaveAsync() => _what == What.Counted
        ? SendAsync(() =>
            Service.SetAsync(Stock.Source, Stock.Sku, new SetStockRequest { OnHand = _quantity, Note = _note }, Stock.Version))
        : SendAsync(() => Service.AdjustAsync(new AdjustStockRequest
        {
            Source = Stock.Source,
            Sku = Stock.Sku,
            // Fewer than none came: not a way to say that some are gone.
            Change = _quantity < 0 ? 0 : Change,
            Reason = _what switch
            {
                What.Received => AdjustmentReason.Received,
                What.Returned => AdjustmentReason.Returned,
                What.Damaged => AdjustmentReason.Damaged,
                _ => AdjustmentReason.Lost,
            },
            Note = _note,
        }));

    private enum What
    {
        Received,
        Returned,
        Damaged,
        Lost,
        Counted,
    }
}
