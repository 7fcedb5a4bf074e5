namespace CommerceKitty.Admin.Features.Idempotency;

/// <summary>The answer to a request, as it is kept.</summary>
public sealed record IdempotentAnswer(int Status, string? ContentType, string? Location, string? EntityTag, byte[] Body);
