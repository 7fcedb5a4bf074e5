using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Keeps an open page honest without a click: every <see cref="RevalidationInterval"/> it asks whether the account still
/// works, and signs the page out when it does not (R3: within 5 seconds). What the account may do goes to the page's <see
/// cref="AccessPulse"/>.</summary>
public sealed class LiveAuthenticationStateProvider(ILoggerFactory loggers, IServiceScopeFactory scopes, AccessPulse pulse)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
        current.ActAs(authenticationState.User);
        Actor? actor;
        try
        {
            actor = await current.GetAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.IsSilence(exception))
        {
            // Nobody is thrown out, and no typed text lost, because the database is away: each operation asks it anyway (R11).
            return true;
        }

        if (actor is not { User: { } user })
            return false;
        if (pulse.TakeActivity())
            await scope.ServiceProvider.GetRequiredService<UserSessions>().SeenAsync(authenticationState.User, cancellationToken);
        pulse.Beat(user);
        return true;
    }
}
