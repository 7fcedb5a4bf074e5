using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>One group: what it grants, as a table to change, and who is in it. What was chosen is never lost unseen: not to a
/// refusal, not to somebody else's change, not to a click that leads away.</summary>
public partial class UserGroupPage
{
    private UserGroupRow? _group;
    private UserGroupRow? _conflict;
    private UserGroupReach? _reach;
    private Error? _error;
    private string? _refusal;
    private PermissionSet _chosen;
    private PermissionSet _grantable;
    private bool _mayEdit;
    private bool _mayCreate;
    private bool _mayDelete;
    private bool _mayListUsers;
    private bool _mayOpenUsers;
    private bool _reapplied;
    private bool _busy;
    private bool _leaving;
    private int _memberPage = 1;
    private int _loads;

    [Parameter]
    public string Code { get; set; } = string.Empty;

    [Inject]
    public required UserGroupService Groups { get; init; }

    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private PermissionChange Change => new(_group?.Granted ?? PermissionSet.None, _chosen);

    private bool IsDirty => _group is not null && !_leaving && !Change.IsNone;

    private bool HasLocked => PermissionSet.All.Without(_grantable).Without(_group?.Granted ?? PermissionSet.None) != PermissionSet.None;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_group?.Code == Code)
            return;
        (_group, _error, _conflict, _refusal, _reapplied, _leaving, _memberPage) = (null, null, null, null, false, false, 1);
        await LoadAsync(keepChoice: false);
    }

    private string TheirWords(UserGroupRow theirs)
    {
        var change = new PermissionChange(_group!.Granted, theirs.Granted);
        return change.IsNone ? "its name." : change.InWords() + ".";
    }

    private async Task LoadAsync(bool keepChoice)
    {
        var load = ++_loads;
        var code = Code;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(UserGroupRow Group, UserGroupReach Reach, PermissionSet Grantable, Actor? Actor)>(
            async () =>
        {
            var group = await Groups.GetAsync(code);
            if (!group.IsDone)
                return group.Error;
            var reach = await Groups.GetReachAsync(code);
            if (!reach.IsDone)
                return reach.Error;
            var grantable = await Groups.ListGrantableAsync();
            return grantable.IsDone ? (group.Value, reach.Value, grantable.Value, await Current.GetAsync()) : grantable.Error;
        });
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads)
            return;
        _error = read.Error;
        if (!read.IsDone)
        {
            _group = null;
            return;
        }

        var mine = Change;
        (_group, _reach, _grantable) = (read.Value.Group, read.Value.Reach, read.Value.Grantable);
        _chosen = keepChoice ? mine.ApplyTo(_group.Granted) : _group.Granted;
        ReadPermissions(read.Value.Actor);
    }

    private void ReadPermissions(Actor? actor)
    {
        bool May(string permission) => actor is not null && Authority.May(actor, permission);
        _mayEdit = May(Permissions.UserGroups.Edit);
        _mayCreate = May(Permissions.UserGroups.Create);
        _mayDelete = May(Permissions.UserGroups.Delete);
        _mayListUsers = May(Permissions.Users.ViewAll);
        _mayOpenUsers = May(Permissions.Users.View);
    }

    private string MemberAddress(UserRow user) => _mayOpenUsers
        ? string.Create(CultureInfo.InvariantCulture, $"/configuration/users/{user.Id}")
        : $"/configuration/users?q={Uri.EscapeDataString(user.Email)}";

    private void Choose(PermissionSet chosen)
    {
        _chosen = chosen;
        (_refusal, _reapplied) = (null, false);
    }

    private void Discard()
    {
        _chosen = _group!.Granted;
        (_refusal, _reapplied) = (null, false);
    }

    private async Task SaveAsync()
    {
        if (_busy || _group is not { } group || _conflict is not null)
            return;
        _busy = true;
        (_refusal, _reapplied) = (null, false);
        var saved = await DatabaseFaults.GuardAsync(
            () => Groups.SetPermissionsAsync(group.Code, [.. _chosen.Permissions.Select(p => p.Name)], group.Version));
        _busy = false;
        if (saved.IsDone)
        {
            Snackbar.Add($"{group.Name} is saved. It governs what its users do from now on.", Severity.Normal);
            await LoadAsync(keepChoice: false);
            return;
        }

        if (saved.Error.Code == Error.ChangedMeanwhile.Code)
        {
            await MeetConflictAsync(group);
            return;
        }

        // Also what may be done here has perhaps changed: show it as it is now (R3).
        await LoadAsync(keepChoice: true);
        _refusal = saved.Error.Message;
    }

    private async Task MeetConflictAsync(UserGroupRow seen)
    {
        var theirs = await DatabaseFaults.GuardAsync(() => Groups.GetAsync(seen.Code));
        if (theirs.IsDone)
            _conflict = theirs.Value;
        else
            (_group, _error) = theirs.Error.Kind == ErrorKind.NotFound ? (null, theirs.Error) : (_group, _error);
        _refusal = theirs.Error?.Message;
    }

    /// <summary>Makes the viewer's change again, on what somebody else saved meanwhile. Saving it is one more click.</summary>
    private void Reapply()
    {
        var mine = Change;
        _group = _conflict!;
        _chosen = mine.ApplyTo(_group.Granted);
        (_conflict, _reapplied) = (null, true);
    }

    private void TakeTheirs()
    {
        _group = _conflict!;
        _chosen = _group.Granted;
        _conflict = null;
    }

    private Task<Result<Page<UserRow>>> LoadMembersAsync(PageWindow window, CancellationToken ct) =>
        Users.ListAsync(new UserQuery { GroupCode = Code, Window = window }, ct);

    private async Task RenameAsync()
    {
        var dialog = await Dialogs.ShowAsync<RenameUserGroupDialog>(
            null,
            new DialogParameters<RenameUserGroupDialog> { { d => d.Group, _group! } });
        await dialog.Result;
        await LoadAsync(keepChoice: true);
    }

    private async Task DuplicateAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddUserGroupDialog>(
            null,
            new DialogParameters<AddUserGroupDialog> { { d => d.Source, _group } });
        if (await dialog.Result is { Canceled: false, Data: UserGroupRow created })
        {
            Snackbar.Add($"{created.Name} is added.", Severity.Normal);
            Navigation.NavigateTo($"/configuration/user-groups/{created.Code}");
            return;
        }

        await LoadAsync(keepChoice: true);
    }

    private async Task DeleteAsync()
    {
        var group = _group!;
        var dialog = await Dialogs.ShowAsync<DeleteUserGroupDialog>(
            null,
            new DialogParameters<DeleteUserGroupDialog> { { d => d.Group, group } });
        if (await dialog.Result is { Canceled: false })
        {
            _leaving = true;
            Snackbar.Add($"{group.Name} is deleted.", Severity.Normal);
            Navigation.NavigateTo("/configuration/user-groups");
            return;
        }

        await LoadAsync(keepChoice: true);
    }

    /// <summary>Asks before a click leads away from unsaved changes. Signing out never waits.</summary>
    private async Task GuardAsync(LocationChangingContext context)
    {
        var path = Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath;
        if (!IsDirty || path.StartsWith("/account/", StringComparison.Ordinal))
            return;
        var leave = await Dialogs.ShowMessageBoxAsync(
            "Leave without saving?", $"Your changes to {_group!.Name} are not saved: {Change.InWords()}", "Leave", cancelText: "Stay");
        if (leave != true)
            context.PreventNavigation();
    }
}
