using System.Text.RegularExpressions;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Features.Mail;
using MimeKit;

namespace CommerceKitty.Admin.Tests.Fixtures;

/// <summary>Keeps mails instead of sending them.</summary>
public sealed partial class MailBox : IMailSender
{
    /// <summary>Refuse to send, as a server that is away.</summary>
    public bool Broken { get; set; }

    /// <summary>Receiver and text of each mail, oldest first.</summary>
    public List<(string To, string Text)> Sent { get; } = [];

    /// <summary>The token of the newest mail's link.</summary>
    public string LastToken => TokenIn(Sent[^1].Text);

    /// <summary>The token of the link in a mail's text.</summary>
    public static string TokenIn(string text) => Link().Match(text).Groups["token"].Value;

    public Task<Result<MailDelivery>> SendAsync(MimeMessage mail, CancellationToken ct = default)
    {
        if (Broken)
            return Task.FromResult<Result<MailDelivery>>(
                new Error(ErrorKind.Conflict, "mail-not-sent", "The mail server mail.example does not answer."));
        Sent.Add((mail.To.Mailboxes.Single().Address, mail.TextBody!));
        return Task.FromResult<Result<MailDelivery>>(new MailDelivery(File: null));
    }

    [GeneratedRegex("https?://[^#\\s]+#(?<token>[A-Za-z0-9_-]{43})", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
