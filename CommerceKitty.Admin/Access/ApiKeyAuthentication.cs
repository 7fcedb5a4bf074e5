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
using Microsoft.AspNetCore.Authentication;

namespace CommerceKitty.Admin.Access;

/// <summary>Finds out who calls the API. Without objects of its own for each request: <see cref="ApiPolicyEvaluator"/> asks it on the hot
/// path, <see cref="ApiKeyAuthenticationHandler"/> for everybody else.</summary>
public sealed class ApiKeyAuthentication(ApiKeyVerifier verifier, IKeyUseRecorder uses)
{
    private static readonly Task<AuthenticateResult> NoCredential = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly AuthenticateResult Twice = AuthenticateResult.Fail("Credentials were sent more than once.");
    private static readonly AuthenticateResult NotAccepted = AuthenticateResult.Fail("The key is not accepted.");

    /// <summary>The actor of the request's key; a failure when the key does not let in, nothing when there is none.</summary>
    /// <exception cref="TimeoutException">The database does not answer (R11).</exception>
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext http)
    {
        var credential = BearerCredential.Read(http.Request);
        if (credential.Kind == BearerCredentialKind.None)
            return NoCredential;
        if (credential.Kind == BearerCredentialKind.Ambiguous)
            return Task.FromResult(Ambiguous(http));
        var verdict = verifier.VerifyAsync(ConnectionCredential.HashOf(http, credential.Value.Span));
        return verdict is { IsCompletedSuccessfully: true, Result.Key: { } key }
            ? key.AdmittedFrom(http.Connection.RemoteIpAddress)
            : FinishAsync(http, verdict);
    }

    private async Task<AuthenticateResult> FinishAsync(HttpContext http, ValueTask<KeyVerdict> pending)
    {
        var verdict = await pending;
        if (verdict.Key is null)
        {
            if (verdict.ApiKeyId is { } id)
                uses.Refused(id, verdict.Refusal!.Value);
            return NotAccepted;
        }

        return await verdict.Key.AdmittedFrom(http.Connection.RemoteIpAddress);
    }

    /// <summary>True when a form in the body has a token too. Asked once the request is counted: to find out, the body is read.</summary>
    public static async ValueTask<bool> IsSentTwiceAsync(HttpContext http)
    {
        if (!await BearerCredential.IsDoubledInFormAsync(http.Request))
            return false;
        Ambiguous(http);
        return true;
    }

    private static AuthenticateResult Ambiguous(HttpContext http)
    {
        http.Features.Set(SentTwice.Instance);
        return Twice;
    }

    /// <summary>Marks a request whose credentials were sent more than once, for the answer.</summary>
    internal sealed class SentTwice
    {
        public static readonly SentTwice Instance = new();
    }
}
