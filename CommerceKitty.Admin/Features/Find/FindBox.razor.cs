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
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Features.Find;

/// <summary>The field in the top bar that finds anything.</summary>
public partial class FindBox
{
    /// <summary>The script that writes into the field, if it still holds the text that the server knows.</summary>
    private const string Replace = "commerceKitty.replaceText";

    private ElementReference _box;
    private DotNetObjectReference<FindBox>? _self;
    private CancellationTokenSource? _typing;
    private IReadOnlyList<Found> _items = [];
    private string _text = string.Empty;
    private string? _message;
    private int _active = -1;
    private bool _searching;
    private bool _openFirst;

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
        var token = await BeginAsync(SearchText.Clean(hint) ?? string.Empty);
        var found = await DatabaseFaults.GuardAsync(() => Find.FindKeyAsync(hash, hint));
        if (token.IsCancellationRequested)
            return;
        if (found.IsDone)
            Show([found.Value], message: null);
        else
            Show(
                [],
                found.Error.Kind == ErrorKind.NotFound
                    ? "No key has this value. It may be mistyped, or from another shop."
                    : found.Error.Message);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(Interlocked.Exchange(ref _typing, null));
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
        var typed = (string?)e.Value ?? string.Empty;
        var clean = ApiKeyToken.IndexIn(typed) >= 0 ? SearchText.Clean(typed)! : typed;
        var token = await BeginAsync(clean);
        // The browser has already cut a pasted key down to its hint; this is for one that did not.
        if (clean != typed)
            await Js.InvokeVoidAsync(Replace, _box, typed, clean);
        if (token.IsCancellationRequested)
            return;
        if (clean.Trim().Length < FindService.Shortest)
        {
            Show([], message: null);
            return;
        }

        _searching = true;
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Time, token);
            var answer = await Find.FindAsync(clean, token);
            if (token.IsCancellationRequested)
                return;
            Show(
                answer.Items,
                answer.Silent ? DatabaseFaults.Unavailable.Message
                    : answer.Items.Count == 0 ? "No results. Only what you can access is searched."
                    : null);
            if (_openFirst)
                await OpenAsync();
        }
        catch (OperationCanceledException)
        {
            // Typing went on.
        }
    }

    private async Task OnKeyDownAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when _items.Count > 0:
                _active = (_active + 1) % _items.Count;
                break;
            case "ArrowUp" when _items.Count > 0:
                _active = (_active <= 0 ? _items.Count : _active) - 1;
                break;
            case "Enter" when _searching:
                // What is listed answers an earlier text: open what answers this one, once it is there.
                _openFirst = true;
                break;
            case "Enter":
                await OpenAsync();
                break;
            case "Escape":
                await CloseAsync();
                break;
        }
    }

    private void Show(IReadOnlyList<Found> items, string? message) =>
        (_items, _message, _active, _searching) = (items, message, items.Count > 0 ? 0 : -1, false);

    private async Task OpenAsync()
    {
        _openFirst = false;
        if (_items.Count == 0)
            return;
        var (address, text) = (_items[Math.Max(0, _active)].Address, _text);
        await CloseAsync();
        Navigation.NavigateTo(address);
        await Js.InvokeVoidAsync(Replace, _box, text, string.Empty);
    }

    /// <summary>Closes the list. The browser empties the field itself, at the key or click that leads here.</summary>
    private async Task CloseAsync()
    {
        await BeginAsync(string.Empty);
        Show([], message: null);
    }

    /// <summary>Takes a text instead of the one before, whose search ends. All of that happens before anything is awaited: the next letter
    /// may come at any await, and must find this one's traces complete.</summary>
    private async Task<CancellationToken> BeginAsync(string text)
    {
        var typing = new CancellationTokenSource();
        // The token alone: the next letter may end and dispose its source.
        var token = typing.Token;
        var before = Interlocked.Exchange(ref _typing, typing);
        (_text, _searching, _openFirst) = (text, false, false);
        await StopAsync(before);
        return token;
    }

    private static async Task StopAsync(CancellationTokenSource? typing)
    {
        if (typing is null)
            return;
        await typing.CancelAsync();
        typing.Dispose();
    }
}
