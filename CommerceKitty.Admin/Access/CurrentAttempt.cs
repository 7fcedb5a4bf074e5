namespace CommerceKitty.Admin.Access;

/// <summary>The idempotent attempt that this scope's request is; its changes commit together with the note that they did.</summary>
public sealed class CurrentAttempt
{
    /// <summary>Null for a request without an <c>Idempotency-Key</c>.</summary>
    public IdempotentAttempt? Value { get; set; }
}
