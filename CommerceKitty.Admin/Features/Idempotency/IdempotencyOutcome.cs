namespace CommerceKitty.Admin.Features.Idempotency;

/// <summary>What becomes of a request with an <c>Idempotency-Key</c>.</summary>
public enum IdempotencyOutcome
{
    /// <summary>It is carried out now, by this request.</summary>
    CarryOut,

    /// <summary>It was answered: the same answer again.</summary>
    Answered,

    /// <summary>Another request with the key is being carried out.</summary>
    InFlight,

    /// <summary>The key was sent with another request.</summary>
    Reused,

    /// <summary>It was carried out, but its answer is not kept.</summary>
    AnswerLost,
}
