using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>The list of orders.</summary>
public partial class OrdersPage
{
    private static readonly ListExport File = new(OrderExportEndpoints.Address, "order", "orders");

    private IReadOnlyDictionary<OrderStatus, int>? _counts;
    private OrderQuery _query = new();
    private IReadOnlyList<string> _channels = [];
    private PermissionSet _may;

    [Inject]
    public required OrderService Orders { get; init; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "channel")]
    public string? Channel { get; set; }

    /// <summary>The days of a <see cref="DayRange"/>.</summary>
    [SupplyParameterFromQuery(Name = "placed")]
    public string? Placed { get; set; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <inheritdoc/>
    protected override (OrderSort Sort, bool Descending) UsualOrder => (OrderSort.Placed, true);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (_query.Status is { } status)
                yield return new("status", $"Status: {OrderPresentation.Label(status)}");
            if (_query.ToShip)
                yield return new("status", "Status: To ship");
            if (_query.Channel is { } channel)
                yield return new("channel", $"Channel: {channel.Isolated()}");
            if (Clock.Days(Placed) is { } placed)
                yield return new("placed", $"Placed: {placed.Text}");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _may = await Current.PermissionsAsync();
        var channels = await DatabaseFaults.GuardAsync(() => Orders.ListChannelsAsync());
        _channels = channels.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new OrderFilters(Search, Status, Channel, Placed).ToQuery(Clock) with
    {
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    /// <summary>The statuses in the order of an order's life.</summary>
    private IEnumerable<(string Value, string Text, int? Count)> Tabs =>
    [
        (string.Empty, "All", Count(Enum.GetValues<OrderStatus>())),
        (OrderFilters.ToShip, "To ship", Count(OrderStatus.Open, OrderStatus.PartiallyShipped)),
        .. Enum.GetValues<OrderStatus>()
            .Select(s => (OrderStatusNames.ToDisplayText(s).Replace(' ', '-'), OrderPresentation.Label(s), Count(s))),
    ];

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddOrderDialog>(new DialogParameters<AddOrderDialog> { { d => d.Channels, _channels } });
        if (await dialog.Result is not { Canceled: false, Data: OrderResource order })
            return;
        Snackbar.Add($"Order {order.Number.Isolated()} was created.", Severity.Normal);
        if (_may.Contains(Permissions.Orders.View))
            Navigation.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"/orders/{order.Id}"));
    }

    private int? Count(params OrderStatus[] statuses) => _counts is null ? null : statuses.Sum(s => _counts.GetValueOrDefault(s));

    private async Task<Result<Page<OrderRow>>> LoadAsync(PageWindow window, CancellationToken ct)
    {
        var query = _query;
        var page = await Orders.ListAsync(query with { Window = window }, ct);
        var counts = page.IsDone ? await Orders.CountByStatusAsync(query, ct) : page.Error;
        if (query == _query)
            _counts = counts.Value;
        StateHasChanged();
        return page;
    }
}
