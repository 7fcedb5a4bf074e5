using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>One group: its permissions, as a table to change, and its members. What was chosen is never lost unseen: not to a refusal,
/// not to someone else's change, not to a click that leads away.</summary>
public partial class UserGroupPage
{
    private readonly FormState _form = new();
    private UserGroupRow? _group;
    private UserGroupRow? _conflict;
    private UserGroupReach? _reach;
    private int? _usedByKeys;
    private Error? _error;
    private PermissionSet _chosen;
    private PermissionSet _grantable;
    private PermissionSet _may;
    private bool _reapplied;
    private bool _restored;
    private bool _leaving;
    private string? _asked;
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
    public required IJSRuntime Js { get; init; }

    private string Draft => string.Create(CultureInfo.InvariantCulture, $"user-group/{_group!.Id}");

    private bool MayEdit => _may.Contains(Permissions.UserGroups.Edit);

    private PermissionChange Change => new(_group?.Granted ?? PermissionSet.None, _chosen);

    private bool IsDirty => _group is not null && !_leaving && !Change.IsNone;

    private bool HasLocked => PermissionSet.All.Without(_grantable).Without(_group?.Granted ?? PermissionSet.None) != PermissionSet.None;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_group?.Code == Code)
            return;
        (_group, _error, _conflict, _reapplied, _leaving) = (null, null, null, false, false);
        _form.Show(null);
        await LoadAsync(keepChoice: false);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_group is null || !MayEdit || _asked == Code)
            return;
        // What was chosen before the connection was lost, or the page was loaded again.
        _asked = Code;
        var names = (await Js.InvokeAsync<string?>("commerceKitty.takeDraft", Draft))?.Split(' ') ?? [];
        var added = PermissionSet.Of(names.Where(n => n.StartsWith('+')).Select(n => n[1..]));
        var removed = PermissionSet.Of(names.Where(n => n.StartsWith('-')).Select(n => n[1..]));
        var chosen = _group.Granted.With(added.Without(added.Without(_grantable))).Without(removed);
        if (chosen == _group.Granted)
            return;
        await ChooseAsync(chosen);
        _restored = true;
        StateHasChanged();
    }

    private string TheirWords(UserGroupRow theirs)
    {
        var change = new PermissionChange(_group!.Granted, theirs.Granted);
        return change.IsNone ? "its name." : change.ToDisplayText() + ".";
    }

    private async Task LoadAsync(bool keepChoice)
    {
        var load = ++_loads;
        var code = Code;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(UserGroupRow Group, UserGroupReach Reach, PermissionSet Grantable, PermissionSet May)>(
            async () =>
        {
            var group = await Groups.GetAsync(code);
            if (!group.IsDone)
                return group.Error;
            var reach = await Groups.GetReachAsync(code);
            if (!reach.IsDone)
                return reach.Error;
            var grantable = await Groups.ListGrantableAsync();
            return grantable.IsDone ? (group.Value, reach.Value, grantable.Value, await Current.PermissionsAsync()) : grantable.Error;
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
        (_group, _reach, _grantable, _may) = read.Value;
        _chosen = keepChoice ? mine.ApplyTo(_group.Granted) : _group.Granted;
    }

    private string MemberAddress(UserRow user) => _may.Contains(Permissions.Users.View)
        ? string.Create(CultureInfo.InvariantCulture, $"/configuration/users/{user.Id}")
        : $"/configuration/users?q={Uri.EscapeDataString(user.Email)}";

    private async Task ChooseAsync(PermissionSet chosen)
    {
        _chosen = chosen;
        _reapplied = _restored = false;
        _form.Show(null);
        await CountKeysAsync();
        await KeepDraftAsync();
    }

    /// <summary>Looks up what would break; null while nothing goes, or it is not known.</summary>
    private async Task CountKeysAsync()
    {
        var removed = Change.Removed;
        _usedByKeys = null;
        if (removed == PermissionSet.None)
            return;
        var used = await DatabaseFaults.GuardAsync(() => Groups.CountKeysUsingAsync(Code, removed));
        // A slower answer to an earlier choice must not stand beside a later one.
        if (removed == Change.Removed)
            _usedByKeys = used.IsDone ? used.Value : null;
    }

    /// <summary>The browser keeps what is not saved, for this tab.</summary>
    private async Task KeepDraftAsync()
    {
        var change = Change;
        var names = change.Added.Permissions.Select(p => "+" + p.Name).Concat(change.Removed.Permissions.Select(p => "-" + p.Name));
        await Js.InvokeVoidAsync("commerceKitty.keepDraft", Draft, _group!.Name, string.Join(' ', names));
    }

    private Task DiscardAsync() => ChooseAsync(_group!.Granted);

    private async Task SaveAsync()
    {
        if (_group is not { } group || _conflict is not null)
            return;
        _reapplied = _restored = false;
        var saved = await _form.SubmitAsync(
            () => Groups.SetPermissionsAsync(group.Code, [.. _chosen.Permissions.Select(p => p.Name)], group.Version));
        if (saved is { IsDone: true })
        {
            Snackbar.Add($"{group.Name.Isolated()} saved. Changes apply immediately.", Severity.Normal);
            await LoadAsync(keepChoice: false);
            if (_group is not null)
                await KeepDraftAsync();
        }
        else if (_form.IsStale)
        {
            await MeetConflictAsync(group);
        }
        else if (saved is not null)
        {
            // Also what may be done here has perhaps changed: show it as it is now (R3).
            await LoadAsync(keepChoice: true);
        }
    }

    private async Task MeetConflictAsync(UserGroupRow seen)
    {
        var theirs = await DatabaseFaults.GuardAsync(() => Groups.GetAsync(seen.Code));
        _form.Show(theirs.Error);
        if (theirs.IsDone)
            _conflict = theirs.Value;
        else if (theirs.Error.Kind == ErrorKind.NotFound)
            (_group, _error) = (null, theirs.Error);
    }

    /// <summary>Makes the viewer's change again, on what someone else saved. Saving it is one more click.</summary>
    private void Reapply()
    {
        var mine = Change;
        _group = _conflict!;
        _chosen = mine.ApplyTo(_group.Granted);
        (_conflict, _reapplied) = (null, true);
    }

    private async Task TakeTheirsAsync()
    {
        _group = _conflict!;
        _conflict = null;
        await DiscardAsync();
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
            Snackbar.Add($"{created.Name.Isolated()} was added.", Severity.Normal);
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
            Snackbar.Add($"{group.Name.Isolated()} was deleted.", Severity.Normal);
            Navigation.NavigateTo(Addresses.Latest("/configuration/user-groups"));
            return;
        }

        await LoadAsync(keepChoice: true);
    }

    /// <summary>Asks before a click leads away from unsaved changes. Another page of the members stays here; signing out never
    /// waits.</summary>
    private async Task GuardAsync(LocationChangingContext context)
    {
        var path = Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath;
        if (!IsDirty || path == new Uri(Navigation.Uri).AbsolutePath || path.StartsWith("/account/", StringComparison.Ordinal))
            return;
        if (!await Dialogs.IsToLeaveAsync(
            "Leave without saving?",
            $"Your changes to {_group!.Name.Isolated()} aren't saved: {Change.ToDisplayText()}"))
            context.PreventNavigation();
        else
            await DiscardAsync();
    }
}
