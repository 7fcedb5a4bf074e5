using CommerceKitty.Admin.Access;

namespace CommerceKitty.Admin.Features.Idempotency;

/// <summary>What becomes of a request, with the attempt to carry it out or the answer it had.</summary>
public sealed record IdempotencyDecision(IdempotencyOutcome Outcome, IdempotentAttempt? Attempt = null, IdempotentAnswer? Answer = null);
