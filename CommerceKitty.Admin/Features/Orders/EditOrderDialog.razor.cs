using CommerceKitty.Admin.Common;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Orders;

/// <summary>Changes an order's customer and notes. What was typed is never lost: not to a refusal, not to somebody else's change.</summary>
public partial class EditOrderDialog
{
    private const string NameField = "customerName";
    private const string EmailField = "customerEmail";
    private const string NotesField = "notes";

    private readonly Dictionary<string, string> _errors = [];
    private readonly Field _name = new();
    private readonly Field _email = new();
    private readonly Field _notes = new();
    private OrderResource _seen = default!;
    private string? _refusal;
    private bool _stale;
    private bool _loadedAnew;
    private bool _busy;
    private ElementReference _next;
    private bool _focusNext;

    [Inject]
    public required OrderService Orders { get; init; }

    /// <summary>The order as it was looked at.</summary>
    [Parameter, EditorRequired]
    public OrderResource Order { get; set; } = default!;

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => See(Order);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusNext)
            return;
        _focusNext = false;
        await _next.FocusAsync();
    }

    private void See(OrderResource order)
    {
        _seen = order;
        _name.See(order.CustomerName);
        _email.See(order.CustomerEmail);
        _notes.See(order.Notes ?? string.Empty);
    }

    private async Task SaveAsync()
    {
        if (_busy || _stale)
            return;
        _busy = true;
        _errors.Clear();
        (_refusal, _loadedAnew) = (null, false);
        var edit = new OrderEdit { CustomerName = _name.Typed, CustomerEmail = _email.Typed, Notes = _notes.Typed };
        var saved = await DatabaseFaults.GuardAsync(() => Orders.EditAsync(_seen.Id, edit, _seen.Version));
        _busy = false;
        if (saved.IsDone)
        {
            Dialog.Close(saved.Value);
            return;
        }

        foreach (var (field, messages) in saved.Error.Fields)
            _errors[field] = string.Join(' ', messages);
        // The button that had the focus is switched off or gone now: a lost focus would take the Esc key with it.
        _stale = _focusNext = saved.Error.Kind == ErrorKind.Stale;
        if (!_stale && _errors.Count == 0)
            _refusal = saved.Error.Message;
    }

    private async Task LoadNewVersionAsync()
    {
        _refusal = null;
        var order = await DatabaseFaults.GuardAsync(() => Orders.GetAsync(_seen.Id));
        if (!order.IsDone)
        {
            _refusal = order.Error.Message;
            return;
        }

        See(order.Value);
        (_stale, _loadedAnew, _focusNext) = (false, true, true);
    }

    /// <summary>A text in the form beside the one that is saved.</summary>
    private sealed class Field
    {
        private string? _saved;

        public string? Typed { get; set; }

        /// <summary>Says what somebody else saved while this person typed something else; null when nobody did.</summary>
        public string? SavedMeanwhile { get; private set; }

        /// <summary>Takes in what is saved now. A text that was not touched follows it; a touched one stays.</summary>
        public void See(string saved)
        {
            if (saved == _saved)
                return;
            if (Typed == _saved)
                Typed = saved;
            SavedMeanwhile = _saved is null || Typed == saved
                ? null
                : saved.Length == 0 ? "Somebody else cleared this meanwhile." : $"Somebody else saved: {saved}";
            _saved = saved;
        }
    }
}
