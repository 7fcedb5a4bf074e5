using CommerceKitty.Admin.Features.ApiKeys;

namespace CommerceKitty.Admin.Features.Account;

/// <summary>A key's new value: it is in this answer and nowhere else (R5).</summary>
/// <param name="Key">The key, with its new hint.</param>
/// <param name="Value">The new value.</param>
/// <param name="PreviousUntil">UTC; how long the old value goes on. Null when it ended at once.</param>
public sealed record RotatedApiKeyResource(ApiKeyResource Key, string Value, DateTime? PreviousUntil)
{
    /// <summary>Without the value.</summary>
    public override string ToString() => Key.ToString();
}
