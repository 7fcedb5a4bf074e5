namespace CommerceKitty.Admin.Features.Mail;

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
