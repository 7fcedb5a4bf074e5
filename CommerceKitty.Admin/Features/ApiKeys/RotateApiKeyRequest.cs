namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>What a key asks for when it gives itself a new value.</summary>
public sealed record RotateApiKeyRequest
{
    /// <summary>The longest time that both values work, in hours.</summary>
    public const int MaximumOverlap = 168;

    /// <summary>For how many hours the old value goes on, 0 to <see cref="MaximumOverlap"/>; 24 unless said. With 0 it ends at once, and
    /// a caller that loses the answer has lost the key.</summary>
    public int? OverlapHours { get; init; }
}
