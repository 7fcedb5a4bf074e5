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

namespace CommerceKitty.Admin.Features.Products;

/// <summary>The list of products.</summary>
public partial class ProductsPage
{
    private IReadOnlyList<ListColumn<ProductRow>>? _columns;
    private ListTable<ProductRow>? _table;
    private ProductQuery _query = new();
    private PermissionSet _may;

    [Inject]
    public required ProductService Products { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [SupplyParameterFromQuery(Name = "archived")]
    public string? Archived { get; set; }

    private bool MayCreate => _may.Contains(Permissions.Products.Create);

    /// <inheritdoc/>
    protected override (ProductSort Sort, bool Descending) UsualOrder => (ProductSort.Name, false);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (_query.IncludeArchived)
                yield return new("archived", "Including archived");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _may = await Current.PermissionsAsync();

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new ProductQuery
    {
        Search = Given(Search),
        IncludeArchived = Archived == "1",
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    private string? AddressOf(ProductRow product) => _may.Contains(Permissions.Products.View) ? $"/products/{product.Id}" : null;

    private Task<Result<Page<ProductRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Products.ListAsync(_query with { Window = window }, ct);

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<ProductDialog>();
        if (await dialog.Result is { Canceled: false, Data: ProductResource product })
            Snackbar.Add($"{product.Name} was added.", Severity.Normal);
        if (_table is not null)
            await _table.ReloadAsync();
    }
}
