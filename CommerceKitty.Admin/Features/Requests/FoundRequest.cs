using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Refusals;

namespace CommerceKitty.Admin.Features.Requests;

/// <summary>A request of the API that is still known.</summary>
/// <param name="RequestId">The <c>X-Request-Id</c> of its response.</param>
/// <param name="At">When it was received; UTC.</param>
/// <param name="ApiKeyId">Its key; null when the key is not known.</param>
/// <param name="ApiKeyName">The key's name; null when the key is not known.</param>
/// <param name="What">The method and route; empty when only the refusal is known.</param>
/// <param name="Status">The status code of the response; null when only the refusal is known.</param>
/// <param name="Reason">Why it was refused; null when it was not, or by the operation itself.</param>
/// <param name="Cause">The refusal with the audit entry that caused it; null when none is known.</param>
/// <param name="Address">Where it is shown.</param>
public sealed record FoundRequest(
    string RequestId,
    DateTime At,
    int? ApiKeyId,
    string? ApiKeyName,
    string What,
    int? Status,
    RefusalReason? Reason,
    RefusalRow? Cause,
    string Address)
{
    /// <summary>What came of it, for example "answered 403: Permission missing".</summary>
    public string Outcome => (Status, Reason) switch
    {
        ({ } status, { } reason) => $"answered {status}: {RefusalPresentation.ToDisplayText(reason)}",
        ({ } status, null) => $"answered {status}",
        (null, { } reason) => $"refused: {RefusalPresentation.ToDisplayText(reason)}",
        _ => string.Empty,
    };
}
