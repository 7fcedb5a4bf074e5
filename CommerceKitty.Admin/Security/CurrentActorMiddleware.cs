namespace CommerceKitty.Admin.Security;

/// <summary>Fills an HTTP request's <see cref="CurrentActor"/> after authentication.</summary>
public sealed class CurrentActorMiddleware(RequestDelegate next)
{
    /// <summary>Runs within the request.</summary>
    public Task InvokeAsync(HttpContext context, CurrentActor current)
    {
        current.ActAs(context.User);
        current.ComesFrom(context.Connection.RemoteIpAddress);
        return next(context);
    }
}
