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
    private ApiKeyRow? _firstUse;

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

    [CascadingParameter]
    public IMudDialogInstance Dialog { get; set; } = default!;

    private string Address => Navigation.BaseUri.TrimEnd('/');

    /// <summary>What the examples and generated clients read: the address without <c>/api/v1</c>.</summary>
    private string EnvironmentFile => $"COMMERCE_KITTY_URL={Address}\nCOMMERCE_KITTY_API_KEY={Created.Secret.Reveal()}\n";

    private string CurlCommand => $"curl -H \"Authorization: Bearer {Created.Secret.Reveal()}\" {Address}{ApiPaths.Base}/me";

    /// <summary>Shows the value until the viewer says that it is saved: Esc and a click beside do not close it.</summary>
    internal static async Task ShowAsync(IDialogService dialogs, CreatedApiKey created)
    {
        var dialog = await dialogs.ShowAsync<ApiKeySecretDialog>(
            null,
            new DialogParameters<ApiKeySecretDialog> { { d => d.Created, created } },
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

    private async Task WatchForFirstCallAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        var gone = _gone.Token;
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
            {
                var key = await DatabaseFaults.GuardAsync(() => Keys.GetAsync(Created.Key.Id, gone));
                if (key.Value?.LastUsedAt is null)
                    continue;
                _firstUse = key.Value;
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
