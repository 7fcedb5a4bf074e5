using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
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
