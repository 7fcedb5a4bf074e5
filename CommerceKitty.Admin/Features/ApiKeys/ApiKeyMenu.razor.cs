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

    [Inject]
    public required NavigationManager Navigation { get; init; }

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

    private bool MayOpen => May.Contains(Permissions.ApiKeys.View);

    private async Task SwitchAsync()
    {
        await Starting.InvokeAsync();
        var key = ApiKey;
        if (!key.Enabled)
        {
            var result = await DatabaseFaults.GuardAsync(() => Keys.EnableAsync(key.Id));
            Snackbar.Tell(result, ApiKeyPresentation.Switched(key, enabled: true));
        }
        else if (await ShowDialogAsync<DisableApiKeyDialog>())
        {
            Snackbar.Add(ApiKeyPresentation.Switched(key, enabled: false), Severity.Normal);
        }

        await Changed.InvokeAsync();
    }

    private async Task RotateAsync()
    {
        await Starting.InvokeAsync();
        var dialog = await Dialogs.ShowAsync<RotateApiKeyDialog>(null, new DialogParameters { [nameof(ApiKey)] = ApiKey });
        if (await dialog.Result is { Canceled: false, Data: RotatedApiKey rotated })
            await ApiKeySecretDialog.ShowAsync(Dialogs, rotated);
        await Changed.InvokeAsync();
    }

    private async Task RevokeAsync()
    {
        var key = ApiKey;
        await Starting.InvokeAsync();
        if (await ShowDialogAsync<RevokeApiKeyDialog>())
        {
            Snackbar.Add($"{key.Name.Isolated()} was revoked. All further requests with it are rejected.", Severity.Normal, options =>
            {
                if (!MayOpen)
                    return;
                options.Action = "Receipt";
                options.OnClick = _ => InvokeAsync(() => Navigation.NavigateTo(ApiKeyPresentation.AddressOf(key.Id, "receipt")));
            });
        }

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
