using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommerceKitty.Admin.Startup;

/// <summary>Registers who people are (Identity), how they are recognized (cookie, key) and what decides over them.</summary>
public static class IdentitySetup
{
    /// <summary>What every way of acting needs, the command line included.</summary>
    public static IServiceCollection AddCommerceKittyIdentity(this IServiceCollection services)
    {
        services.AddSingleton(p => SessionTerms.Read(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AccessReader>();
        services.AddSingleton(LeaseTerms.Standard);
        services.AddKeyedSingleton(AccessSnapshot.MonotonicClock, TimeProvider.System);
        services.AddSingleton<AccessSnapshot>();
        services.AddSingleton<IInterceptor, AccessVersionInterceptor>();
        services.AddSingleton<ICommitParticipant, AccessCommit>();
        services.AddSingleton<IUserAccessSource>(p => p.GetRequiredService<AccessReader>());
        services.AddScoped<CurrentAttempt>();
        services.AddScoped<Operations>();
        services.AddSingleton<IUpkeepTask, UserSessionUpkeep>();
        services.AddSingleton<IUpkeepTask, PasswordTriesUpkeep>();
        services.AddSingleton<IUpkeepTask, IdempotencyUpkeep>();
        services.AddScoped<CurrentActor>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 220_000); // OWASP ASVS 5: PBKDF2-HMAC-SHA512
        services.AddScoped<IPasswordHasher<User>, UnicodePasswordHasher>();
        services.AddScoped<ILookupNormalizer, EmailNormalizer>();
        services.AddIdentityCore<User>(o =>
            {
                DatabaseSetup.UseNewestIdentityTables(o);
                o.User.RequireUniqueEmail = true;
                // The user name is the email; TextRules.Email decides what that is.
                o.User.AllowedUserNameCharacters = string.Empty;
                o.Password.RequiredLength = PasswordRules.MinimumLength;
                o.Password.RequireDigit =
                    o.Password.RequireLowercase =
                    o.Password.RequireUppercase =
                    o.Password.RequireNonAlphanumeric =
                        false;
                o.Lockout.MaxFailedAccessAttempts = 10;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<UserGroup>()
            .AddEntityFrameworkStores<CommerceKittyDbContext>()
            .AddPasswordValidator<PasswordRules>();
        return services;
    }

    /// <summary>What the web needs beyond that: the cookie for pages, the key for the API, policies, circuits.</summary>
    public static IServiceCollection AddCommerceKittySignIn(this IServiceCollection services)
    {
        new IdentityBuilder(typeof(User), typeof(UserGroup), services).AddSignInManager<PersonSignInManager>().AddDefaultTokenProviders();
        services.AddScoped<SignInService>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<PasswordChecks>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<Upkeep>();
        services.AddHostedService(p => p.GetRequiredService<Upkeep>());
        services.AddSingleton<ForgottenPasswords>();
        services.AddHostedService(p => p.GetRequiredService<ForgottenPasswords>());
        services.AddAuthentication(SignInSchemes.ByPath)
            .AddPolicyScheme(SignInSchemes.ByPath, displayName: null, o => o.ForwardDefaultSelector = http =>
                ApiPaths.IsApi(http.Request.Path) ? SignInSchemes.ApiKey : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(SignInSchemes.ApiKey, configureOptions: null)
            .AddIdentityCookies(c => c.ApplicationCookie!.Configure(ConfigureCookie));
        services.AddAuthorizationBuilder()
            // Whatever is mapped and says nothing is closed.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicyProvider>();
        services.AddHostedService(p => p.GetRequiredService<AccessSnapshot>());
        services.AddSingleton<ApiKeyAuthentication>();
        services.AddTransient<PolicyEvaluator>();
        services.AddSingleton<IPolicyEvaluator, ApiPolicyEvaluator>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiPolicyEvaluator.ResultHandler>();
        services.AddScoped<IAuthorizationHandler, PermissionAuthorizationHandler>();
        services.AddScoped<AccessPulse>();
        services.AddScoped<AuthenticationStateProvider, LiveAuthenticationStateProvider>();
        services.AddScoped<CircuitHandler, CircuitActorHandler>();
        services.AddAntiforgery(o =>
            (o.Cookie.Name, o.Cookie.SecurePolicy, o.Cookie.Path) = (AntiforgeryCookie.Name, CookieSecurePolicy.SameAsRequest, "/"));
        services.AddCascadingAuthenticationState();
        return services;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "CommerceKitty.Session";
        options.CookieManager = new HostCookies();
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.LoginPath = "/account/sign-in";
        options.AccessDeniedPath = "/account/not-allowed";
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = UserSessions.Lifetime;
        options.Events.OnRedirectToLogin = context =>
        {
            // A key that someone put into an address goes no further (R5): the way back is then without its query.
            var target = Uri.UnescapeDataString(context.RedirectUri);
            context.Response.Redirect(ApiKeyToken.IndexIn(target) < 0 ? context.RedirectUri : options.LoginPath);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToReturnUrl = context =>
        {
            // As it stands in the address, it may not be fit for a header.
            context.Response.Redirect(LocalUrl.Or(context.RedirectUri, "/"));
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            // R3: the account as it is now, not as it was when the cookie was made.
            var current = context.HttpContext.RequestServices.GetRequiredService<CurrentActor>();
            current.ActAs(context.Principal!);
            if (await current.GetAsync(context.HttpContext.RequestAborted) is not null)
            {
                var sessions = context.HttpContext.RequestServices.GetRequiredService<UserSessions>();
                await sessions.SeenAsync(context.Principal!, context.HttpContext.RequestAborted);
                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        };
    }
}
