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

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>The list of orders.</summary>
public partial class OrdersPage
{
    private static readonly IReadOnlyList<(string Value, string Text)> Statuses =
        [.. Enum.GetValues<OrderStatus>().Select(s => (OrderStatusNames.InWords(s).Replace(' ', '-'), OrderPresentation.Label(s)))];

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
