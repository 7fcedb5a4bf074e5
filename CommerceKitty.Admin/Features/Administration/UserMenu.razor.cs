using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Users;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>The actions on one user. Each ends by telling the page around it, also when it was refused.</summary>
public partial class UserMenu
{
    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required UserSessionService Sessions { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired]
    public UserRow User { get; set; } = default!;

    /// <summary>What the viewer may do.</summary>
    [Parameter, EditorRequired]
    public UserPowers Powers { get; set; } = default!;

    /// <summary>True on the user's own page: what is done most is a button beside the menu.</summary>
    [Parameter]
    public bool Prominent { get; set; }

    /// <summary>Called after each action, also a refused one: someone may have changed the user, or the permission is gone (R3).</summary>
    [Parameter, EditorRequired]
    public EventCallback Changed { get; set; }

    private string LinkChoice => User switch
    {
        { IsInvited: true, LinkExpiresAt: null } => "Send invitation…",
        { IsInvited: true } => "Resend invitation…",
        _ => "Reset password…",
    };

    private async Task EditAsync()
    {
        var parameters = new DialogParameters<EditUserDialog>
        {
            { d => d.User, User },
            { d => d.IsOneself, User.Id == Powers.ViewerId },
        };
        var dialog = await Dialogs.ShowAsync<EditUserDialog>(null, parameters);
        if (await dialog.Result is { Canceled: false })
            Snackbar.Saved();
        await Changed.InvokeAsync();
    }

    private async Task SendLinkAsync()
    {
        var sure = User.IsInvited
            ? await AskAsync(
                "Send an invitation?",
                $"We email {User.Email.Isolated()} a new link.{(User.LinkExpiresAt is null ? null : " The previous link stops working.")}",
                "Send email")
            : await AskAsync(
                "Reset the password?",
                $"We email {User.Email.Isolated()} a link to choose a new password. "
                + "It works once, for one hour. The old password works until then.",
                "Send email");
        if (sure)
        {
            var sent = await DatabaseFaults.GuardAsync(() => Users.SendLinkAsync(User.Id));
            if (sent.IsDone)
                await LinkSentDialog.ShowAsync(Dialogs, sent.Value);
            else
                Snackbar.Add(sent.Error.Message, Severity.Error);
        }

        await Changed.InvokeAsync();
    }

    private async Task SignOutAsync()
    {
        var oneself = User.Id == Powers.ViewerId ? " This includes you, on this page." : string.Empty;
        if (await AskAsync(
            "Sign out everywhere?",
            $"All sessions of {User.Name.Isolated()} end within seconds, including open pages. API keys keep working.{oneself}",
            "Sign out everywhere"))
            Snackbar.Tell(
                await DatabaseFaults.GuardAsync(() => Sessions.EndAllAsync(User.Id)),
                $"{User.Name.Isolated()} was signed out everywhere.");
        await Changed.InvokeAsync();
    }

    private async Task TransferAsync()
    {
        var dialog = await Dialogs.ShowAsync<TransferOwnershipDialog>(
            null, new DialogParameters<TransferOwnershipDialog> { { d => d.Heir, User } });
        if (await dialog.Result is { Canceled: false })
            Snackbar.Add($"{User.Name.Isolated()} is now the account owner.", Severity.Normal);
        await Changed.InvokeAsync();
    }

    private async Task DisableAsync()
    {
        var dialog = await Dialogs.ShowAsync<OffboardUserDialog>(
            null, new DialogParameters<OffboardUserDialog> { { d => d.User, User } });
        if (await dialog.Result is { Canceled: false, Data: OffboardingResult result })
        {
            Snackbar.Add($"{User.Name.Isolated()} is disabled. Sessions and API keys have stopped.", Severity.Normal);
            await TellRefusedAsync(result.Keys);
            foreach (var replacement in result.Keys.Select(k => k.Replacement).OfType<CreatedApiKey>())
                await ApiKeySecretDialog.ShowAsync(Dialogs, replacement);
        }

        await Changed.InvokeAsync();
    }

    private async Task TellRefusedAsync(IReadOnlyList<OffboardedKey> keys)
    {
        var refused = keys.Where(k => k.Refusal is not null)
            .Select(k => $"“{k.Name.Isolated()}” is unchanged. {k.Refusal!.Message}").ToList();
        if (refused.Count > 0)
            await Dialogs.ShowMessageBoxAsync($"{User.Name.Isolated()} is disabled", string.Join(' ', refused), yesText: "Close");
    }


    private async Task EnableAsync()
    {
        Snackbar.Tell(
            await DatabaseFaults.GuardAsync(() => Users.EnableAsync(User.Id)),
            $"{User.Name.Isolated()} is enabled. API keys that act as {User.Name.Isolated()} work again.");
        await Changed.InvokeAsync();
    }

    private async Task<bool> AskAsync(string title, string text, string yes) =>
        await Dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: "Cancel") == true;
}
