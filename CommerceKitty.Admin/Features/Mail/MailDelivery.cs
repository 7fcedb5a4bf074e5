namespace CommerceKitty.Admin.Features.Mail;

/// <summary>A mail that was handed over.</summary>
/// <param name="File">Where it was written, when it went into a folder instead of to a server; names no secret.</param>
public sealed record MailDelivery(string? File);
