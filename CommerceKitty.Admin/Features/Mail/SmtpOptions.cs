namespace CommerceKitty.Admin.Features.Mail;

/// <summary>The SMTP server.</summary>
public sealed record SmtpOptions
{
    /// <summary>Empty when there is none.</summary>
    public string Host { get; init; } = string.Empty;

    public int Port { get; init; } = 587;

    /// <summary>Empty when the server asks for no sign-in.</summary>
    public string User { get; init; } = string.Empty;

    public string Password { get; init; } = string.Empty;

    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Names the server alone, so that the password cannot slip into a log.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
