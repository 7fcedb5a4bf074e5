namespace CommerceKitty.Admin.Access;

/// <summary>What was decided about a value.</summary>
/// <param name="Key">What it may do; null when it is not accepted.</param>
/// <param name="Refusal">Why it does not; null when it does.</param>
/// <param name="ApiKeyId">Which key it is; null when there is none.</param>
public readonly record struct KeyVerdict(KeyAccess? Key, KeyRefusal? Refusal, int? ApiKeyId)
{
    /// <summary>For those who only want to know whether it is accepted.</summary>
    public void Deconstruct(out KeyAccess? key, out KeyRefusal? refusal) => (key, refusal) = (Key, Refusal);
}
