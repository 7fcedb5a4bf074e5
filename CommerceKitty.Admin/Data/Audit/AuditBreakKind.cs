namespace CommerceKitty.Admin.Data.Audit;

/// <summary>How the audit log's chain breaks.</summary>
public enum AuditBreakKind
{
    /// <summary>The entry is not what was written, or one before it was not.</summary>
    Changed,

    /// <summary>The entry is gone.</summary>
    Missing,

    /// <summary>The entry was written past the chain.</summary>
    NotChained,

    /// <summary>The entry is numbered, but the chain's head has never reached it.</summary>
    BeyondTheHead,

    /// <summary>The head is not the hash of the newest entry.</summary>
    Head,
}
