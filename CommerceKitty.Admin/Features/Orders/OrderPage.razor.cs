using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>One order: items, customer, status and what happened to it.</summary>
public partial class OrderPage
{
    private OrderResource? _order;
    private IReadOnlyList<OrderChange> _changes = [];
    private Error? _error;
    private PermissionSet _may;
    private int _loads;

    [Parameter]
    public int Id { get; set; }

    [Inject]
    public required OrderService Orders { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_order?.Id != Id)
            (_order, _error) = (null, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(OrderResource, IReadOnlyList<OrderChange>, PermissionSet)>(async () =>
        {
            var order = await Orders.GetAsync(Id);
            if (!order.IsDone)
                return order.Error;
            var changes = await Orders.ListChangesAsync(Id);
            return changes.IsDone ? (order.Value, changes.Value, await Current.PermissionsAsync()) : changes.Error;
        });
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        (_order, _changes, _may) = read.IsDone ? read.Value : (null, [], PermissionSet.None);
        _error = read.Error;
    }

    private Task EditAsync() => ShowAsync(
        order => Dialogs.ShowAsync<EditOrderDialog>(null, new DialogParameters<EditOrderDialog> { { d => d.Order, order } }),
        _ => "Saved");

    private Task CancelAsync() => ShowAsync(
        order => Dialogs.ShowAsync<CancelOrderDialog>(null, new DialogParameters<CancelOrderDialog> { { d => d.Order, order } }),
        order => $"{order.Number.Isolated()} was cancelled.");

    private Task ShipAsync() => ShowAsync(
        order => Dialogs.ShowAsync<ShipOrderDialog>(null, new DialogParameters<ShipOrderDialog> { { d => d.Order, order } }),
        order => $"{order.Number.Isolated()} is {OrderStatusNames.ToDisplayText(order.Status)}.");

    private async Task ShowAsync(Func<OrderResource, Task<IDialogReference>> show, Func<OrderResource, string> done)
    {
        if (_order is null)
            return;
        var dialog = await show(_order);
        if (await dialog.Result is { Canceled: false, Data: OrderResource order })
            Snackbar.Add(done(order), Severity.Normal);
        // Also when nothing was saved: someone else may have changed the order, or the permission is gone.
        await LoadAsync();
    }
}
