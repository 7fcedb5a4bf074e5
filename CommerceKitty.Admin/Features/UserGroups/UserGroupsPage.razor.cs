using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.UserGroups;

/// <summary>Configuration › User groups: the list, and what is done to whole groups.</summary>
public partial class UserGroupsPage
{
    private ListTable<UserGroupRow>? _table;
    private IReadOnlyList<ListColumn<UserGroupRow>>? _columns;
    private PermissionSet _may;

    [Inject]
    public required UserGroupService Groups { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    private bool MayView => _may.Contains(Permissions.UserGroups.View);

    private bool MayChange =>
        (MayView && _may.Contains(Permissions.UserGroups.Create))
        || _may.Contains(Permissions.UserGroups.Edit)
        || _may.Contains(Permissions.UserGroups.Delete);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadPermissionsAsync();

    private static string AddressOf(UserGroupRow group) => $"/configuration/user-groups/{group.Code}";

    private string? MembersOf(UserGroupRow group) =>
        _may.Contains(Permissions.Users.ViewAll) ? $"/configuration/users?group={group.Code}" : null;

    private async Task ReadPermissionsAsync()
    {
        _may = await Current.PermissionsAsync();
        _columns = null;
    }

    /// <summary>An account has few groups: all of them are read.</summary>
    private async Task<Result<Page<UserGroupRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        (await Groups.ListAsync(ct)).Map(all => new Page<UserGroupRow>([.. all.Skip(window.SafeSkip).Take(window.SafeTake)], all.Count));

    private async Task AddAsync(UserGroupRow? source)
    {
        var dialog = await Dialogs.ShowAsync<AddUserGroupDialog>(
            null,
            new DialogParameters<AddUserGroupDialog> { { d => d.Source, source } });
        if (await dialog.Result is { Canceled: false, Data: UserGroupRow created })
        {
            Snackbar.Add($"{created.Name.Isolated()} was added.", Severity.Normal);
            if (MayView)
            {
                // Its permissions are chosen there.
                Navigation.NavigateTo(AddressOf(created));
                return;
            }
        }

        await ReloadAsync();
    }

    private async Task RenameAsync(UserGroupRow group)
    {
        var dialog = await Dialogs.ShowAsync<RenameUserGroupDialog>(
            null,
            new DialogParameters<RenameUserGroupDialog> { { d => d.Group, group } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task DeleteAsync(UserGroupRow group)
    {
        var dialog = await Dialogs.ShowAsync<DeleteUserGroupDialog>(
            null,
            new DialogParameters<DeleteUserGroupDialog> { { d => d.Group, group } });
        if (await dialog.Result is { Canceled: false, Data: UserGroupDeletion deletion })
            Snackbar.Add(
                deletion.MovedUsers == 0
                    ? $"{group.Name.Isolated()} was deleted."
                    : $"{group.Name.Isolated()} was deleted, and {UserGroupWords.Users(deletion.MovedUsers)} moved.",
                Severity.Normal);
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        // What the viewer may do may have changed as well (R3).
        await ReadPermissionsAsync();
        if (_table is not null)
            await _table.ReloadAsync();
        StateHasChanged();
    }
}
