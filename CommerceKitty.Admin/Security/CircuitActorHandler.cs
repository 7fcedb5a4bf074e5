using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CommerceKitty.Admin.Security;

/// <summary>Fills a circuit's <see cref="CurrentActor"/> from who signed in, and follows when that ends.</summary>
public sealed class CircuitActorHandler(AuthenticationStateProvider authentication, CurrentActor current, AccessPulse pulse)
    : CircuitHandler, IDisposable
{
    /// <inheritdoc/>
    /// <remarks>A page that is merely open sends nothing: what comes in is a person's doing, and keeps the session from its idle
    /// end.</remarks>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) => context =>
        {
            pulse.NoteActivity();
            return next(context);
        };

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        authentication.AuthenticationStateChanged += Follow;
        current.ActAs((await authentication.GetAuthenticationStateAsync()).User);
    }

    /// <inheritdoc/>
    public void Dispose() => authentication.AuthenticationStateChanged -= Follow;

    private async void Follow(Task<AuthenticationState> state)
    {
        try
        {
            current.ActAs((await state).User);
        }
        catch (OperationCanceledException)
        {
            // The circuit has ended.
        }
    }
}
