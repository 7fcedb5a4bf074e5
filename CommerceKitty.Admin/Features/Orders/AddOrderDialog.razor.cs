using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>Creates an order by hand, as the API creates one (R1): stock is reserved, or nothing is created.</summary>
public partial class AddOrderDialog
{
    /// <summary>How many products are suggested at most; any other code can be typed.</summary>
    private const int Suggested = 500;

    private readonly List<Line> _lines = [new()];
    private IReadOnlyDictionary<string, string> _products = new Dictionary<string, string>();
    private string? _channel;
    private string? _name;
    private string? _email;
    private string? _notes;

    [Inject]
    public required OrderPlacementService Orders { get; init; }

    [Inject]
    public required ProductService Products { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    /// <summary>The channels that there are, as suggestions.</summary>
    [Parameter]
    public IReadOnlyList<string> Channels { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!(await Current.PermissionsAsync()).Contains(Permissions.Products.ViewAll))
            return;
        var query = new ProductQuery { Sort = ProductSort.Code, Window = new PageWindow(0, Suggested) };
        var products = await DatabaseFaults.GuardAsync(() => Products.ListAsync(query));
        _products = products.Value?.Items.ToDictionary(
            p => p.Code,
            p => $"{p.Name.Isolated()}, {Money.ToDisplayText(p.Price, p.Currency)}",
            StringComparer.OrdinalIgnoreCase) ?? [];
    }

    private static string FieldOf(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"lines[{index}].{name}");

    private string IdOf(Line line, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"new-order-{name}-{_lines.IndexOf(line) + 1}");

    private Task CreateAsync() => SubmitAsync(() => Orders.CreateAsync(new CreateOrderRequest
    {
        Channel = _channel,
        CustomerName = _name,
        CustomerEmail = _email,
        Notes = _notes,
        Lines = [.. _lines.Select(l => new CreateOrderLine { ProductCode = l.Code, Quantity = l.Quantity })],
    }));

    private sealed class Line
    {
        public string? Code { get; set; }

        public int? Quantity { get; set; } = 1;
    }
}
