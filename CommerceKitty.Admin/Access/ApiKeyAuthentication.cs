using CommerceKitty.Admin.Entities;
using Microsoft.AspNetCore.Authentication;

namespace CommerceKitty.Admin.Access;

/// <summary>Finds out who calls the API. Without objects of its own for each request: <see cref="ApiPolicyEvaluator"/> asks it on the hot
/// path, <see cref="ApiKeyAuthenticationHandler"/> for everybody else.</summary>
public sealed class ApiKeyAuthentication(ApiKeyVerifier verifier, IKeyUseRecorder uses)
{
    private static readonly Task<AuthenticateResult> NoCredential = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly AuthenticateResult Twice = AuthenticateResult.Fail("Credentials were sent more than once.");
    private static readonly AuthenticateResult NotAccepted = AuthenticateResult.Fail("The key is not accepted.");

    /// <summary>The actor of the request's key; a failure when the key is not accepted, nothing when there is none.</summary>
    /// <exception cref="TimeoutException">The database does not answer (R11).</exception>
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext http)
    {
        var credential = BearerCredential.Read(http.Request);
        if (credential.Kind == BearerCredentialKind.None)
            return NoCredential;
        if (credential.Kind == BearerCredentialKind.Ambiguous)
            return Task.FromResult(Ambiguous(http));
        var verdict = verifier.VerifyAsync(
            ConnectionCredential.HashOf(http, credential.Value.Span), http.Connection.RemoteIpAddress);
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
            http.Features.Set(new RefusedKey(verdict));
            return NotAccepted;
        }

        return await verdict.Key.AdmittedFrom(http.Connection.RemoteIpAddress);
    }

    /// <summary>True when a form in the body has a token too. Asked once the request is counted: to find out, the body is read.</summary>
    public static async ValueTask<bool> HasSecondCredentialAsync(HttpContext http)
    {
        if (!await BearerCredential.IsDoubledInFormAsync(http.Request))
            return false;
        Ambiguous(http);
        return true;
    }

    /// <summary>Why a request that is not authenticated is refused, and the key that was sent, if it is known.</summary>
    public static (RefusalReason Reason, int? ApiKeyId) RefusalOf(HttpContext http) =>
        http.Features.Get<SentTwice>() is not null
            ? (RefusalReason.TwoCredentials, null)
            : http.Features.Get<RefusedKey>() is { Verdict: { Refusal: { } refusal } verdict }
                ? (ReasonOf(refusal), verdict.ApiKeyId)
                : (RefusalReason.NoCredentials, null);

    private static RefusalReason ReasonOf(KeyRefusal refusal) => refusal switch
    {
        KeyRefusal.Malformed => RefusalReason.Malformed,
        KeyRefusal.Unknown => RefusalReason.Unknown,
        KeyRefusal.Disabled => RefusalReason.Disabled,
        KeyRefusal.Revoked => RefusalReason.Revoked,
        KeyRefusal.Expired => RefusalReason.Expired,
        KeyRefusal.Replaced => RefusalReason.Replaced,
        KeyRefusal.UserDisabled => RefusalReason.UserDisabled,
        KeyRefusal.Network => RefusalReason.Network,
        _ => throw new InvalidOperationException($"The ledger of refusals has no {refusal}."),
    };

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

    /// <summary>What was decided about the key of a request, for the ledger of refusals.</summary>
    private sealed record RefusedKey(KeyVerdict Verdict);
}
