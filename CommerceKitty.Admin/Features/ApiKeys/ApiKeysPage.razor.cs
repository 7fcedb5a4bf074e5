using System.Globalization;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Configuration › API keys: the list, and all that is done to keys from it. Filters and order stand in the URL.</summary>
public partial class ApiKeysPage
{
    private static readonly (string Value, string Text)[] Statuses =
        [("active", "Active"), ("userdisabled", "User disabled"), ("disabled", "Disabled"), ("revoked", "Revoked"), ("all", "All")];

    private readonly HashSet<long> _selected = [];
    private ListTable<ApiKeyRow>? _table;
    private ApiKeyQuery _query = new();
    private IReadOnlyList<UserGroupReference> _groups = [];
    private bool _mayCreate;
    private bool _mayEdit;
    private bool _mayRevoke;
    private IReadOnlyList<ListColumn<ApiKeyRow>>? _columns;

    [Inject]
    public required ApiKeyService Keys { get; init; }

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

    [SupplyParameterFromQuery(Name = "unused")]
    public string? Unused { get; set; }

    /// <inheritdoc/>
    protected override (ApiKeySort Sort, bool Descending) UsualOrder => (ApiKeySort.Created, true);

    /// <inheritdoc/>
    protected override IEnumerable<FilterChip> Chips
    {
        get
        {
            if (_query.Search is { } search)
                yield return new(SearchParameter, $"Search: {search}");
            if (Statuses.FirstOrDefault(s => s.Value == Status).Text is { } status)
                yield return new("status", $"Status: {status}");
            if (_query.GroupCode is { } group)
                yield return new("group", $"Group: {_groups.FirstOrDefault(g => g.Code == group)?.Name ?? group}");
            if (_query.UserEmail is { } user)
                yield return new("user", $"Acts as: {user}");
            if (_query.UnusedFor90Days)
                yield return new("unused", "Unused for 90 days");
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await ReadPermissionsAsync();
        var groups = await DatabaseFaults.GuardAsync(() => Keys.ListHolderGroupsAsync());
        _groups = groups.Value ?? [];
    }

    /// <inheritdoc/>
    protected override void ReadAddress()
    {
        var clean = ApiKeyQuery.CleanSearch(Search);
        if (clean != Search && !string.IsNullOrEmpty(Search))
        {
            // Somebody put a whole key into the address: take it out of there at once.
            Filter(SearchParameter, clean);
        }

        _query = new ApiKeyQuery
        {
            Search = clean,
            Status = Enum.TryParse<ApiKeyStatus>(Status, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
            IncludeRevoked = Status == "all",
            GroupCode = Given(Group),
            UserEmail = Given(User),
            UnusedFor90Days = Unused == "90",
            Sort = Order.Sort,
            Descending = Order.Descending,
        };
    }

    /// <inheritdoc/>
    protected override void OnAsked() => _selected.Clear();

    private async Task ReadPermissionsAsync()
    {
        _mayCreate = await Current.MayAsync(Permissions.ApiKeys.Create);
        _mayEdit = await Current.MayAsync(Permissions.ApiKeys.Edit);
        _mayRevoke = await Current.MayAsync(Permissions.ApiKeys.Delete);
    }

    private Task<Result<Page<ApiKeyRow>>> LoadAsync(PageWindow window, CancellationToken ct) =>
        Keys.ListAsync(_query with { Window = window }, ct);

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<AddApiKeyDialog>();
        if (await dialog.Result is { Canceled: false, Data: CreatedApiKey created })
        {
            var shown = await Dialogs.ShowAsync<ApiKeySecretDialog>(
                null,
                new DialogParameters<ApiKeySecretDialog> { { d => d.Created, created } },
                new DialogOptions { CloseOnEscapeKey = false, BackdropClick = false });
            await shown.Result;
        }

        await ReloadAsync();
    }

    private async Task SetEnabledAsync(ApiKeyRow key, bool enabled, bool offerUndo = true)
    {
        var result = await DatabaseFaults.GuardAsync(() => enabled ? Keys.EnableAsync(key.Id) : Keys.DisableAsync(key.Id));
        if (result.IsDone)
        {
            var message = enabled ? $"{key.Name} is enabled." : $"{key.Name} is disabled. Its next request will be refused.";
            Snackbar.Add(message, Severity.Normal, options =>
            {
                if (!offerUndo)
                    return;
                options.Action = "Undo";
                options.OnClick = _ => InvokeAsync(() => SetEnabledAsync(key, !enabled, offerUndo: false));
            });
        }
        else
        {
            Snackbar.Add(result.Error.Message, Severity.Error);
        }

        await ReloadAsync();
    }

    private async Task SetSelectedAsync(bool enabled)
    {
        var done = 0;
        var refused = new List<string>();
        foreach (var id in _selected.Order().Select(k => (int)k))
        {
            var result = await DatabaseFaults.GuardAsync(() => enabled ? Keys.EnableAsync(id) : Keys.DisableAsync(id));
            if (result.IsDone)
                done++;
            else
                refused.Add(result.Error.Message);
        }

        if (done > 0)
            Snackbar.Add(string.Create(CultureInfo.InvariantCulture, $"{done} {(done == 1 ? "key" : "keys")} {(enabled ? "enabled" : "disabled")}."), Severity.Normal);
        foreach (var message in refused.Distinct().Take(3))
            Snackbar.Add(message, Severity.Error);
        _selected.Clear();
        await ReloadAsync();
    }

    private async Task RenameAsync(ApiKeyRow key)
    {
        var dialog = await Dialogs.ShowAsync<RenameApiKeyDialog>(null, new DialogParameters<RenameApiKeyDialog> { { d => d.ApiKey, key } });
        await dialog.Result;
        await ReloadAsync();
    }

    private async Task RevokeAsync(ApiKeyRow key)
    {
        var dialog = await Dialogs.ShowAsync<RevokeApiKeyDialog>(null, new DialogParameters<RevokeApiKeyDialog> { { d => d.ApiKey, key } });
        if (await dialog.Result is { Canceled: false })
            Snackbar.Add($"{key.Name} is revoked. Every request with it is refused from now on.", Severity.Normal);
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        // What the viewer may do may have changed as well (R3).
        await ReadPermissionsAsync();
        _columns = null;
        if (_table is not null)
            await _table.ReloadAsync();
        StateHasChanged();
    }
}
