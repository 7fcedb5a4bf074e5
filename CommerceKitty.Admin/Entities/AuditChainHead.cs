namespace CommerceKitty.Admin.Entities;

/// <summary>The one row that says where the chain of the audit log ends. A transaction that writes entries locks it before its first
/// entry and until it ends, so that the order of the chain is the order of commits. Its absence says that entries of an older version
/// are still to be chained.</summary>
public sealed class AuditChainHead
{
    /// <summary>The id of the one row.</summary>
    public const int RowId = 1;

    public required int Id { get; init; }

    /// <summary>The number of the newest entry; 0 before the first.</summary>
    public required long Number { get; set; }

    /// <summary>The hash of the newest entry; 32 zeros before the first.</summary>
    public required byte[] Hash { get; set; }
}
