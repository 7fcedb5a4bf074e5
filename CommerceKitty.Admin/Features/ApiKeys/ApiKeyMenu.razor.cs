using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The actions on one key. Each ends by telling the page around it, also when it was refused.</summary>
public partial class ApiKeyMenu
{
    [Inject]
    public required ApiKeyService Keys { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired]
    public ApiKeyRow ApiKey { get; set; } = default!;

    /// <summary>What the viewer may do.</summary>
    [Parameter, EditorRequired]
    public PermissionSet May { get; set; }

    /// <summary>True on the key's own page: what is done most are buttons beside the menu.</summary>
    [Parameter]
    public bool Prominent { get; set; }

    /// <summary>Called before each action.</summary>
    [Parameter]
    public EventCallback Starting { get; set; }

    /// <summary>Called after each action, also a refused one: someone may have changed the key, or the permission is gone (R3).</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    private bool MayEdit => May.Contains(Permissions.ApiKeys.Edit);

    private bool MayRevoke => May.Contains(Permissions.ApiKeys.Delete);

    private async Task SetEnabledAsync(bool enabled)
    {
        await Starting.InvokeAsync();
        var id = ApiKey.Id;
        var result = await DatabaseFaults.GuardAsync(() => enabled ? Keys.EnableAsync(id) : Keys.DisableAsync(id));
        Snackbar.Tell(result, ApiKeyPresentation.Switched(result.Value ?? ApiKey, enabled));
        await Changed.InvokeAsync();
    }

    private async Task RevokeAsync()
    {
        var name = ApiKey.Name;
        await Starting.InvokeAsync();
        if (await ShowDialogAsync<RevokeApiKeyDialog>())
            Snackbar.Add($"{name} was revoked. All further requests with it are rejected.", Severity.Normal);
        await Changed.InvokeAsync();
    }

    private async Task ShowAsync<TDialog>()
        where TDialog : IComponent
    {
        await Starting.InvokeAsync();
        await ShowDialogAsync<TDialog>();
        await Changed.InvokeAsync();
    }

    /// <returns>True unless it was canceled.</returns>
    private async Task<bool> ShowDialogAsync<TDialog>()
        where TDialog : IComponent
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(null, new DialogParameters { [nameof(ApiKey)] = ApiKey });
        return await dialog.Result is { Canceled: false };
    }
}
