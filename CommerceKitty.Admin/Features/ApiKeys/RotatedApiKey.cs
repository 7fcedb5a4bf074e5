namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>A key's new value, this once (R5).</summary>
/// <param name="Key">The key, with its new hint.</param>
/// <param name="Secret">The new value.</param>
/// <param name="PreviousUntil">UTC; how long the old value goes on. Null when it ended with this answer.</param>
public sealed record RotatedApiKey(ApiKeyRow Key, ApiKeySecret Secret, DateTime? PreviousUntil)
{
    /// <summary>True when the old value ends earlier, once the new one is used.</summary>
    public bool EndsOnUse { get; init; }
}
