using CommerceKitty.Admin.Common;
using MimeKit;

namespace CommerceKitty.Admin.Features.Mail;

/// <summary>Hands a mail over: to an SMTP server, or into a folder on a machine that has none.</summary>
public interface IMailSender
{
    /// <summary>Sends the mail. Never throws for a mail that could not be sent: that is an answer, and nothing else is lost by
    /// it.</summary>
    Task<Result<MailDelivery>> SendAsync(MimeMessage mail, CancellationToken ct = default);
}

/// <summary>A mail that was handed over.</summary>
/// <param name="File">Where it was written, when it went into a folder instead of to a server; names no secret.</param>
public sealed record MailDelivery(string? File);

/// <summary>The settings of mail: <c>Mail:From</c> and <c>Mail:Smtp:Host|Port|User|Password|Security</c>. Without a host, mails are
/// written into <c>Mail:Folder</c>.</summary>
public sealed record MailOptions
{
    /// <summary>The sender's address, with or without a name.</summary>
    public string From { get; init; } = "Commerce Kitty <no-reply@commercekitty.example>";

    /// <summary>Where mails are written when there is no server; below the content root unless it is a whole path.</summary>
    public string Folder { get; init; } = "App_Data/mail";

    public SmtpOptions Smtp { get; init; } = new();
}

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

/// <summary>How the connection to the SMTP server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in the clear and must change to TLS before anything is sent; port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte; port 465.</summary>
    Tls,

    /// <summary>None: only for a server on this machine.</summary>
    None,
}

/// <summary>Registers the sender that the settings ask for.</summary>
public static class MailSetup
{
    /// <summary>Reads the settings and registers <see cref="IMailSender"/>.</summary>
    public static IServiceCollection AddCommerceKittyMail(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions();
        if (!MailboxAddress.TryParse(options.From, out _))
            throw new InvalidOperationException("Mail:From is not an address. Write it like Shop <shop@example.com>.");
        services.AddSingleton(options);
        services.AddSingleton<PublicAddress>();
        if (options.Smtp.Host.Length == 0)
            return services.AddSingleton<IMailSender, FileMailSender>();
        if (string.IsNullOrWhiteSpace(configuration[PublicAddress.Setting]))
        {
            throw new InvalidOperationException(
                $"Mails hold links: set {PublicAddress.Setting} to the address at which people open this site, like https://admin.example.com."
            );
        }

        return services.AddSingleton<IMailSender, SmtpMailSender>();
    }
}
