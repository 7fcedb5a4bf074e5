using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>The list of orders.</summary>
public partial class OrdersPage
{
    private static readonly IReadOnlyList<(string Value, string Text)> Statuses =
        [.. Enum.GetValues<OrderStatus>().Select(s => (OrderStatusNames.ToDisplayText(s).Replace(' ', '-'), OrderPresentation.Label(s)))];

    private OrderQuery _query = new();
    private IReadOnlyList<string> _channels = [];

    [Inject]
    public required OrderService Orders { get; init; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "channel")]
    public string? Channel { get; set; }

    /// <inheritdoc/>
    protected override (OrderSort Sort, bool Descending) UsualOrder => (OrderSort.Placed, true);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (_query.Status is { } status)
                yield return new("status", $"Status: {OrderPresentation.Label(status)}");
            if (_query.Channel is { } channel)
                yield return new("channel", $"Channel: {channel}");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var channels = await DatabaseFaults.GuardAsync(() => Orders.ListChannelsAsync());
        _channels = channels.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        // A status that does not exist filters nothing.
        _ = OrderStatusNames.TryRead(Status, out var status);
        _query = new OrderQuery
        {
            Search = Given(Search),
            Status = status,
            Channel = Given(Channel),
            Sort = Order.Sort,
            Descending = Order.Descending,
        };
    }

    private Task<Result<Page<OrderRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Orders.ListAsync(_query with { Window = window }, ct);
}
