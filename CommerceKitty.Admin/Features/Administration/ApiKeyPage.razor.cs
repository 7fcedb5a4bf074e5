using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;

namespace CommerceKitty.Admin.Features.Administration;

/// <summary>One API key: its state, what it can do, and a tab for each kind of thing that is known about it. It follows what is changed
/// elsewhere.</summary>
public sealed partial class ApiKeyPage : IDisposable
{
    private ApiKeyDetails? _details;
    private PermissionSet _may;
    private Error? _error;
    private IDisposable? _watch;
    private bool _isGone;
    private int _loads;

    /// <summary>The key.</summary>
    [Parameter]
    public int Id { get; set; }

    /// <summary>The name of one of <see cref="ApiKeyTab.All"/>; null for the first.</summary>
    [Parameter]
    public string? TabName { get; set; }

    [Inject]
    public required ApiKeyQueries Keys { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required ListChanges Changes { get; init; }

    private ApiKeyTab? Tab => ApiKeyTab.All.FirstOrDefault(t => t.Name == TabName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGone = true;
        _watch?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Tab is null)
        {
            _error = Error.NotFound("page");
            return;
        }

        if (_details?.Key.Id == Id)
            return;
        (_details, _error) = (null, null);
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _watch = Changes.Watch(LookAsync);
    }

    private async Task<bool> LookAsync()
    {
        if (!_isGone)
            await InvokeAsync(FollowAsync);
        return true;
    }

    /// <summary>Shows what was changed elsewhere. A database that is away is said when the viewer does something.</summary>
    private async Task FollowAsync()
    {
        if (_details is null)
            return;
        await LoadAsync(keepWhenSilent: true);
        StateHasChanged();
    }

    private Task LoadAsync() => LoadAsync(keepWhenSilent: false);

    private async Task LoadAsync(bool keepWhenSilent)
    {
        var load = ++_loads;
        // What the viewer may do may have changed as well (R3).
        var read = await DatabaseFaults.GuardAsync<(ApiKeyDetails Details, PermissionSet May)>(async () =>
        {
            var details = await Keys.GetDetailsAsync(Id);
            return details.IsDone ? (details.Value, await Current.PermissionsAsync()) : details.Error;
        });
        // A slower answer to an older question must not replace a newer one.
        if (load != _loads || _isGone || (keepWhenSilent && read.Error == DatabaseFaults.Unavailable))
            return;
        (_details, _may) = read.IsDone ? (read.Value.Details, read.Value.May) : (null, PermissionSet.None);
        _error = read.Error;
    }
}
