using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Mail;
using MimeKit;

namespace CommerceKitty.Admin.Features.Users;

/// <summary>Makes links by which people choose a password, and mails them.</summary>
public sealed class UserLinkMailer(IMailSender sender, PublicAddress site, MailOptions options)
{
    /// <summary>The path of an invitation. The token follows after a #: browsers keep that part to themselves, so it reaches no log
    /// of this product or of a proxy, and no other site (docs: Referer).</summary>
    public const string InvitationPath = "/account/invitation";

    /// <summary>The path of a password reset.</summary>
    public const string ResetPath = "/account/reset";

    /// <summary>Makes the user's link within the caller's transaction; the one before, if any, ends.</summary>
    public static async Task<UserLinkToken> IssueAsync(Work work, User user, CancellationToken ct = default)
    {
        // A person who never chose a password was invited and is invited again.
        var purpose = user.PasswordHash is null ? UserLinkPurpose.Invitation : UserLinkPurpose.PasswordReset;
        var token = UserLink.CreateToken();
        var link = await work.Db.UserLinks.FindAsync([user.Id], ct);
        if (link is null)
        {
            link = new UserLink
            {
                UserId = user.Id,
                Purpose = purpose,
                Hash = [],
                SecurityStamp = string.Empty,
                SentAt = work.Now,
                ExpiresAt = work.Now,
            };
            work.Db.UserLinks.Add(link);
        }

        link.Purpose = purpose;
        link.Hash = UserLink.HashOf(token)!;
        link.SecurityStamp = user.SecurityStamp!;
        link.SentAt = work.Now;
        link.ExpiresAt = work.Now + (purpose == UserLinkPurpose.Invitation ? UserLink.InvitationLifetime : UserLink.ResetLifetime);
        return new UserLinkToken(token, purpose);
    }

    /// <summary>Mails the link. Call it after the transaction: a mail cannot be taken back.</summary>
    public async Task<Result<MailDelivery>> SendAsync(string email, string name, UserLinkToken token, CancellationToken ct = default)
    {
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(options.From));
        try
        {
            mail.To.Add(new MailboxAddress(name, email));
        }
        catch (ParseException)
        {
            return new Error(
                ErrorKind.Conflict,
                "mail-not-sent",
                "No mail can be sent to this address. Correct the email, then send it again.");
        }

        var isInvitation = token.Purpose == UserLinkPurpose.Invitation;
        var link = site.Of($"{(isInvitation ? InvitationPath : ResetPath)}#{token.Reveal()}");
        mail.Subject = isInvitation ? "You are invited to Commerce Kitty" : "Choose a new password for Commerce Kitty";
        using var body = new TextPart("plain")
        {
            Text = isInvitation
                ? $"Hello {name},\n\nyou were invited to Commerce Kitty Admin. Choose a password to sign in with as {email}:\n\n{link}\n\n"
                    + "The link works once, for 72 hours. Did you not expect this? Then do nothing.\n"
                : $"Hello {name},\n\nsomeone asked for a new password for your account {email} of Commerce Kitty Admin. Choose it "
                    + $"here:\n\n{link}\n\n"
                    + "The link works once, for one hour. Was it not you? Then do nothing: your password stays as it is.\n",
        };
        // No encoding that breaks a long line: the link must stay in one piece.
        body.ContentTransferEncoding = ContentEncoding.EightBit;
        mail.Body = body;
        return await sender.SendAsync(mail, ct);
    }
}
