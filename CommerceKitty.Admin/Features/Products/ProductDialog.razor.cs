using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Products;

/// <summary>Adds a product, or edits one. What was typed is never lost: not to a refusal, not to someone else's change.</summary>
public partial class ProductDialog
{
    private readonly Edited<string> _name = new();
    private readonly Edited<string> _price = new();
    private readonly Edited<string> _currency = new() { Value = "EUR" };
    private ProductResource? _seen;
    private string? _code;

    [Inject]
    public required ProductService Products { get; init; }

    [Inject]
    public required ViewerCulture Culture { get; init; }

    /// <summary>The product as it was looked at; null to add one.</summary>
    [Parameter]
    public ProductResource? Product { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Product is not null)
            See(Product);
    }

    private void See(ProductResource product)
    {
        _seen = product;
        _name.Load(product.Name);
        _price.Load(Money.ToInput(product.Price, Culture.Numbers));
        _currency.Load(product.Currency);
    }

    private async Task SaveAsync()
    {
        var price = Money.ParsePrice(_price.Value, "price", Culture.Numbers);
        if (!price.IsDone)
            Form.Show(WithPriceError(price.Error));
        else if (_seen is { } seen)
            await SubmitAsync(() => Products.EditAsync(
                seen.Id,
                new ProductEdit { Name = _name.Value, Price = price.Value, Currency = _currency.Value },
                seen.Version));
        else
            await SubmitAsync(() => Products.CreateAsync(
                new CreateProductRequest { Code = _code, Name = _name.Value, Price = price.Value, Currency = _currency.Value }));
    }

    /// <summary>A price that is no number is said together with what the service would say of the other fields.</summary>
    private Error? WithPriceError(Error price) => FieldErrors.Combine(
        _seen is null ? ProductCode.Read(_code, "code").Error : null,
        TextRules.Line(_name.Value, "name", "Name").Error,
        price);

    private async Task LoadNewVersionAsync()
    {
        var product = await DatabaseFaults.GuardAsync(() => Products.GetAsync(_seen!.Id));
        Form.Show(product.Error);
        if (product.IsDone)
            See(product.Value);
    }
}
