using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Inventory;

/// <summary>Changes one stock: items came, items are gone, or it was counted.</summary>
public partial class AdjustStockDialog
{
    private const string ChangeField = "change";
    private const string OnHandField = "onHand";

    private What _what;
    private int? _quantity;
    private string? _note;

    [Inject]
    public required StockService Service { get; init; }

    /// <summary>The stock as it was looked at.</summary>
    [Parameter, EditorRequired]
    public StockResource Stock { get; set; } = default!;

    private IReadOnlyList<string> QuantityErrors => [.. Form.ErrorsOf(ChangeField), .. Form.ErrorsOf(OnHandField)];

    private int? Change => _what is What.Damaged or What.Lost ? -_quantity : _quantity;

    private string Effect
    {
        get
        {
            var now = $"{StockPresentation.Count(Stock.OnHand)} on hand at {Stock.SourceName.Isolated()}, "
                + $"{StockPresentation.Count(Stock.Reserved)} of them reserved";
            if (_quantity is null or < 0)
                return now + ".";
            var then = _what == What.Counted ? _quantity.Value : Stock.OnHand + (long)Change!.Value;
            return then is < 0 or > StockItem.MaximumQuantity
                ? now + "."
                : $"{now}. After saving: {StockPresentation.Count((int)then)} on hand.";
        }
    }

    /// <summary>Shows the dialog, and says what it changed.</summary>
    internal static async Task ShowAsync(IDialogService dialogs, ISnackbar snackbar, StockResource stock)
    {
        var dialog = await dialogs.ShowAsync<AdjustStockDialog>(null, new DialogParameters<AdjustStockDialog> { { d => d.Stock, stock } });
        if (await dialog.Result is { Canceled: false, Data: StockResource now })
            snackbar.Add(
                $"{now.ProductName.Isolated()}: {StockPresentation.Count(now.OnHand)} on hand at {now.SourceName.Isolated()}.",
                Severity.Normal);
    }

    private void SetQuantity(int? quantity)
    {
        _quantity = quantity;
        Form.Forget(ChangeField);
        Form.Forget(OnHandField);
    }

    // A count replaces the number that was looked at, so nobody else may have changed it; what came or went adds to any number.
    private Task SaveAsync() => _what == What.Counted
        ? SubmitAsync(() =>
            Service.SetAsync(Stock.Source, Stock.Sku, new SetStockRequest { OnHand = _quantity, Note = _note }, Stock.Version))
        : SubmitAsync(() => Service.AdjustAsync(new AdjustStockRequest
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
