namespace CommerceKitty.Admin.Entities;

/// <summary>What people are told about an API key. Stored by number: never renumber.</summary>
public enum NoticeKind
{
    /// <summary>It expires soon, or has expired.</summary>
    Expiry = 0,
}
