using System.ComponentModel.DataAnnotations;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Users;

namespace CommerceKitty.Admin.Features.Offboarding;

/// <summary>What to do with a key. <c>keep</c>: nothing. <c>revoke</c>: revoke it. <c>end</c>: let it expire in some hours.
/// <c>reissue</c>: create a new key with the same name that acts as another user, which only a signed-in person can do.</summary>
/// <example>revoke</example>
public enum KeyDisposition
{
    /// <summary>Nothing: a key that acts as the user stops with it, one whose value the user has seen still works.</summary>
    Keep,

    /// <summary>It is revoked.</summary>
    Revoke,

    /// <summary>It ends by itself after some hours.</summary>
    End,

    /// <summary>A new key of the same name is made that acts as another user. Never by API key (R7).</summary>
    Reissue,
}

/// <summary>The result of a key.</summary>
/// <example>revoked</example>
public enum OffboardedKeyStatus
{
    /// <summary>Nothing changed.</summary>
    Kept,

    /// <summary>It is revoked.</summary>
    Revoked,

    /// <summary>It ends by itself.</summary>
    Ending,

    /// <summary>A new key replaces it.</summary>
    Reissued,

    /// <summary>The change was refused; see the code and the detail.</summary>
    Refused,
}

/// <summary>The keys to change when a user leaves.</summary>
public sealed record OffboardingRequest
{
    /// <summary>The maximum number of keys in a request.</summary>
    public const int MaximumKeys = 1_000;

    /// <summary>The keys to change. A key that is not listed is kept.</summary>
    [MaxLength(MaximumKeys)]
    public IReadOnlyList<KeyOffboarding?>? Keys { get; init; }
}

/// <summary>A key to change when its user leaves.</summary>
public sealed record KeyOffboarding
{
    /// <summary>The key's ID. The key acts as the user, or the user has seen its value.</summary>
    /// <example>12</example>
    [Required]
    public int? Id { get; init; }

    /// <summary>What to do with the key.</summary>
    [Required]
    public KeyDisposition? Action { get; init; }

    /// <summary>In how many hours the key expires. Required for <c>end</c>, optional for <c>reissue</c>.</summary>
    [Range(1, RotateApiKeyRequest.MaximumOverlap)]
    public int? EndsInHours { get; init; }

    /// <summary>The ID of the user that the new key acts as. Required for <c>reissue</c>.</summary>
    public int? UserId { get; init; }
}

/// <summary>The result of one key.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">Its name; null when the key was not found.</param>
/// <param name="Status">What happened to it.</param>
/// <param name="Refusal">Why it was refused; null otherwise.</param>
/// <param name="Replacement">The new key with its value, shown this once (R5); null unless it was re-issued.</param>
public sealed record OffboardedKey(
    int Id,
    string? Name,
    OffboardedKeyStatus Status,
    Error? Refusal = null,
    CreatedApiKey? Replacement = null);

/// <summary>The result of offboarding a user.</summary>
/// <param name="User">The user, disabled.</param>
/// <param name="Keys">A result for each key of the request, in its order.</param>
public sealed record OffboardingResult(UserRow User, IReadOnlyList<OffboardedKey> Keys);

/// <summary>The result of offboarding a user.</summary>
public sealed record OffboardingResource
{
    /// <summary>The user, who is disabled.</summary>
    public required UserResource User { get; init; }

    /// <summary>The result of each key of the request, in the same order.</summary>
    [MaxLength(OffboardingRequest.MaximumKeys)]
    public required IReadOnlyList<OffboardedKeyResource> Keys { get; init; }

    /// <summary>The resource of a result. It never contains a key's value.</summary>
    public static OffboardingResource Of(OffboardingResult result) => new()
    {
        User = result.User.ToResource(),
        Keys = [.. result.Keys.Select(k => new OffboardedKeyResource
        {
            Id = k.Id,
            Name = k.Name,
            Status = k.Status,
            ReplacedBy = k.Replacement?.Key.Id,
            Code = k.Refusal?.Code,
            Detail = k.Refusal?.Message,
        })],
    };
}

/// <summary>The result of one key.</summary>
public sealed record OffboardedKeyResource
{
    /// <summary>The key's ID.</summary>
    /// <example>12</example>
    public required int Id { get; init; }

    /// <summary>The key's name. Null when the user has no such key.</summary>
    /// <example>Nightly inventory sync script</example>
    [Length(1, TextRules.NameLength)]
    public required string? Name { get; init; }

    /// <summary>The result.</summary>
    public required OffboardedKeyStatus Status { get; init; }

    /// <summary>The ID of the key that replaces it. Null unless it was reissued.</summary>
    public required int? ReplacedBy { get; init; }

    /// <summary>The error code. Null unless the change was rejected.</summary>
    [Length(1, ProblemCode.MaximumLength), RegularExpression(CodeText.Shape)]
    public required string? Code { get; init; }

    /// <summary>What went wrong and what to do about it. Null unless the change was rejected.</summary>
    [MaxLength(ProblemCode.MaximumDetail)]
    public required string? Detail { get; init; }
}
