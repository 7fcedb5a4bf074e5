using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Text.Encodings.Web;
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
