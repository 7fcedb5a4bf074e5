using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceKitty.Admin.Components.Layout;

/// <summary>What is around every page of the shell. It follows the viewer's permissions without a click (R3).</summary>
public partial class MainLayout
{
    private ErrorBoundary? _boundary;
    private bool _dark;
    private bool _navigationOpen;
    private Actor? _actor;
    private UserAccess? _user;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required ViewerClock Clock { get; init; }

    [Inject]
    public required CurrentActor Current { get; init; }

    [Inject]
    public required AccessPulse Pulse { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public ViewerPreferences Preferences { get; set; } = default!;

    [CascadingParameter]
    public Task<AuthenticationState> SignedIn { get; set; } = default!;

    private string ThemeLabel => _dark ? "Use light colours" : "Use dark colours";

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Pulse.Changed -= OnAccessChanged;
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _dark = Preferences.Dark;
        Navigation.LocationChanged += OnLocationChanged;
        Pulse.Changed += OnAccessChanged;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // Also when the sign-in state changes: the cascading task is another one then.
        await SignedIn;
        await ReadActorAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            Clock.UseZone(await Js.InvokeAsync<string>("commerceKitty.started"));
    }

    private void OnAccessChanged(object? sender, EventArgs e) => _ = InvokeAsync(async () =>
    {
        var before = _user;
        await ReadActorAsync();
        if (_user != before)
            StateHasChanged();
    });

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        _navigationOpen = false;
        _boundary?.Recover();
        await ReadActorAsync();
        StateHasChanged();
    });

    private async Task ReadActorAsync()
    {
        _actor = await Current.GetAsync();
        _user = _actor?.User;
    }

    private async Task ToggleDarkAsync()
    {
        _dark = !_dark;
        await Js.InvokeVoidAsync("commerceKitty.setTheme", _dark ? "dark" : "light");
    }
}
