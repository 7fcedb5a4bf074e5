using CommerceKitty.Admin.Access;
using CommerceKitty.Admin.Access.RateLimits;
using CommerceKitty.Admin.Api;
using CommerceKitty.Admin.Api.Documentation;
using CommerceKitty.Admin.Cli;
using CommerceKitty.Admin.Common;
using CommerceKitty.Admin.Common.Http;
using CommerceKitty.Admin.Components;
using CommerceKitty.Admin.Components.Layout;
using CommerceKitty.Admin.Controls;
using CommerceKitty.Admin.Data;
using CommerceKitty.Admin.Data.Audit;
using CommerceKitty.Admin.Entities;
using CommerceKitty.Admin.Features.Account;
using CommerceKitty.Admin.Features.Administration;
using CommerceKitty.Admin.Features.ApiKeys;
using CommerceKitty.Admin.Features.Audit;
using CommerceKitty.Admin.Features.Csv;
using CommerceKitty.Admin.Features.Demo;
using CommerceKitty.Admin.Features.Find;
using CommerceKitty.Admin.Features.Help;
using CommerceKitty.Admin.Features.Idempotency;
using CommerceKitty.Admin.Features.Inventory;
using CommerceKitty.Admin.Features.Mail;
using CommerceKitty.Admin.Features.Offboarding;
using CommerceKitty.Admin.Features.Orders;
using CommerceKitty.Admin.Features.Products;
using CommerceKitty.Admin.Features.Setup;
using CommerceKitty.Admin.Features.UserGroups;
using CommerceKitty.Admin.Features.Users;
using CommerceKitty.Admin.Security;
using CommerceKitty.Admin.Startup;
using System.Text.RegularExpressions;
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
