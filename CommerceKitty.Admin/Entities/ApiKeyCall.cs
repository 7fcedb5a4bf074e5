namespace CommerceKitty.Admin.Entities;

/// <summary>One recent request by a key: never its query or body. Written behind (R10), and kept for a while: the newest of each key. It
/// outlives the key's power, not the key.</summary>
public sealed class ApiKeyCall
{
    /// <summary>How many calls of a key are kept, the newest; some more until the next time that old ones are deleted.</summary>
    public const int MostKept = 200;

    /// <summary>How many failed calls of a key are kept besides.</summary>
    public const int MostFailedKept = 1_000;

    /// <summary>The first status that is a failure.</summary>
    public const int FirstFailure = 400;

    /// <summary>The maximum length of a method.</summary>
    public const int MethodLength = 16;

    /// <summary>The maximum length of a route's template.</summary>
    public const int RouteLength = 200;

    /// <summary>How long failed calls are kept.</summary>
    public static readonly TimeSpan FailedMemory = TimeSpan.FromDays(7);

    public long Id { get; init; }

    public required int ApiKeyId { get; init; }

    /// <summary>UTC; when the request came.</summary>
    public required DateTime At { get; init; }

    public required string Method { get; init; }

    /// <summary>The route's template, for example <c>/api/v1/orders/{id}</c>; empty when there is none at the address.</summary>
    public required string Route { get; init; }

    public required int Status { get; init; }

    /// <summary>How long the answer took.</summary>
    public required int Microseconds { get; init; }

    /// <summary>The caller's address.</summary>
    public required string Address { get; init; }

    /// <summary>What the caller said it is; data, never markup.</summary>
    public required string UserAgent { get; init; }

    public required string RequestId { get; init; }

    /// <summary>Why it was refused; null when it was not, or was refused by the operation itself.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>How many calls of the key came between the kept one before and this one, and are not kept.</summary>
    public required int LeftOut { get; init; }
}
