namespace CommerceKitty.Admin.Entities;

/// <summary>A request that was sent with an <c>Idempotency-Key</c>, and its answer once there is one. The unique index decides, on every
/// node, which of several requests with the same key is carried out.</summary>
public sealed class IdempotentRequest
{
    /// <summary>Length of a SHA-256.</summary>
    public const int HashLength = 32;

    public long Id { get; init; }

    /// <summary>The API key that sent it: what others send under the same name is theirs.</summary>
    public required int ApiKeyId { get; init; }

    /// <summary>SHA-256 of the <c>Idempotency-Key</c>: exact on every database, whatever its collation calls equal.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of what was asked for: method, address, precondition and body.</summary>
    public required byte[] Fingerprint { get; set; }

    /// <summary>UTC; when it was first sent.</summary>
    public required DateTime CreatedAt { get; set; }

    /// <summary>UTC; the request that carries it out has this long. Then its node counts as gone.</summary>
    public required DateTime LockedUntil { get; set; }

    /// <summary>Which try this is. A try that was taken over can neither commit its change nor leave an answer.</summary>
    public required int Attempt { get; set; }

    /// <summary>True once its change is committed: from then on it is never carried out again.</summary>
    public bool Committed { get; set; }

    /// <summary>The answer's status; null while there is none.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's <c>Content-Type</c>.</summary>
    public string? ContentType { get; set; }

    /// <summary>The answer's <c>Location</c>.</summary>
    public string? Location { get; set; }

    /// <summary>The answer's <c>ETag</c>.</summary>
    public string? EntityTag { get; set; }

    /// <summary>The answer's body, byte for byte; null when it is not kept.</summary>
    public byte[]? Body { get; set; }

    /// <summary>Gives it to another try: the one before did not end in time.</summary>
    public void TakeOver(DateTime until) => (Attempt, LockedUntil) = (Attempt + 1, until);

    /// <summary>Makes a new request of one that is too old to be remembered.</summary>
    public void Begin(byte[] fingerprint, DateTime now, DateTime until)
    {
        TakeOver(until);
        (Fingerprint, CreatedAt, Committed) = (fingerprint, now, false);
        (Status, ContentType, Location, EntityTag, Body) = (null, null, null, null, null);
    }
}
