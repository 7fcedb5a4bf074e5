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
