using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Shows the value of a new key, this once, and says when its first call arrives.</summary>
public sealed partial class ApiKeySecretDialog : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private bool _stored;
    private string? _firstUse;

    [Inject]
    public required ApiKeyQueries Keys { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>The key and, this once, its value.</summary>
    [Parameter, EditorRequired]
    public CreatedApiKey Created { get; set; } = default!;

    /// <summary>The rotation that made the value; null for a new key.</summary>
    [Parameter]
    public RotatedApiKey? Rotated { get; set; }

    [Inject]
    public required KeyValueQueries Values { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    private string Address => Navigation.BaseUri.TrimEnd('/');

    /// <summary>What the examples and generated clients read: the address without <c>/api/v1</c>.</summary>
    private string EnvironmentFile => $"COMMERCE_KITTY_URL={Address}\nCOMMERCE_KITTY_API_KEY={Created.Secret.Reveal()}\n";

    private string CurlCommand => $"curl -H \"Authorization: Bearer {Created.Secret.Reveal()}\" {Address}{ApiPaths.Base}/me";

    /// <summary>Shows the value until the viewer says that it is saved: Esc and a click beside do not close it.</summary>
    internal static Task ShowAsync(IDialogService dialogs, CreatedApiKey created) => ShowAsync(dialogs, created, null);

    /// <summary>The same for the new value of a key that was rotated.</summary>
    internal static Task ShowAsync(IDialogService dialogs, RotatedApiKey rotated) =>
        ShowAsync(dialogs, new CreatedApiKey(rotated.Key, rotated.Secret), rotated);

    private static async Task ShowAsync(IDialogService dialogs, CreatedApiKey created, RotatedApiKey? rotated)
    {
        var dialog = await dialogs.ShowAsync<ApiKeySecretDialog>(
            null,
            new DialogParameters<ApiKeySecretDialog> { { d => d.Created, created }, { d => d.Rotated, rotated } },
            new DialogOptions { CloseOnEscapeKey = false, BackdropClick = false });
        await dialog.Result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _ = WatchForFirstCallAsync();
    }

    private void Close() => Dialog.Close();

    private async Task GuardAsync(LocationChangingContext context)
    {
        if (_stored)
            return;
        if (!await Dialogs.IsToLeaveAsync(
            "Leave without saving the key?",
            "The key is shown only once. If you haven't saved it, you'll have to revoke it and create a new one."))
            context.PreventNavigation();
    }

    private string OldValue(RotatedApiKey rotated) => rotated switch
    {
        { PreviousUntil: null } => "The old value no longer works.",
        { EndsOnUse: true } => "The old value works until 1 hour after the new one is first used.",
        { PreviousUntil: { } until } => $"The old value works until {Clock.Exact(until)}.",
    };

    /// <summary>From where the value was used; null while it was not. A rotated key is perhaps used by its old value.</summary>
    private async Task<string?> FindFirstUseAsync(CancellationToken ct)
    {
        if (Rotated is null)
        {
            var key = await DatabaseFaults.GuardAsync(() => Keys.GetAsync(Created.Key.Id, ct));
            return key.Value?.LastUsedFrom;
        }

        var values = await DatabaseFaults.GuardAsync(() => Values.GetAsync(Created.Key.Id, ct));
        return values.Value?.Current.LastUsedFrom;
    }

    private async Task WatchForFirstCallAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        var gone = _gone.Token;
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
            {
                if (await FindFirstUseAsync(gone) is not { } address)
                    continue;
                _firstUse = address;
                await InvokeAsync(StateHasChanged);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed.
        }
    }
}
