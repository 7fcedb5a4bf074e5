namespace CommerceKitty.Admin.Entities;

/// <summary>A person who was told a notice.</summary>
public sealed class NoticeRecipient
{
    public long NoticeId { get; init; }

    public Notice? Notice { get; init; }

    public required int UserId { get; init; }

    /// <summary>When the person marked it as read. UTC.</summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>The day (UTC) of the mail that it goes with; null before, and when it goes with none.</summary>
    public DateTime? MailDay { get; set; }
}
