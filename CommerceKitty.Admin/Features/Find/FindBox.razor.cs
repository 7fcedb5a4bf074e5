using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.ApiKeys;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Features.Find;

/// <summary>The field in the top bar that finds anything.</summary>
public partial class FindBox
{
    private ElementReference _box;
    private DotNetObjectReference<FindBox>? _self;
    private CancellationTokenSource? _typing;
    private IReadOnlyList<Found> _items = [];
    private string? _text;
    private string? _message;
    private int _active = -1;

    [Inject]
    public required FindService Find { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    private bool IsOpen => _items.Count > 0 || _message is not null;

    /// <summary>The browser found a whole key in the field: it shows the hint there and sends the value's SHA-256.</summary>
    [JSInvokable]
    public async Task FindKeyAsync(string? hash, string? hint)
    {
        await StopTypingAsync();
        var found = await DatabaseFaults.GuardAsync(() => Find.FindKeyAsync(hash));
        _text = ApiKeyQuery.CleanSearch(hint);
        if (found.IsDone)
            Show([found.Value], message: null);
        else
            Show([], found.Error.Kind == ErrorKind.NotFound ? "No key has this value. It is of another shop, mistyped, or not a key of ours." : found.Error.Message);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopTypingAsync();
        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        await Js.InvokeVoidAsync("commerceKitty.find", _box, _self);
    }

    private async Task OnInputAsync(ChangeEventArgs e)
    {
        await StopTypingAsync();
        // The browser has already cut a pasted key down to its hint; this is for one that did not.
        _text = (string?)e.Value is { } typed && ApiKeyToken.IndexIn(typed) >= 0 ? ApiKeyQuery.CleanSearch(typed) : (string?)e.Value;
        if ((_text ?? string.Empty).Trim().Length < FindService.Shortest)
        {
            Show([], message: null);
            return;
        }

        // The token alone: the next letter may end and dispose its source between any two of these lines.
        _typing = new CancellationTokenSource();
        var token = _typing.Token;
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Time, token);
            var answer = await Find.FindAsync(_text, token);
            if (token.IsCancellationRequested)
                return;
            Show(answer.Items, answer.Silent ? DatabaseFaults.Unavailable.Message : answer.Items.Count == 0 ? "Nothing found. Only what you may list is searched." : null);
        }
        catch (OperationCanceledException)
        {
            // Typing went on.
        }
    }

    private void OnKeyDown(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when _items.Count > 0:
                _active = (_active + 1) % _items.Count;
                break;
            case "ArrowUp" when _items.Count > 0:
                _active = (_active <= 0 ? _items.Count : _active) - 1;
                break;
            case "Enter" when _items.Count > 0:
                var address = _items[Math.Max(0, _active)].Address;
                Close();
                Navigation.NavigateTo(address);
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private void Show(IReadOnlyList<Found> items, string? message) =>
        (_items, _message, _active) = (items, message, items.Count > 0 ? 0 : -1);

    /// <summary>Closes the list and empties the field.</summary>
    private void Close()
    {
        _typing?.Cancel();
        _text = null;
        Show([], message: null);
    }

    private async Task StopTypingAsync()
    {
        var typing = Interlocked.Exchange(ref _typing, null);
        if (typing is null)
            return;
        await typing.CancelAsync();
        typing.Dispose();
    }
}
