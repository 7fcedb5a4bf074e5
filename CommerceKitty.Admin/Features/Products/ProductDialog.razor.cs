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
using System.Globalization;
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
        _price.Load(product.Price.ToString("0.00##", CultureInfo.InvariantCulture));
        _currency.Load(product.Currency);
    }

    private async Task SaveAsync()
    {
        var price = Money.ParsePrice(_price.Value, "price");
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
    private Error? WithPriceError(Error price) => Error.Together(
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
