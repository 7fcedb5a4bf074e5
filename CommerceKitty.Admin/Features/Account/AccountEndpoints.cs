using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>Actions of pages that need an HTTP request.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapAccount(this IEndpointRouteBuilder app) =>
        app.MapPost("/account/sign-out", SignOut).AllowAnonymous().ExcludeFromDescription();

    // Because of the form parameter, the framework requires the antiforgery token.
    private static async Task<RedirectHttpResult> SignOut(
        HttpContext http, SignInService signIn, CurrentActor current, [FromForm(Name = "returnUrl")] string? returnUrl)
    {
        await signIn.SignOutAsync(http, current);
        return TypedResults.LocalRedirect(LocalUrl.Or(returnUrl, "/account/sign-in"));
    }
}
