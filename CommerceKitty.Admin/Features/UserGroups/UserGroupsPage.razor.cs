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
    private bool _mayListUsers;
    private bool _mayView;
    private bool _mayCreate;
    private bool _mayEdit;
    private bool _mayDelete;

    [Inject]
    public required UserGroupService Groups { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    private bool MayChange => (_mayView && _mayCreate) || _mayEdit || _mayDelete;

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadPermissionsAsync();

    private static string AddressOf(UserGroupRow group) => $"/configuration/user-groups/{group.Code}";

    private static string OutOfAll(UserGroupRow group) =>
        group.Granted == PermissionSet.All ? $"All {PermissionSet.All.Count}" : $"{group.Granted.Count} of {PermissionSet.All.Count}";

    private async Task ReadPermissionsAsync()
    {
        if (await Current.GetAsync() is not { } actor)
            return;
        _mayListUsers = Authority.May(actor, Permissions.Users.ViewAll);
        _mayView = Authority.May(actor, Permissions.UserGroups.View);
        _mayCreate = Authority.May(actor, Permissions.UserGroups.Create);
        _mayEdit = Authority.May(actor, Permissions.UserGroups.Edit);
        _mayDelete = Authority.May(actor, Permissions.UserGroups.Delete);
        _columns = null;
    }

    /// <summary>An account has few groups: all of them are one page.</summary>
    private async Task<Result<Page<UserGroupRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        (await Groups.ListAsync(ct)).Map(all => new Page<UserGroupRow>(all, all.Count));

    private async Task AddAsync(UserGroupRow? source)
    {
        var dialog = await Dialogs.ShowAsync<AddUserGroupDialog>(
            null,
            new DialogParameters<AddUserGroupDialog> { { d => d.Source, source } });
        if (await dialog.Result is { Canceled: false, Data: UserGroupRow created })
        {
            Snackbar.Add($"{created.Name} is added.", Severity.Normal);
            if (_mayView)
            {
                // What it grants is chosen there.
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
                    ? $"{group.Name} is deleted."
                    : $"{group.Name} is deleted; {UserGroupWords.Users(deletion.MovedUsers)} moved.",
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
