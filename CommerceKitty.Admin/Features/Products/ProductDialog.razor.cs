using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>Adds a product, or edits one. What was typed is never lost: not to a refusal, not to somebody else's change.</summary>
public partial class ProductDialog
{
    private ProductResource? _seen;
    private string? _code;
    private string? _name;
    private string? _price;
    private string _currency = "EUR";

    [Inject]
    public required ProductService Products { get; init; }

    /// <summary>The product as it was looked at; null to add one.</summary>
    [Parameter]
    public ProductResource? Product { get; set; }

    private bool IsStale => Refusal?.Kind == ErrorKind.Stale;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Product is null)
            return;
        _seen = Product;
        (_name, _price, _currency) = (Product.Name, PriceText(Product), Product.Currency);
    }

    private static string? PriceText(ProductResource? product) => product?.Price.ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>Says what somebody else saved while this person typed something else.</summary>
    private static string? SavedMeanwhile(string? typed, string? saved, string? before) =>
        saved is null || saved == before || saved == typed ? null : $"Somebody else saved: {saved}";

    private async Task SaveAsync()
    {
        if (IsStale)
            return;
        var price = Money.ParsePrice(_price, "price");
        if (_seen is { } seen)
        {
            if (price.IsDone)
                await SendAsync(() =>
                    Products.EditAsync(
                        seen.Id,
                        new ProductEdit
                        {
                            Name = _name,
                            Price = price.Value,
                            Currency = _currency,
                        },
                        seen.Version));
            else
                Show(price.Error);
            return;
        }

        var request = new CreateProductRequest { Code = _code, Name = _name, Price = price.Value, Currency = _currency };
        // A price that is no number is said together with what the service says of the other fields.
        if (price.IsDone)
            await SendAsync(() => Products.CreateAsync(request));
        else
            Show(Error.Together(ProductCode.Read(_code, "code").Error, TextRules.Line(_name, "name", "Name").Error, price.Error));
    }

    private async Task LoadNewVersionAsync()
    {
        var (old, read) = (_seen!, await DatabaseFaults.GuardAsync(() => Products.GetAsync(_seen!.Id)));
        if (!read.IsDone)
        {
            Show(read.Error);
            return;
        }

        // What was not touched follows what is saved; what was touched stays.
        _name = _name == old.Name ? read.Value.Name : _name;
        _price = _price == PriceText(old) ? PriceText(read.Value) : _price;
        _currency = _currency == old.Currency ? read.Value.Currency : _currency;
        _seen = read.Value;
        Show(null);
    }
}
