using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>What pages need an HTTP request for.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapAccount(this IEndpointRouteBuilder app) =>
        app.MapPost("/account/sign-out", SignOut).AllowAnonymous().ExcludeFromDescription();

    // The form parameter makes the framework demand the antiforgery token.
    private static async Task<RedirectHttpResult> SignOut(
        HttpContext http, SignInService signIn, CurrentActor current, [FromForm(Name = "returnUrl")] string? returnUrl)
    {
        await signIn.SignOutAsync(http, current);
        return TypedResults.LocalRedirect(LocalUrl.Or(returnUrl, "/account/sign-in"));
    }
}
