using System.Globalization;
using System.Text;
using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace CommerceKitty.Admin.Features.Notices;

/// <summary>Sends each person at most one mail of notices a day, however many keys it is about. A row says that a node is sending it,
/// before it is sent: no other node sends it too. Only a node that stops between sending and noting it can make it two.</summary>
public sealed class NoticeMailer(UnitOfWork unitOfWork, IMailSender sender, PublicAddress site, MailOptions options)
{
    /// <summary>How many mails one transaction claims.</summary>
    private const int Batch = 50;

    /// <summary>What was not mailed by then is on the bell only.</summary>
    private static readonly TimeSpan Latest = TimeSpan.FromDays(7);

    /// <summary>How long a node has to send a mail before another one tries; also the pause after one that could not be sent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Sends what is to be sent now.</summary>
    public async Task RunOnceAsync(CancellationToken ct = default)
    {
        while (true)
        {
            var claimed = await unitOfWork.RunAsync<List<Letter>>(Actor.System, async work => await ClaimAsync(work, ct), ct);
            if (claimed.Value is not { Count: > 0 } letters)
                return;
            foreach (var letter in letters)
            {
                if ((await SendAsync(letter, ct)).IsDone)
                    await unitOfWork.RunAsync<Done>(Actor.System, async work => await NoteSentAsync(work, letter, ct), ct);
            }
        }
    }

    private static async Task<List<Letter>> ClaimAsync(Work work, CancellationToken ct)
    {
        var (db, today, oldest) = (work.Db, work.Now.Date, work.Now - Latest);
        if (!(await SettingsRow.ReadAsync(db, ct)).NoticesByMail)
            return [];
        var waiting = await db.NoticeMails
            .Where(m => m.SentAt == null && m.NextTryAt <= work.Now && m.Day > oldest)
            .OrderBy(m => m.Day).ThenBy(m => m.UserId)
            .Take(Batch)
            .ToListAsync(ct);
        foreach (var mail in waiting)
            (mail.NextTryAt, mail.Tries) = (work.Now + Patience, mail.Tries + 1);
        var users = await db.NoticeRecipients
            .Where(r => r.MailDay == null && r.ReadAt == null && r.Notice!.At > oldest
                && db.Users.Any(u => u.Id == r.UserId && u.Enabled)
                && !db.NoticeMails.Any(m => m.UserId == r.UserId && m.Day == today))
            .Select(r => r.UserId)
            .Distinct()
            .OrderBy(id => id)
            .Take(Batch)
            .ToListAsync(ct);
        foreach (var user in users)
        {
            var mail = new NoticeMail { UserId = user, Day = today, NextTryAt = work.Now + Patience, Tries = 1 };
            db.NoticeMails.Add(mail);
            waiting.Add(mail);
            var told = await db.NoticeRecipients
                .Where(r => r.UserId == user && r.MailDay == null && r.ReadAt == null && r.Notice!.At > oldest).ToListAsync(ct);
            told.ForEach(r => r.MailDay = today);
        }

        await work.SaveAsync(ct);
        var letters = new List<Letter>();
        foreach (var mail in waiting)
        {
            var to = await db.Users.Where(u => u.Id == mail.UserId).Select(u => new { u.Email, u.FirstName, u.LastName }).SingleAsync(ct);
            // Only what is still so, for someone who may still know it: with no lines left nothing is sent.
            var reader = await AccessReader.FindUserAsync(db, mail.UserId, ct);
            var mayEdit = reader is not null && (reader.IsOwner || reader.Permissions.Contains(Permissions.ApiKeys.Edit));
            var isEnabled = reader is { Enabled: true };
            var lines = await NoticeService.Visible(db.NoticeRecipients, mail.UserId, mayEdit)
                .Where(r => isEnabled && r.MailDay == mail.Day)
                .OrderBy(r => r.Notice!.About).ThenBy(r => r.Notice!.ApiKeyId)
                .Select(r => new Line(r.Notice!.ApiKeyId, r.Notice.ApiKey!.Name, r.Notice.About))
                .ToListAsync(ct);
            letters.Add(new(mail.UserId, mail.Day, to.Email!, User.FullName(to.FirstName, to.LastName), lines, work.Now));
        }

        return letters;
    }

    private static async Task<Result<Done>> NoteSentAsync(Work work, Letter letter, CancellationToken ct)
    {
        if (await work.Db.NoticeMails.FindAsync([letter.UserId, letter.Day], ct) is { } mail)
            mail.SentAt ??= work.Now;
        return Done.Value;
    }

    private async Task<Result<Done>> SendAsync(Letter letter, CancellationToken ct)
    {
        // Everything was settled meanwhile.
        if (letter.Lines.Count == 0)
            return Done.Value;
        using var mail = new MimeMessage();
        mail.From.Add(MailboxAddress.Parse(options.From));
        try
        {
            mail.To.Add(new MailboxAddress(letter.Name, letter.Email));
        }
        catch (ParseException)
        {
            // It never will be an address: not tried again.
            return Done.Value;
        }

        mail.Subject = Subject(letter);
        using var body = new TextPart("plain") { Text = Text(letter) };
        body.ContentTransferEncoding = ContentEncoding.EightBit;
        mail.Body = body;
        return (await sender.SendAsync(mail, ct)).Map(_ => Done.Value);
    }

    private static string Subject(Letter letter) => letter.Lines.DistinctBy(l => l.ApiKeyId).Count() is var count and > 1
        ? string.Create(English, $"{count:N0} API keys expire")
        : letter.Lines[0].About <= letter.Now ? "An API key has expired" : "An API key expires soon";

    private string Text(Letter letter)
    {
        var text = new StringBuilder($"Hello {letter.Name},\n\n");
        foreach (var line in letter.Lines.DistinctBy(l => l.ApiKeyId))
        {
            text.Append(English, $"{line.Name} {(line.About <= letter.Now ? "expired" : "expires")} ")
                .Append(English, $"on {line.About:d MMMM yyyy} at {line.About:HH:mm} UTC.\n")
                .Append(site.Of(ApiKeyPresentation.AddressOf(line.ApiKeyId)))
                .Append("\n\n");
        }

        return text
            .Append("After that, requests with it are rejected. To let it work longer, open its page and change its expiry.\n")
            .ToString();
    }

    private sealed record Line(int ApiKeyId, string Name, DateTime About);

    private sealed record Letter(int UserId, DateTime Day, string Email, string Name, IReadOnlyList<Line> Lines, DateTime Now);
}
