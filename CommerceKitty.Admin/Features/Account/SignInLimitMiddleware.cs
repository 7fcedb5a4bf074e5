using System.Globalization;
using CommerceKitty.Admin.Controls;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Answers 429 to an address that tries to sign in too often, before anything is read or rendered for it.</summary>
public sealed class SignInLimitMiddleware(RequestDelegate next, SignInLimits limits)
{
    /// <summary>The page with the form.</summary>
    public const string Path = "/account/sign-in";

    /// <summary>Passes the request on or answers 429.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !IsSignIn(http.Request.Path)
            || limits.Count(http.Connection.RemoteIpAddress) is not { } wait)
            return next(http);
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return ErrorPage.WriteAsync(http, StatusCodes.Status429TooManyRequests, "Too many attempts to sign in",
            "Wait a minute, then try again.");
    }

    /// <summary>Routing ignores case and slashes at the end, so they must not get around the limit.</summary>
    private static bool IsSignIn(PathString path) =>
        path.Value.AsSpan().TrimEnd('/').Equals(Path, StringComparison.OrdinalIgnoreCase);
}
