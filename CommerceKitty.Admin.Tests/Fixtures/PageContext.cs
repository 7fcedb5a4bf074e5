using System.Security.Claims;
using Bunit;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Tests.Builders;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>The web UI as a signed-in person meets it: the real router, layout, policies and services over a <see cref="TestShop"/>,
/// without a browser.</summary>
public abstract class PageContext : BunitContext
{
    private readonly AsyncServiceScope _scope;
    private readonly SignedIn _signedIn = new();

    protected PageContext()
    {
        _scope = Shop.Services.CreateAsyncScope();
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.Setup<string>("commerceKitty.timeZone").SetResult("Europe/Amsterdam");
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Shop.Time);
        Services.AddScoped<ViewerClock>();
        Services.AddScoped<ViewerCulture>();
        Services.AddScoped<ListViews>();
        Services.AddScoped<ListAddresses>();
        Services.AddSingleton(new ListChanges(
            Shop.Services.GetRequiredService<ChangeVersion>().ReadAsync,
            Shop.Time,
            NullLogger<ListChanges>.Instance));
        Services.AddScoped<AccessPulse>();
        Services.AddSingleton(Current);
        Services.AddAuthorizationCore();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>();
        Services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicyProvider>();
        Services.AddSingleton<IAuthorizationHandler, PermissionAuthorizationHandler>();
        Services.AddSingleton<AuthenticationStateProvider>(_signedIn);
        Services.AddCascadingAuthenticationState();
        Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        // The product's own services, in the scope in which the person acts.
        Services.AddFallbackServiceProvider(_scope.ServiceProvider);
    }

    protected TestShop Shop { get; } = new();

    /// <summary>Where the page is now, from the slash on.</summary>
    protected string Address => new Uri(Navigation.Uri).PathAndQuery;

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private CurrentActor Current => _scope.ServiceProvider.GetRequiredService<CurrentActor>();

    /// <summary>Opens an address as this person.</summary>
    protected IRenderedComponent<Routes> Open(User user, string address)
    {
        var principal = ShopSeeding.Principal(user);
        Current.ActAs(principal);
        _signedIn.User = principal;
        Navigation.NavigateTo(address);
        return Render<Routes>(p => p.Add(r => r.Preferences, new ViewerPreferences(Dark: false, "Europe/Amsterdam", "203.0.113.7")));
    }

    /// <summary>Opens an address as a new person with exactly these permissions.</summary>
    protected async Task<IRenderedComponent<Routes>> OpenWithAsync(string address, params IEnumerable<string> permissions) =>
        Open(await Shop.AddUserWithAsync("viewer@example.com", permissions), address);

    /// <summary>Any service of the product, acting as the person who opened the page.</summary>
    protected T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _scope.DisposeAsync();
        await Shop.DisposeAsync();
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        public ClaimsPrincipal User { get; set; } = new(new ClaimsIdentity());

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(User));
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
