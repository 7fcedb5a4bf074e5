using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>Configuration › Users: the list.</summary>
public partial class UsersPage
{
    private static readonly (string Value, string Text)[] Statuses =
        [("enabled", "Enabled"), ("disabled", "Disabled"), (UserFilters.Invited, "Invited")];
    private static readonly (string Value, string Text)[] Kinds = [("person", "Person"), ("integration", "Integration")];

    private static readonly ListExport File = new(UserExportEndpoints.Address, "user", "users");

    private UserQuery _query = new();
    private IReadOnlyList<UserGroupReference> _groups = [];
    private IReadOnlyList<ListColumn<UserRow>>? _columns;
    private ListTable<UserRow>? _table;
    private UserPowers _powers = UserPowers.None;

    [Inject]
    public required UserService Users { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>A group's code.</summary>
    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <inheritdoc/>
    protected override (UserSort Sort, bool Descending) UsualOrder => (UserSort.Name, false);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (_query.GroupCode is { } code)
                yield return new("group", $"Group: {_groups.FirstOrDefault(g => g.Code == code)?.Name ?? code}");
            if (_query.Enabled is { } enabled)
                yield return new("status", $"Status: {(enabled ? "Enabled" : "Disabled")}");
            if (_query.IsInvited)
                yield return new("status", "Status: Invited");
            if (_query.Kind is { } kind)
                yield return new("kind", $"Kind: {kind}");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _powers = UserPowers.Of(await Current.GetAsync());
        _columns = null;
        var groups = await DatabaseFaults.GuardAsync(() => Users.ListGroupsAsync());
        _groups = groups.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress() => _query = new UserFilters(Search, Group, Status, Kind).ToQuery() with
    {
        Sort = Order.Sort,
        Descending = Order.Descending,
    };

    private static string KeysOf(UserRow user) => $"/configuration/api-keys?user={Uri.EscapeDataString(user.Email)}";

    private Task<Result<Page<UserRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Users.ListAsync(_query with { Window = window }, ct);

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddUserDialog>();
        if (await dialog.Result is { Canceled: false, Data: { } added })
        {
            if (added is SentLink sent)
                await LinkSentDialog.ShowAsync(Dialogs, sent);
            else if (added is UserRow integration)
                Snackbar.Add($"{integration.Name.Isolated()} was added. Create an API key that acts as it.", Severity.Normal);
        }

        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        // What the viewer may do may have changed as well (R3).
        _powers = UserPowers.Of(await Current.GetAsync());
        _columns = null;
        if (_table is not null)
            await _table.ReloadAsync();
        StateHasChanged();
    }
}
