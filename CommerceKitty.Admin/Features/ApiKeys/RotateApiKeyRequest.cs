using System.ComponentModel.DataAnnotations;

namespace CommerceKitty.Admin.Features.ApiKeys;

/// <summary>The rotation of an API key by itself.</summary>
public sealed record RotateApiKeyRequest
{
    /// <summary>The maximum overlap, in hours.</summary>
    public const int MaximumOverlap = 168;

    /// <summary>For how many hours the old value still works. By default 24. With 0 it stops working at once; if the response is lost,
    /// so is the key.</summary>
    /// <example>24</example>
    [Range(0, MaximumOverlap)]
    public int? OverlapHours { get; init; }

    /// <summary>True to keep the old value until 1 hour after the new one is first used, and 30 days at most. Send it instead of
    /// <c>overlapHours</c>.</summary>
    /// <example>false</example>
    public bool? UntilFirstUse { get; init; }
}
