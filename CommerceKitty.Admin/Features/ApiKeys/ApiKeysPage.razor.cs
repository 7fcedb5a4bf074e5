using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Configuration › API keys: the list, and what can be done to keys from it.</summary>
public sealed partial class ApiKeysPage : IDisposable
{
    private static readonly (string Value, string Text)[] Statuses =
        [
            ("active", "Active"),
            ("expiring", "Expiring"),
            ("userdisabled", "User disabled"),
            ("disabled", "Disabled"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
            ("all", "All"),
        ];

    private static readonly ListExport File = new(ApiKeyExportEndpoints.Address, "key", "keys");

    private readonly HashSet<long> _selected = [];
    private ListTable<ApiKeyRow>? _table;
    private FindingsPanel? _findings;
    private IReadOnlyList<KeyBulkResult> _refused = [];
    private Snackbar? _undo;
    private ApiKeyQuery _query = new();
    private IReadOnlyList<UserGroupReference> _groups = [];
    private PermissionSet _may;
    private IReadOnlyList<ListColumn<ApiKeyRow>>? _columns;

    [Inject]
    public required ApiKeyService Keys { get; init; }

    [Inject]
    public required ApiKeyBulkService Bulk { get; init; }

    [Inject]
    public required ApiKeyQueries KeyQueries { get; init; }

    [Inject]
    public required ApiKeyUsageQueries Usage { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required ISnackbar Snackbar { get; init; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    /// <summary>The name of an finding, see <see cref="ApiKeyFindings.All"/>.</summary>
    [SupplyParameterFromQuery(Name = "finding")]
    public string? Finding { get; set; }

    private bool MayCreate => _may.Contains(Permissions.ApiKeys.Create);

    private bool MayEdit => _may.Contains(Permissions.ApiKeys.Edit);

    private bool MayRevoke => _may.Contains(Permissions.ApiKeys.Delete);

    private bool MayOpen => _may.Contains(Permissions.ApiKeys.View);

    private bool MayOpenUsers => _may.Contains(Permissions.Users.View);

    /// <inheritdoc/>
    protected override (ApiKeySort Sort, bool Descending) UsualOrder => (ApiKeySort.Created, true);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search.Isolated()}");
            if (Statuses.FirstOrDefault(s => s.Value == Status).Text is { } status)
                yield return new("status", $"Status: {status}");
            if (_query.GroupCode is { } group)
                yield return new("group", $"Group: {_groups.FirstOrDefault(g => g.Code == group)?.Name ?? group}");
            if (_query.UserEmail is { } user)
                yield return new("user", $"Acts as: {user.Isolated()}");
            if (_query.Finding is { } finding)
                yield return new("finding", $"Finding: {ApiKeyFindings.TextOf(finding)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DropUndo();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _may = await Current.PermissionsAsync();
        var groups = await DatabaseFaults.GuardAsync(() => KeyQueries.ListHolderGroupsAsync());
        _groups = groups.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        var clean = SearchText.Clean(Search);
        if (clean != Search && !string.IsNullOrEmpty(Search))
        {
            // A whole key is in the address: take it out at once.
            Correct(SearchParameter, clean);
        }

        _query = new ApiKeyFilters(clean, Status, Group, User, Finding).ToQuery() with
        {
            Sort = Order.Sort,
            Descending = Order.Descending,
        };
    }

    /// <inheritdoc/>
    protected override void OnQueryChanged() => _selected.Clear();

    private static string? Limit(ApiKeyRow key) =>
        key.RequestsPerMinute is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"at most {limit:N0} requests per minute")
            : null;

    private async Task<Result<Page<ApiKeyRow>>> LoadAsync(PageWindow window, CancellationToken ct)
    {
        var page = await KeyQueries.ListAsync(_query with { Window = window }, ct);
        if (!page.IsDone)
            return page;
        var weeks = await Usage.ListWeeksAsync([.. page.Value.Items.Select(k => k.Id)], ct);
        return weeks.Map(all => page.Value with
        {
            Items = [.. page.Value.Items.Select(k => k with { Week = all.GetValueOrDefault(k.Id, KeyWeek.None) })],
        });
    }

    private async Task AddAsync()
    {
        DropUndo();
        var dialog = await Dialogs.ShowAsync<AddApiKeyDialog>();
        if (await dialog.Result is { Canceled: false, Data: CreatedApiKey created })
            await ApiKeySecretDialog.ShowAsync(Dialogs, created);
        await ReloadAsync();
    }

    /// <summary>The selected keys: revoked ones cannot be selected.</summary>
    private List<ApiKeyRow> Selected => [.. _table?.Rows.Where(k => _selected.Contains(k.Id)) ?? []];

    /// <summary>The selected keys that are enabled, or those that are not: revoked ones cannot be selected.</summary>
    /// <summary>A paused key would come back by itself: it can be disabled for good.</summary>
    private List<ApiKeyRow> SelectedToDisable => Selected.FindAll(k => k.Enabled || k.PausedUntil is not null);

    private List<ApiKeyRow> SelectedWith(bool enabled) =>
        Selected.FindAll(k => k.Enabled == enabled);

    /// <summary>Asks before several keys are paused or revoked, and says what became of each.</summary>
    private async Task StopSelectedAsync(KeyBulkAction action, IReadOnlyList<ApiKeyRow> keys)
    {
        DropUndo();
        var parameters = new DialogParameters<BulkApiKeysDialog> { { d => d.Action, action }, { d => d.ApiKeys, keys } };
        var dialog = await Dialogs.ShowAsync<BulkApiKeysDialog>(null, parameters);
        if (await dialog.Result is { Canceled: false, Data: IReadOnlyList<KeyBulkResult> results })
        {
            _selected.Clear();
            _refused = [.. results.Where(r => r.Refusal is not null)];
            var done = results.Count - _refused.Count;
            var what = action == KeyBulkAction.Pause ? "paused" : "revoked";
            Snackbar.Add(
                string.Create(CultureInfo.InvariantCulture, $"{done} of {results.Count} {(results.Count == 1 ? "key" : "keys")} {what}."),
                _refused.Count == 0 ? Severity.Normal : Severity.Warning);
        }

        await ReloadAsync();
    }

    private Task SetSelectedAsync(bool enabled)
    {
        var keys = enabled ? SelectedWith(enabled: false) : SelectedToDisable;
        _selected.Clear();
        return SetEnabledAsync(keys, enabled);
    }

    /// <summary>Switches the keys on or off, in one change, and offers to undo what that changed.</summary>
    private async Task SetEnabledAsync(IReadOnlyList<ApiKeyRow> keys, bool enabled, bool offerUndo = true)
    {
        DropUndo();
        _refused = [];
        if (keys is [var single])
        {
            var result = await DatabaseFaults.GuardAsync(() => enabled ? Keys.EnableAsync(single.Id) : Keys.DisableAsync(single.Id));
            if (result.IsDone)
                Tell([single], enabled, offerUndo);
            else
                Snackbar.Add(result.Error.Message, Severity.Error);
        }
        else
        {
            var action = enabled ? KeyBulkAction.Enable : KeyBulkAction.Disable;
            var results = await DatabaseFaults.GuardAsync(() => Bulk.ApplyAsync(action, [.. keys.Select(k => k.Id)]));
            _refused = [.. results.Value?.Where(r => r.Refusal is not null) ?? []];
            var refused = _refused.Select(r => r.Id).ToHashSet();
            if (!results.IsDone)
                Snackbar.Add(results.Error.Message, Severity.Error);
            else if (keys.Where(k => !refused.Contains(k.Id)).ToList() is { Count: > 0 } done)
                Tell(done, enabled, offerUndo);
        }

        await ReloadAsync();
    }

    private void Tell(List<ApiKeyRow> done, bool enabled, bool offerUndo)
    {
        var message = (done, enabled) switch
        {
            ([var key], _) => ApiKeyPresentation.Switched(key, enabled),
            (_, true) => string.Create(CultureInfo.InvariantCulture, $"{done.Count} keys enabled."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{done.Count} keys disabled. Their next requests are rejected."),
        };
        if (!enabled && done is [{ Week.Days: [.., > 0 and var requests] }])
            message += string.Create(CultureInfo.InvariantCulture, $" It made {requests:N0} in the last 24 hours.");
        // A key that was so already is not this change's to undo.
        var changed = done.FindAll(k => k.Enabled != enabled);
        _undo = Snackbar.Add(message, Severity.Normal, options =>
        {
            if (!offerUndo || changed.Count == 0)
                return;
            options.Action = "Undo";
            options.OnClick = _ => InvokeAsync(() => SetEnabledAsync(changed, !enabled, offerUndo: false));
        });
    }

    /// <summary>An offer to undo ends with the next thing that is done here: it would undo something else than what it says.</summary>
    private void DropUndo()
    {
        if (_undo is not null)
            Snackbar.Remove(_undo);
        _undo = null;
    }

    private async Task ReloadAsync()
    {
        // What the viewer may do may have changed as well (R3).
        _may = await Current.PermissionsAsync();
        _columns = null;
        if (_table is not null)
            await _table.ReloadAsync();
        if (_findings is not null)
            await _findings.ReloadAsync();
        StateHasChanged();
    }
}
