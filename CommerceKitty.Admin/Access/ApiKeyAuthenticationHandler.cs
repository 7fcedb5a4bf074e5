using System.Text.Encodings.Web;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Access;

/// <summary>Authenticates <c>Authorization: Bearer kitty_…</c> and answers as RFC 6750 says.</summary>
public sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyAuthentication keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => keys.AuthenticateAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var found = Context.Features.Get<ApiKeyAuthentication.SentTwice>() is null
            ? BearerCredential.Read(Request).Kind
            : BearerCredentialKind.Ambiguous;
        switch (found)
        {
            case BearerCredentialKind.Ambiguous:
                BearerChallenge.InvalidRequest(Response);
                return ApiProblems.WriteAsync(Context, StatusCodes.Status400BadRequest, "invalid-request",
                    "Send the API key once, in one Authorization header, and nowhere else.");
            case BearerCredentialKind.Present:
                BearerChallenge.InvalidToken(Response);
                return ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "invalid-token", BearerChallenge.BadKeyDetail);
            default:
                BearerChallenge.NoCredentials(Response);
                return ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "no-credentials",
                    "Send an API key: Authorization: Bearer YOUR_API_KEY.");
        }
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var endpoint = Context.GetEndpoint()?.Metadata;
        var missing = endpoint?.GetMetadata<RequiredPermission>()?.Permission;
        if (missing is not null && Context.User is ApiKeyPrincipal { Key.Permissions: var held } && held.Contains(missing))
            missing = endpoint!.GetMetadata<AnswerPermission>()?.Permission;
        return missing is null
            ? ApiProblems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", "This is not allowed.")
            : ApiProblems.Refusal(Context, Common.Error.MissingPermissionFor(missing)).ExecuteAsync(Context);
    }
}
