using System.Security.Claims;
using System.Text.Encodings.Web;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>Authenticates <c>Authorization: Bearer kitty_…</c> and answers as RFC 6750 says.</summary>
public sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    ApiKeyVerifier verifier, ApiKeyUseRecorder uses)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "ApiKey";

    private BearerCredentialKind _found;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var credential = BearerCredential.Read(Request);
        _found = credential.Kind;
        if (credential.Kind == BearerCredentialKind.None)
            return AuthenticateResult.NoResult();
        if (credential.Kind == BearerCredentialKind.Ambiguous)
            return AuthenticateResult.Fail("Credentials were sent more than once.");

        var (key, _) = await verifier.VerifyAsync(credential.Value, Context.RequestAborted);
        if (key is null)
            return AuthenticateResult.Fail("The key is not accepted.");

        if (await BearerCredential.IsDoubledInFormAsync(Request))
        {
            _found = BearerCredentialKind.Ambiguous;
            return AuthenticateResult.Fail("Credentials were sent more than once.");
        }

        uses.Accepted(key.ApiKeyId, Context.Connection.RemoteIpAddress, Request.Headers.UserAgent.ToString());
        var actor = Actor.ByKey(key.User, key.ApiKeyId, Context.Connection.RemoteIpAddress, key.RequestsPerMinute);
        var identity = new ClaimsIdentity(Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ActorPrincipal(actor, identity), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        switch (_found)
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
        var missing = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>()?.Permission;
        return missing is null
            ? ApiProblems.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", "This is not allowed.")
            : ApiProblems.Refusal(Context, Common.Error.MissingPermissionFor(missing)).ExecuteAsync(Context);
    }
}
