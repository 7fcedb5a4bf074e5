namespace CommerceKitty.Admin.Entities;

/// <summary>The one mail of notices that a person gets on a day. The row is made before the mail is sent, so that only one node sends
/// it; one that was never sent is tried again.</summary>
public sealed class NoticeMail
{
    public required int UserId { get; init; }

    /// <summary>The day; midnight UTC.</summary>
    public required DateTime Day { get; init; }

    /// <summary>Until then a node is sending it; from then on another one may try. UTC.</summary>
    public required DateTime NextTryAt { get; set; }

    /// <summary>UTC; null while it is not sent.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>Counts tries, so that two nodes never make the same one.</summary>
    public int Tries { get; set; }
}
