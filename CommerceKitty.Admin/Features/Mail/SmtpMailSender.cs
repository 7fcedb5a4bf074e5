using System.Net.Sockets;
using CommerceKitty.Admin.Common;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CommerceKitty.Admin.Features.Mail;

/// <summary>Sends mails by an SMTP server; each by a connection of its own, they are few.</summary>
public sealed partial class SmtpMailSender(MailOptions options, ILogger<SmtpMailSender> logger) : IMailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public async Task<Result<MailDelivery>> SendAsync(MimeMessage mail, CancellationToken ct = default)
    {
        var smtp = options.Smtp;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            // No protocol log: it would hold the links and the password.
            using var client = new SmtpClient();
            await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Security switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, timeout.Token);
            if (smtp.User.Length > 0)
                await client.AuthenticateAsync(smtp.User, smtp.Password, timeout.Token);
            await client.SendAsync(mail, timeout.Token);
            await client.DisconnectAsync(quit: true, timeout.Token);
            return new MailDelivery(File: null);
        }
        catch (Exception exception) when (IsRefusal(exception) && !ct.IsCancellationRequested)
        {
            // The type and the server's code say enough; the text of some servers repeats parts of the mail.
            LogNotSent(exception.GetType().Name, (exception as SmtpCommandException)?.StatusCode.ToString() ?? "-", smtp.Host, smtp.Port);
            return new Error(ErrorKind.Conflict, "mail-not-sent", Reason(exception, smtp));
        }
    }

    private static bool IsRefusal(Exception exception) => exception
        is ServiceNotConnectedException
            or ServiceNotAuthenticatedException
            or CommandException
            or ProtocolException
            or AuthenticationException
        or SslHandshakeException or SocketException or IOException or OperationCanceledException or NotSupportedException;

    private static string Reason(Exception exception, SmtpOptions smtp) => exception switch
    {
        AuthenticationException =>
            $"The mail server {smtp.Host} refused the sign-in. Check Mail:Smtp:User and Mail:Smtp:Password, then send the mail again.",
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } =>
            $"The mail server {smtp.Host} does not accept this address. Correct the email, then send the mail again.",
        SmtpCommandException =>
            $"The mail server {smtp.Host} refused the mail. Check Mail:From and the server's log, then send the mail again.",
        NotSupportedException or SslHandshakeException =>
            $"The mail server {smtp.Host} offers no safe connection on port {smtp.Port}. Check Mail:Smtp:Port and Mail:Smtp:Security, "
            + $"then send the mail again.",
        _ => $"The mail server {smtp.Host} does not answer. Check Mail:Smtp:Host and Mail:Smtp:Port, then send the mail again.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail was not sent: {Problem}, status {Status}, server {Host}:{Port}")]
    private partial void LogNotSent(string problem, string status, string host, int port);
}
